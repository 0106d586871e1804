import { AppError } from '../../../errors/errors.js';
import { compiled, type PoolOptions, ThreadLost, ThreadPool } from '../../../threads/threads.js';
// Of the engine no more than this: its model takes 45 MB, and belongs to the threads.
import { type PartsOrder, partsOf } from '../engine/halves.js';
import type { ReadOrder } from '../engine/read.js';
import type { Reading } from '../engine/reading.js';

/** All sources at once, a part of them, or the parts put together. */
export type ReaderOrder =
  (ReadOrder & { readonly step: 'read' | 'part' }) | (PartsOrder & { readonly step: 'join' });

/**
 * Two threads: one reads what a few dozen milliseconds suffice for, both together what is long. Each costs about 26 MB, so it
 * starts when it is first needed (some 50 ms) and ends when it has had nothing to do for a while: a service at rest stays small.
 */
const DEFAULTS: PoolOptions = {
  workerFile: compiled('adapters/extractive/thread/worker.js'),
  size: 2,
  queue: 64,
  deadlineMs: 30_000,
  // A reading of 1 MiB of sources takes well under 100 MB.
  memoryMb: 192,
  idleMs: 300_000,
  task: 'Reading the sources',
};

/** Reads sources off the main thread. */
export class ReaderPool extends ThreadPool<ReaderOrder, Reading | string> {
  constructor(options: Partial<PoolOptions> = {}) {
    super({ ...DEFAULTS, ...options });
  }

  /** @throws AppError `engine_unavailable` where a thread was lost, and whatever ThreadPool throws. */
  async read(order: ReadOrder, signal: AbortSignal): Promise<Reading> {
    try {
      const parts = partsOf(order);
      if (parts.length > 1) return await this.readParts(parts, order, signal);
      return (await this.do({ ...order, step: 'read' }, signal)) as Reading;
    } catch (error) {
      throw error instanceof ThreadLost ? unavailable(error) : error;
    }
  }

  private async readParts(
    halves: readonly ReadOrder[],
    { frameworks, items }: ReadOrder,
    signal: AbortSignal,
  ): Promise<Reading> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    try {
      const reading = halves.map((half) => this.do({ ...half, step: 'part' }, either));
      const parts = (await Promise.all(reading)) as string[];
      return (await this.do({ step: 'join', parts, frameworks, items }, signal)) as Reading;
    } catch (error) {
      // The other half is of no use any more.
      failed.abort(error);
      throw error;
    }
  }
}

const unavailable = (cause: unknown) =>
  new AppError('engine_unavailable', 'The extractive engine’s thread ended before it had an answer.', {
    retryable: true,
    retryAfterSeconds: 1,
    cause,
  });
