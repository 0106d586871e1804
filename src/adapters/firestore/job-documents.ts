import { type DocumentSnapshot, Timestamp } from '@google-cloud/firestore';
import type { JobRecord, NewJobEvent } from '../../analysis/ports/job-repository.port.js';

const DAY_MS = 86_400_000;
/** Events expire by themselves, and never before the job that they tell of: no job waits for so long. */
const LONGEST_JOB_DAYS = 30;

export const daysAfter = (time: string, days: number): Timestamp =>
  Timestamp.fromMillis(Date.parse(time) + days * DAY_MS);

/** The row of a job: a field for what is searched, the rest as JSON. @param keptDays how long after its end */
export function toDocument(job: Omit<JobRecord, 'revision'>, writeId: string, keptDays: number): object {
  const { client, status, created_at, ready_at, finished_at } = job;
  const expires_at = finished_at === null ? null : daysAfter(finished_at, keptDays);
  const searched = { client, status, created_at, ready_at, finished_at, expires_at };
  return { ...searched, write_id: writeId, record: JSON.stringify(job) };
}

/** Null where there is none, or its time is over: Firestore removes it within a day or so. */
export function toJob(found: DocumentSnapshot): JobRecord | null {
  const { updateTime } = found;
  if (!updateTime || hasExpired(found)) return null;
  const record = JSON.parse(String(found.get('record'))) as Omit<JobRecord, 'revision'>;
  return { ...record, revision: revisionOf(updateTime) };
}

export const toEventDocument = (id: number, { name, at, data }: NewJobEvent, keptDays: number): object => ({
  id,
  name,
  at,
  data: JSON.stringify(data),
  expires_at: daysAfter(at, keptDays + LONGEST_JOB_DAYS),
});

export function hasExpired(found: DocumentSnapshot): boolean {
  const expiresAt = found.get('expires_at') as Timestamp | null;
  return expiresAt !== null && expiresAt.toMillis() <= Date.now();
}

/** A row's revision is the time of its last write, which Firestore makes and compares. */
export const revisionOf = ({ seconds, nanoseconds }: Timestamp): string => `${seconds}.${nanoseconds}`;

export function timeOf(revision: string): Timestamp {
  const [seconds, nanoseconds] = revision.split('.').map(Number);
  return new Timestamp(seconds ?? 0, nanoseconds ?? 0);
}
