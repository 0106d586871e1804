import { roundUsd } from '../../../analysis/analysis.js';

/** Money set aside for one call. */
export interface Hold {
  readonly usd: number;
}

/** What a run may spend, has spent, and has set aside. With no limit it only counts. */
export class Ledger {
  private spent = 0;
  private readonly holds = new Set<Hold>();

  /** @param limitUsd null: no limit. */
  constructor(private readonly limitUsd: number | null) {}

  get spentUsd(): number {
    return roundUsd(this.spent);
  }

  /** Sets aside the most that a call can cost (null: nobody knows); null where that could pass the limit. */
  reserve(usd: number | null): Hold | null {
    const held = [...this.holds].reduce((sum, hold) => sum + hold.usd, 0);
    const most = roundUsd(this.spent + held + (usd ?? Infinity));
    if (this.limitUsd !== null && most > this.limitUsd) return null;
    const hold = { usd: usd ?? 0 };
    this.holds.add(hold);
    return hold;
  }

  /** Frees what was set aside and books what the call did cost, in one step: no other call slips in between. */
  settle(hold: Hold | undefined, usd: number): void {
    if (hold) this.holds.delete(hold);
    this.spent += usd;
  }
}
