import { Worker } from 'node:worker_threads';
import type { Answer } from './serve-orders.js';

const YOUNG_GENERATION_MB = 16;

/** One thread that does one order at a time. Once it has ended it is of no more use. */
export class WorkerThread<Order, Result> {
  readonly warm: Promise<void>;
  private readonly worker: Worker;
  private over = false;

  /** @param memoryMb keeps a defect in the thread from eating the service's memory */
  constructor(file: string, memoryMb: number) {
    // No environment: what the thread does not need it cannot leak.
    this.worker = new Worker(file, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.worker.unref();
    this.worker.on('error', () => (this.over = true));
    this.worker.on('exit', () => (this.over = true));
    this.warm = this.next().then(() => undefined);
    // Whoever gives an order sees the failure again; unseen it must not end the process.
    this.warm.catch(() => undefined);
  }

  get ended(): boolean {
    return this.over;
  }

  /**
   * @throws ThreadLost; what the order itself threw; the signal's reason, after ending the thread: work that runs
   * cannot be stopped otherwise.
   */
  async do(order: Order, signal: AbortSignal): Promise<Result> {
    const stop = () => void this.end();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      await this.warm;
      const answer = this.next();
      this.worker.postMessage(order);
      return resultOf(await answer);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async end(): Promise<void> {
    this.over = true;
    await this.worker.terminate();
  }

  private next(): Promise<Answer<Result>> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer<Result>>();
    const onError = (cause: unknown) => reject(new ThreadLost(cause));
    const onExit = () => reject(new ThreadLost(null));
    this.worker.once('message', resolve).once('error', onError).once('exit', onExit);
    return promise.finally(() =>
      this.worker.off('message', resolve).off('error', onError).off('exit', onExit),
    );
  }
}

/** The thread ended before it had an answer. */
export class ThreadLost extends Error {
  constructor(cause: unknown) {
    super('The thread ended before it had an answer.', { cause });
    this.name = 'ThreadLost';
  }
}

function resultOf<Result>(answer: Answer<Result>): Result {
  if ('result' in answer) return answer.result;
  if ('failure' in answer) throw answer.failure as Error;
  throw new Error('The thread answered twice.');
}
