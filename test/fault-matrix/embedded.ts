import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BUNDLE, ServiceProcess } from '../service-process.js';
import { Client } from './client.js';
import type { Question } from './dependency.js';
import { Observer } from './observer.js';
import { Course, EVERYTHING, QUICK } from './rows.js';
import type { Row } from './table.js';

/** Where a fault finds what it breaks. */
interface Place {
  /** DATA_DIR */
  readonly folder: string;
  /** Of the service; 0 before it is started. */
  readonly pid: number;
  /** The file of the report that clients ask for. */
  readonly report: string;
}

interface Trouble {
  readonly fault: string;
  readonly asked: readonly Question[];
  /** Lets it go wrong. @returns what puts it right again */
  readonly begin: (place: Place) => () => void;
}

/** One backend that lies in files of this machine. */
export interface Embedded {
  readonly check: string;
  /** What keeps the service from starting. */
  readonly atBoot: Trouble;
  readonly troubles: readonly Trouble[];
}

function locked({ folder }: Place): () => void {
  mkdirSync(folder, { recursive: true });
  const other = new DatabaseSync(join(folder, 'consultantos.db'));
  other.exec('BEGIN EXCLUSIVE');
  return () => other.close();
}

/** What a full disk does to whoever writes, without a disk of its own: no file may grow. */
function noRoom({ pid }: Place): () => void {
  const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  limit('0');
  return () => limit('unlimited');
}

function movedAway(path: string): () => void {
  const elsewhere = `${path}.elsewhere`;
  renameSync(path, elsewhere);
  return () => renameSync(elsewhere, path);
}

function damaged({ report }: Place): () => void {
  const text = readFileSync(report, 'utf8');
  writeFileSync(report, text.slice(0, text.length / 2));
  return () => writeFileSync(report, text);
}

function fileForFolder({ folder }: Place): () => void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'reports'), '');
  return () => rmSync(join(folder, 'reports'));
}

export const SQLITE: Embedded = {
  check: 'database',
  atBoot: { fault: 'locked at boot', asked: [], begin: locked },
  troubles: [
    { fault: 'locked', asked: EVERYTHING, begin: locked },
    { fault: 'no room', asked: EVERYTHING, begin: noRoom },
    {
      fault: 'moved away',
      asked: EVERYTHING,
      begin: ({ folder }) => movedAway(join(folder, 'consultantos.db')),
    },
  ],
};

export const FILES: Embedded = {
  check: 'storage',
  atBoot: { fault: 'no folder at boot', asked: [], begin: fileForFolder },
  troubles: [
    {
      fault: 'folder moved away',
      // A job would be tried again after a minute, as the answer to an analysis says.
      asked: ['analysis', 'report'],
      begin: ({ folder }) => movedAway(join(folder, 'reports')),
    },
    { fault: 'a report is damaged', asked: EVERYTHING, begin: damaged },
    { fault: 'a report is deleted', asked: EVERYTHING, begin: ({ report }) => movedAway(report) },
  ],
};

/** A start that is refused, and one process that goes through everything that can happen to its files. */
export async function embeddedRows({ check, atBoot, troubles }: Embedded, folder: string): Promise<Row[]> {
  const rows = [await refusedStart(atBoot, folder)];
  const service = new ServiceProcess({ DATA_DIR: folder, ...QUICK }, BUNDLE);
  const { url } = await service.listening();
  const client = new Client(service, url);
  const observer = new Observer(service, url, check);
  await client.ask(['analysis']);
  let mend: () => void = () => undefined;
  const courseOf = (trouble?: Trouble) =>
    new Course(
      {
        first: trouble?.asked ?? [],
        then: [],
        begin: () => {
          const report = join(folder, 'reports', `${client.report}.json`);
          mend = trouble?.begin({ folder, pid: service.pid, report }) ?? mend;
        },
        end: () => mend(),
      },
      client,
      observer,
    );
  for (const trouble of troubles) rows.push(await courseOf(trouble).suffer(trouble.fault));
  rows.push(await courseOf().afterwards());
  await service.end();
  return rows;
}

async function refusedStart({ fault, begin }: Trouble, folder: string): Promise<Row> {
  const mend = begin({ folder, pid: 0, report: '' });
  const service = new ServiceProcess({ DATA_DIR: folder, ...QUICK }, BUNDLE);
  const { code } = await service.exited;
  mend();
  const logged = service.stderr === '' ? '–' : 'standard error';
  return { fault, probes: 'none', answers: `exit code ${code}`, logged, counted: '–', lost: 'nothing' };
}
