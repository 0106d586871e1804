import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { JobConsumer } from '../../analysis/ports/job-queue.port.js';
import type { JobRepository } from '../../analysis/ports/job-repository.port.js';
import type { Log } from '../../logging/log.js';

/** How soon a job is noticed that another process added, or whose time has come. */
const LOOK_EVERY_MS = 500;
/** After a failure, so that a broken disk is not asked thousands of times a second. */
const BREATH_MS = 2000;

/** Takes jobs out of the register as they become ready, a bounded number at once. */
export class JobPoller implements JobConsumer {
  private readonly inHand = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private restingUntil = 0;
  private woken = false;
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly jobs: JobRepository,
    private readonly log: Log,
    private readonly concurrency: number,
    private readonly work: (id: string) => Promise<void>,
  ) {
    void this.run();
  }

  /** Looks at once. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** Takes nothing for so long. */
  rest(milliseconds: number): void {
    this.restingUntil = Math.max(this.restingUntil, performance.now() + milliseconds);
  }

  /** A look that is under way takes nothing any more, and is not waited for: the register may not answer. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await Promise.all(this.inHand.values());
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.woken = false;
      try {
        await this.take();
        await this.pause(LOOK_EVERY_MS);
      } catch (error) {
        await this.unreadable(error);
      }
    }
  }

  /** After the stop nobody reads any more, and nothing is missing. */
  private async unreadable(error: unknown): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.log.warning('job_queue_unreadable', {}, error);
    await this.breathe();
  }

  private async take(): Promise<void> {
    const free = this.concurrency - this.inHand.size;
    if (free <= 0 || performance.now() < this.restingUntil) return;
    // A job in hand stays pending until its worker has claimed it: it must not hide the next one.
    const ids = await this.jobs.ready(new Date().toISOString(), this.concurrency);
    const fresh = ids.filter((id) => !this.inHand.has(id)).slice(0, free);
    if (this.stopping.signal.aborted) return;
    for (const id of fresh) this.inHand.set(id, this.attend(id));
  }

  private async attend(id: string): Promise<void> {
    try {
      await this.work(id);
    } catch (error) {
      this.log.error('job_not_taken', { job_id: id }, error);
      await this.breathe();
    } finally {
      this.inHand.delete(id);
      this.wake();
    }
  }

  /** A register that answers at once must not keep timers and signals waiting: the loop gets its turn all the same. */
  private async pause(milliseconds: number): Promise<void> {
    await nextTurn();
    if (this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async breathe(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(BREATH_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
