import { AppError } from '../../errors/errors.js';

/**
 * What callers are told where the system refuses a file: a full or broken disk, missing rights, too many open files are
 * for an operator to mend, and the same call can succeed afterwards. The cause, with its path, is for the log.
 */
export async function onFiles<T>(deed: 'stored' | 'read' | 'deleted', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new AppError('conflict', 'This report exists already.', { cause: error });
    if (syscall === undefined) throw error;
    throw new AppError('overloaded', `The report cannot be ${deed} just now.`, {
      retryable: true,
      retryAfterSeconds: 60,
      cause: error,
    });
  }
}
