/** What takes jobs from the queue. */
export interface JobConsumer {
  /** Takes nothing more; resolves when the work in hand has ended. */
  stop(): Promise<void>;
}

/**
 * Brings waiting jobs to the workers, also to those of other processes and of the next start. It carries ids only:
 * what a job is, and whether it may still be begun, is told by the JobRepository. So an id may come twice, or late,
 * but never not at all.
 */
export abstract class JobQueue {
  /**
   * Hands over a job whose row is pending; from when this resolves, it survives the process.
   * It comes to a worker at the row's `ready_at` or soon after. Handing it over twice is harmless.
   */
  abstract add(id: string, readyAt: string): Promise<void>;
  /**
   * No worker of any process takes a job for so long: what jobs need would refuse it. Where the queue cannot say so to
   * all, they find out themselves.
   */
  abstract rest(milliseconds: number): Promise<void>;
  /**
   * Gives ids to `work`, at most `concurrency` at once and the longest waiting first.
   * A job that is still pending after `work`, also after it threw, comes again.
   */
  abstract consume(concurrency: number, work: (id: string) => Promise<void>): JobConsumer;
}
