import { isDeepStrictEqual } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { ReportStorage } from '../analysis/ports/report-storage.port.js';
import { type Comparison, type Fate, moveAll, type Say } from './move.js';
import { unlessConflict } from './unless-conflict.js';

const NAME = 'report files';

/** Copies the reports with their sources, also those that an interrupted job has not registered yet. @returns what is there then */
export async function moveFiles(
  source: INestApplicationContext,
  target: INestApplicationContext,
  say: Say,
): Promise<Comparison> {
  const from = source.get(ReportStorage);
  const to = target.get(ReportStorage);
  const ids = [...(await from.stale(0))].sort();
  const next = (after: string, limit: number) =>
    Promise.resolve(ids.filter((id) => id > after).slice(0, limit));
  const { different } = await moveAll(
    { name: NAME, total: ids.length, next, idOf: (id) => id, put: (id) => putFile(from, to, id) },
    say,
  );
  return { name: NAME, source: ids.length, target: (await to.stale(0)).length, different };
}

async function putFile(from: ReportStorage, to: ReportStorage, id: string): Promise<Fate> {
  const stored = await from.get(id);
  if (!stored) return 'different';
  if (await unlessConflict(() => to.put(id, stored))) return 'moved';
  return isDeepStrictEqual(await to.get(id), stored) ? 'present' : 'different';
}
