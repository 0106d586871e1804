import { AppError } from '../../errors/errors.js';
import { withSpan } from '../../tracing/tracing.js';

/** SQLite's primary result codes that pass by themselves or by an operator's hand, https://www.sqlite.org/rescode.html */
const PASSING: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  13: 'SQLITE_FULL',
};
const CONSTRAINT = 19;

const primaryCode = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) & 0xff;

export const isConflict = (error: unknown): boolean => primaryCode(error) === CONSTRAINT;

export const isBusy = (error: unknown): boolean => PASSING[primaryCode(error)] === 'SQLITE_BUSY';

/** Why a write failed, in a word for operators: a lock passes by itself, a full disk wants room, the rest a look. */
export function troubleOf(error: unknown): 'locked' | 'disk_full' | 'not_writable' {
  const name = PASSING[primaryCode(error)];
  if (name === 'SQLITE_BUSY' || name === 'SQLITE_LOCKED') return 'locked';
  return name === 'SQLITE_FULL' ? 'disk_full' : 'not_writable';
}

/** Runs a statement; what can pass later becomes `overloaded`, with the cause kept, and the rest stays as it is. */
function statement<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const name = PASSING[primaryCode(error)];
    throw name === undefined ? error : notNow(error);
  }
}

/** What callers are told of what passes by itself or by an operator's hand; the cause is for the log. */
export const notNow = (cause: unknown): AppError =>
  new AppError('overloaded', 'The database cannot take this just now.', {
    retryable: true,
    retryAfterSeconds: 5,
    cause,
  });

const KIND = { role: 'client', attributes: { 'db.system.name': 'sqlite' } } as const;

/** node:sqlite is synchronous; its errors reach callers like everybody else's. */
export function settle<T>(run: () => T): Promise<T> {
  return withSpan('sqlite', () => new Promise((resolve) => resolve(statement(run))), KIND);
}
