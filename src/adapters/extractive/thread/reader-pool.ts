import { AppError } from '../../../errors/errors.js';
import type { ReadOrder } from '../engine/read.js';
import type { Reading } from '../engine/reading.js';
import { Gate } from './gate.js';
import { ReaderThread, WORKER_FILE } from './reader-thread.js';

export interface PoolOptions {
  /** Threads at most; each starts when it is first needed and then stays warm. */
  readonly size: number;
  /** Orders that may wait for a thread. */
  readonly queue: number;
  readonly deadlineMs: number;
  readonly workerFile: string;
}

/** One thread: a reading takes a few dozen milliseconds, and every thread costs about 20 MB. */
const DEFAULTS: PoolOptions = { size: 1, queue: 64, deadlineMs: 30_000, workerFile: WORKER_FILE };

/** Reads sources off the main thread. */
export class ReaderPool {
  private readonly options: PoolOptions;
  private readonly gate: Gate;
  private readonly idle: ReaderThread[] = [];
  private readonly threads = new Set<ReaderThread>();
  private closed = false;

  constructor(options: Partial<PoolOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
    this.gate = new Gate(this.options.size, this.options.queue);
  }

  /** Starts the first thread; resolves when it is warm. */
  async ready(): Promise<void> {
    const thread = this.take();
    this.idle.push(thread);
    await thread.warm;
  }

  /** @throws AppError `overloaded`, `deadline_exceeded`, `engine_unavailable`; the signal's reason once it fires. */
  async read(order: ReadOrder, signal: AbortSignal): Promise<Reading> {
    const deadline = AbortSignal.timeout(this.options.deadlineMs);
    const bounded = AbortSignal.any([signal, deadline]);
    try {
      return await this.gate.pass(bounded, () => this.readOn(this.take(), order, bounded));
    } catch (error) {
      if (!deadline.aborted || signal.aborted) throw error;
      throw new AppError('deadline_exceeded', 'Reading the sources took too long and was stopped.', {
        retryable: true,
        cause: error,
      });
    }
  }

  /** Ends every thread; readings in progress fail. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.threads].map((thread) => thread.end()));
    this.threads.clear();
  }

  private async readOn(thread: ReaderThread, order: ReadOrder, signal: AbortSignal): Promise<Reading> {
    try {
      return await thread.read(order, signal);
    } finally {
      if (thread.ended) this.threads.delete(thread);
      else this.idle.push(thread);
    }
  }

  private take(): ReaderThread {
    if (this.closed)
      throw new AppError('shutting_down', 'The service is shutting down.', { retryable: true });
    for (let thread = this.idle.pop(); thread; thread = this.idle.pop()) {
      if (!thread.ended) return thread;
      this.threads.delete(thread);
    }
    const started = new ReaderThread(this.options.workerFile);
    this.threads.add(started);
    return started;
  }
}
