import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors/errors.js';
import { RecentBodies } from './recent-bodies.js';

/** The same for all bodies: it keeps nothing between two. A byte order mark is no part of the text. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads bodies in the place of Fastify's parser, which takes broken UTF-8 for text, refuses an empty body where none is
 * wanted, and calls `__proto__` malformed. JSON.parse makes that a member like any other, and the schemas refuse it by name.
 * A body that came lately is the same object again (decision 37).
 * @param measured is told the length of each body, in bytes
 */
export function readJsonBodies(
  fastify: FastifyInstance,
  measured: (request: FastifyRequest, bytes: number) => void,
): void {
  const recent = new RecentBodies();
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    measured(request, bytes.length);
    try {
      done(null, recent.find(bytes) ?? parse(bytes, recent));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Undefined where there is nothing. @throws AppError `malformed_json` */
function parse(bytes: Buffer, recent: RecentBodies): unknown {
  if (bytes.length === 0) return undefined;
  const value = read(decode(bytes));
  recent.keep(bytes, value);
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    throw new AppError('malformed_json', 'The body is not valid UTF-8.', { cause: error });
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError('malformed_json', 'The body is not valid JSON.', { cause: error });
  }
}
