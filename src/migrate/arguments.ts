import { parseArgs } from 'node:util';

/** The command line was not understood. */
export class UsageError extends Error {}

export interface Plan {
  /** Where the reports, jobs and usage go; undefined: they stay. */
  readonly database: 'firestore' | undefined;
  /** Where the report files go; undefined: they stay. */
  readonly storage: 'gcs' | undefined;
}

export const HELP = `npm run migrate -- --from embedded [--to firestore] [--to gcs]

Copies what the embedded backends hold under DATA_DIR to others. Stop the service first. Backends are reached by the
same variables as the service's (GCP_PROJECT_ID, GCS_BUCKET, credentials …). It can be stopped and run again at any
time: what is there already and equal is passed over. Nothing is changed or deleted at the source.

  --from embedded   the only source there is
  --to firestore    moves what is known of reports, jobs and usage
  --to gcs          moves the reports themselves, with their sources; --storage gcs says the same

Exit codes: 0 all is there, 1 something differs, 2 wrong usage, 75 a backend was away: run it again, 78 the configuration.`;

/** @throws UsageError */
export function parsePlan(words: readonly string[]): Plan | 'help' {
  const { from, to, storage, help } = read(words);
  if (help) return 'help';
  if (from !== 'embedded') throw new UsageError('--from embedded is needed: it is the only source there is.');
  for (const target of to)
    if (target !== 'firestore' && target !== 'gcs')
      throw new UsageError(`--to ${target}: allowed are firestore and gcs.`);
  if (storage !== undefined && storage !== 'gcs')
    throw new UsageError(`--storage ${storage}: allowed is gcs.`);
  if (to.length === 0 && storage === undefined)
    throw new UsageError('There is nothing to do: give --to firestore, --to gcs, or both.');
  return {
    database: to.includes('firestore') ? 'firestore' : undefined,
    storage: to.includes('gcs') ? 'gcs' : storage,
  };
}

function read(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    from: text,
    to: { type: 'string', multiple: true, default: [] as string[] },
    storage: text,
    help: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
