import { AppError } from '../errors/errors.js';
import { Gate } from './gate.js';
import { WorkerThread } from './worker-thread.js';

export interface PoolOptions {
  /** A compiled file that calls `serveOrders`. */
  readonly workerFile: string;
  /** Threads at most; each starts when it is first needed. */
  readonly size: number;
  /** Orders that may wait for a thread. */
  readonly queue: number;
  readonly deadlineMs: number;
  readonly memoryMb: number;
  /** How long a thread without work stays; null keeps it warm for good. */
  readonly idleMs: number | null;
  /** What the threads do, as it stands in error messages: `Reading the sources`. */
  readonly task: string;
}

/** Does orders off the main thread: bounded in number, time and memory. */
export class ThreadPool<Order, Result> {
  private readonly gate: Gate;
  private readonly threads = new Set<WorkerThread<Order, Result>>();
  private readonly idle = new Map<WorkerThread<Order, Result>, NodeJS.Timeout | undefined>();
  private closed = false;

  constructor(private readonly options: PoolOptions) {
    this.gate = new Gate(options.size, options.queue, () => overloaded(options.task));
  }

  /** Starts the first thread; resolves when it is warm. */
  async ready(): Promise<void> {
    const thread = this.take();
    this.rest(thread);
    await thread.warm;
  }

  /** Threads that live now. */
  get running(): number {
    return [...this.threads].filter(({ ended }) => !ended).length;
  }

  /**
   * @throws AppError `overloaded`, `deadline_exceeded`, `shutting_down`; ThreadLost; what the order itself threw;
   * the signal's reason once it fires.
   */
  async do(order: Order, signal: AbortSignal): Promise<Result> {
    const deadline = AbortSignal.timeout(this.options.deadlineMs);
    const bounded = AbortSignal.any([signal, deadline]);
    try {
      return await this.gate.pass(bounded, () => this.doOn(this.take(), order, bounded));
    } catch (error) {
      if (!deadline.aborted || signal.aborted) throw error;
      throw tooSlow(this.options.task, error);
    }
  }

  /** Ends every thread; orders in progress fail. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.threads].map((thread) => this.dismiss(thread)));
  }

  private async doOn(
    thread: WorkerThread<Order, Result>,
    order: Order,
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return await thread.do(order, signal);
    } finally {
      this.rest(thread);
    }
  }

  private take(): WorkerThread<Order, Result> {
    if (this.closed)
      throw new AppError('shutting_down', 'The service is shutting down.', { retryable: true });
    for (const [thread, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(thread);
      if (!thread.ended) return thread;
      this.threads.delete(thread);
    }
    const started = new WorkerThread<Order, Result>(this.options.workerFile, this.options.memoryMb);
    this.threads.add(started);
    return started;
  }

  private rest(thread: WorkerThread<Order, Result>): void {
    const { idleMs } = this.options;
    if (thread.ended || this.closed) this.threads.delete(thread);
    else
      this.idle.set(
        thread,
        idleMs === null ? undefined : setTimeout(() => void this.dismiss(thread), idleMs).unref(),
      );
  }

  private async dismiss(thread: WorkerThread<Order, Result>): Promise<void> {
    clearTimeout(this.idle.get(thread));
    this.idle.delete(thread);
    this.threads.delete(thread);
    await thread.end();
  }
}

const overloaded = (task: string) =>
  new AppError('overloaded', `${task} has too many requests waiting.`, {
    retryable: true,
    retryAfterSeconds: 5,
  });

const tooSlow = (task: string, cause: unknown) =>
  new AppError('deadline_exceeded', `${task} took too long and was stopped.`, { retryable: true, cause });
