import { AppError } from '../errors/errors.js';

/** What `write` gives, or null where something of the same name is there already. */
export async function unlessConflict<T>(write: () => Promise<T>): Promise<{ readonly value: T } | null> {
  try {
    return { value: await write() };
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return null;
    throw error;
  }
}
