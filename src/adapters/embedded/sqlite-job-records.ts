import type { SQLOutputValue } from 'node:sqlite';
import { type JobEvent, type JobRecord, type KeptStage } from '../../analysis/ports/job-repository.port.js';

export type Row = Record<string, SQLOutputValue>;

/** The values of a row in the order of its columns; the revision is a column only, since SQL counts it up. */
export function toRow(job: Omit<JobRecord, 'revision'>): (string | null)[] {
  const { id, client, status, created_at, ready_at, finished_at } = job;
  return [id, client, status, created_at, ready_at, finished_at, JSON.stringify(job)];
}

export const toJob = (row: Row): JobRecord => ({
  ...(JSON.parse(String(row.record)) as Omit<JobRecord, 'revision'>),
  revision: String(row.revision),
});

export const toStage = (row: Row): KeptStage => ({
  name: String(row.name),
  result: JSON.parse(String(row.result)) as unknown,
});

export const toEvent = (row: Row): JobEvent => ({
  id: Number(row.id),
  name: String(row.name),
  at: String(row.at),
  data: JSON.parse(String(row.data)) as JobEvent['data'],
});
