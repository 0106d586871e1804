import { z } from 'zod';
import { AppError } from '../errors/errors.js';
import type { PageMark } from './ports/report-repository.port.js';

const markSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** A page mark as clients see it: opaque, safe in a URL. */
export const encodeCursor = ({ created_at, id }: PageMark): string =>
  Buffer.from(JSON.stringify([created_at, id])).toString('base64url');

/** @throws AppError `validation_error` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): PageMark {
  try {
    const [created_at, id] = markSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { created_at, id };
  } catch (cause) {
    throw new AppError('validation_error', 'The query has 1 fault(s).', {
      details: [{ path: 'cursor', message: 'is not a next_cursor of this list' }],
      cause,
    });
  }
}
