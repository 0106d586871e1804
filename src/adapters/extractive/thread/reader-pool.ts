import { AppError } from '../../../errors/errors.js';
import { compiled, type PoolOptions, ThreadLost, ThreadPool } from '../../../threads/threads.js';
import type { ReadOrder } from '../engine/read.js';
import type { Reading } from '../engine/reading.js';

/**
 * One thread, since a reading takes a few dozen milliseconds. It costs about 26 MB, so it starts with the first
 * analysis (some 50 ms) and ends when it has had nothing to do for a while: a service at rest stays small.
 */
const DEFAULTS: PoolOptions = {
  workerFile: compiled('adapters/extractive/thread/worker.js'),
  size: 1,
  queue: 64,
  deadlineMs: 30_000,
  // A reading of 1 MiB of sources takes well under 100 MB.
  memoryMb: 192,
  idleMs: 300_000,
  task: 'Reading the sources',
};

/** Reads sources off the main thread. */
export class ReaderPool extends ThreadPool<ReadOrder, Reading> {
  constructor(options: Partial<PoolOptions> = {}) {
    super({ ...DEFAULTS, ...options });
  }

  /** @throws AppError `engine_unavailable` where the thread was lost, and whatever ThreadPool throws. */
  async read(order: ReadOrder, signal: AbortSignal): Promise<Reading> {
    try {
      return await this.do(order, signal);
    } catch (error) {
      throw error instanceof ThreadLost ? unavailable(error) : error;
    }
  }
}

const unavailable = (cause: unknown) =>
  new AppError('engine_unavailable', 'The extractive engine’s thread ended before it had an answer.', {
    retryable: true,
    retryAfterSeconds: 1,
    cause,
  });
