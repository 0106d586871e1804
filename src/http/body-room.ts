import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { residentLimit } from '../metrics/metrics.js';
import { BODY_LIMIT_BYTES } from './adapter.js';

/** How many bytes the bodies of open requests may have together: a share of the memory, and at least one whole body. */
export function bodyRoom(share: number): number {
  const resident = residentLimit(process.constrainedMemory(), totalmem());
  return Math.max(BODY_LIMIT_BYTES, share * Math.min(resident, getHeapStatistics().heap_size_limit));
}

/**
 * The bytes of the bodies of open requests. What a request announces is taken before any of it is read, and given back when
 * its answer is over: until then either the body is in memory, or what was made of it.
 */
export class BodyRoom {
  private taken = 0;
  private readonly shares = new Map<FastifyRequest, number>();

  constructor(private readonly bytes: number) {}

  /** False where the body does not fit in. */
  take(request: FastifyRequest, reply: FastifyReply): boolean {
    const bytes = announced(request);
    if (bytes === 0) return true;
    if (this.taken + bytes > this.bytes) return false;
    this.set(request, bytes);
    reply.raw.once('close', () => {
      this.set(request, 0);
      this.shares.delete(request);
    });
    return true;
  }

  /** Tells how long a body was of which that was not known before. */
  measured(request: FastifyRequest, bytes: number): void {
    if (this.shares.has(request)) this.set(request, bytes);
  }

  private set(request: FastifyRequest, bytes: number): void {
    this.taken += bytes - (this.shares.get(request) ?? 0);
    this.shares.set(request, bytes);
  }
}

/** The most that will be read: of a body that comes in chunks all that any may have; of one that is too long nothing. */
function announced({ method, raw: { headers } }: FastifyRequest): number {
  if (method === 'GET' || method === 'HEAD') return 0;
  if (headers['transfer-encoding'] !== undefined) return BODY_LIMIT_BYTES;
  const length = Number(headers['content-length'] ?? 0);
  return length > BODY_LIMIT_BYTES ? 0 : length;
}
