import { AppError } from '../../errors/errors.js';

const PER_CLIENT = 20;
const ALTOGETHER = 1000;
const RETRY_AFTER_SECONDS = 10;

/** How many event streams may be open at once, of one client and of all. */
export class StreamPlaces {
  private readonly taken = new Map<string, number>();
  private total = 0;

  /** Takes a place; gives the function that frees it. @throws AppError `rate_limited`, `overloaded` */
  take(client: string): () => void {
    const own = this.taken.get(client) ?? 0;
    const options = { retryable: true, retryAfterSeconds: RETRY_AFTER_SECONDS };
    if (own >= PER_CLIENT)
      throw new AppError('rate_limited', `At most ${PER_CLIENT} event streams at once.`, options);
    if (this.total >= ALTOGETHER)
      throw new AppError('overloaded', 'Too many event streams are open just now.', options);
    this.add(client, 1);
    return () => this.add(client, -1);
  }

  private add(client: string, change: 1 | -1): void {
    const own = (this.taken.get(client) ?? 0) + change;
    if (own === 0) this.taken.delete(client);
    else this.taken.set(client, own);
    this.total += change;
  }
}
