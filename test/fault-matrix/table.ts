/** What was seen while one fault lasted; only what is the same every time. */
export interface Row {
  readonly fault: string;
  readonly probes: string;
  readonly answers: string;
  readonly logged: string;
  readonly counted: string;
  readonly lost: string;
}

const HEAD = `# What fails, and what is seen of it

Every dependency in every trouble: what the probes say, what clients are answered who ask for an analysis, a job and a report that was
made before, which events are logged at WARNING and above, which counters of failures grow, and what is lost of what clients were promised.
\`npm run faults\` writes this page from what a running service does, and a test (\`test/fault-matrix\`) fails where it does something else.

Firestore is Google’s emulator and Redis a real one, each behind a line that is refused, hangs, is slow or breaks; Cloud Storage and Gemini
are stand-ins behind such a line. What a table does not name is embedded. _Errors_ are \`UNAVAILABLE\` of Firestore, a full Redis, 503 of Cloud
Storage, 500 of Gemini. _Drops mid-call_ loses the answer to one call that was carried out, and every connection. Left out is what chance
decides: \`circuit_state_changed\`, what work in the background says and counts of the same fault, and whether Firestore’s client, which makes
a call again whose connection was cut, gets its answer within \`BACKEND_TIMEOUT\`; if not, that is one \`api_call_failed\`, and the service tries again.

SQLite and the files of reports lie on a disk of this machine, and fail in other ways: another process holds the database, no file may grow
(as on a full disk), or something was moved, deleted or damaged. They are called from the main thread or the thread pool and cannot be cut off: a disk that hangs,
as one over a network does, holds up the process, which its liveness probe tells by not answering.

The log pipe is standard output; nobody reads it from the start, its reader leaves, reads nothing until the end, reads now and again,
or leaves amid requests; _errors_ are a full disk. In its last row a reader reads nothing while 500 requests are answered, and then everything.
Counted is what is lost while the service runs; of what waits for a reader that never reads, it is lost only with the process.
`;
const COLUMNS: readonly (keyof Row)[] = ['fault', 'probes', 'answers', 'logged', 'counted', 'lost'];

/** docs/faults.md, before its layout */
export const faultsPage = (tables: ReadonlyMap<string, readonly Row[]>): string =>
  [HEAD, ...[...tables].map(([name, rows]) => `## ${name}\n\n${tableOf(rows)}`)].join('\n');

function tableOf(rows: readonly Row[]): string {
  const lines = [
    COLUMNS,
    COLUMNS.map(() => '---'),
    ...rows.map((row) => COLUMNS.map((column) => row[column])),
  ];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
