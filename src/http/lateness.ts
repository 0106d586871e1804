/** The average covers so many times the limit: what is over sooner was a crowd, and can be served. */
const COVERED = 10;
/** One look counts for so much at most, and its delay for so many limits: so it takes four long turns, and never one pause. */
const MOST_WEIGHT = 0.2;
const MOST_COUNTED = 2;

/**
 * Whether the event loop is late for good. Each of its turns serves whatever has arrived, so a crowd makes one turn long, and
 * then is served; while more comes than can be done, every turn is.
 */
export class Lateness {
  private average = 0;

  constructor(private readonly limitMs: number) {}

  /** @param lateMs by how much a timer came too late; @param elapsedMs the time since it came before. */
  isOverload(lateMs: number, elapsedMs: number): boolean {
    const { limitMs } = this;
    const weight = Math.min(elapsedMs / (COVERED * limitMs), MOST_WEIGHT);
    this.average += weight * (Math.min(lateMs, MOST_COUNTED * limitMs) - this.average);
    // A loop that has caught up takes requests again at once, however long it was late before.
    return lateMs > limitMs && this.average > limitMs;
  }
}
