import { join, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../errors/errors.js';
import type { ReadOrder } from '../engine/read.js';
import type { Reading } from '../engine/reading.js';

/** What the worker answers: once `{ warm: true }`, then one outcome for every order. */
export type Answer =
  | { readonly warm: true }
  | { readonly reading: Reading }
  | { readonly failure: { readonly name: string; readonly message: string } };

/**
 * The compiled worker. Where ts-jest runs these sources from src/, the thread still runs what `npm run build` made:
 * a thread cannot load TypeScript whose imports end in `.js`.
 */
export const WORKER_FILE = join(__dirname, 'worker.js').replace(
  `${sep}src${sep}adapters${sep}extractive${sep}`,
  `${sep}dist${sep}adapters${sep}extractive${sep}`,
);

/** A reading of 1 MiB of sources takes well under 100 MB; the bound keeps a defect from eating the service's memory. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 };

/** One thread that reads sources, one order at a time. Once it has ended it is of no more use. */
export class ReaderThread {
  readonly warm: Promise<void>;
  private readonly worker: Worker;
  private over = false;

  constructor(file: string) {
    // No environment: what the thread does not need it cannot leak.
    this.worker = new Worker(file, { env: {}, execArgv: [], resourceLimits: RESOURCE_LIMITS });
    this.worker.unref();
    this.worker.on('error', () => (this.over = true));
    this.worker.on('exit', () => (this.over = true));
    this.warm = this.next().then(() => undefined);
    // Whoever reads sees the failure again; unseen it must not end the process.
    this.warm.catch(() => undefined);
  }

  get ended(): boolean {
    return this.over;
  }

  /** @throws the signal's reason, after ending the thread: a running reading cannot be stopped otherwise. */
  async read(order: ReadOrder, signal: AbortSignal): Promise<Reading> {
    const stop = () => void this.end();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      await this.warm;
      const answer = this.next();
      this.worker.postMessage(order);
      return readingOf(await answer);
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

  private next(): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const onError = (cause: unknown) => reject(threadFailed(cause));
    const onExit = () => reject(threadFailed(null));
    this.worker.once('message', resolve).once('error', onError).once('exit', onExit);
    return promise.finally(() =>
      this.worker.off('message', resolve).off('error', onError).off('exit', onExit),
    );
  }
}

function readingOf(answer: Answer): Reading {
  if ('reading' in answer) return answer.reading;
  const failure = 'failure' in answer ? answer.failure : { name: 'Error', message: 'unexpected answer' };
  throw new Error(`The reader failed: ${failure.name}: ${failure.message}`);
}

const threadFailed = (cause: unknown) =>
  new AppError('engine_unavailable', 'The extractive engine’s thread ended before it had an answer.', {
    retryable: true,
    retryAfterSeconds: 1,
    cause,
  });
