import type { Priced } from './ports/analyst.port.js';
import type { KeptStage } from './ports/job-repository.port.js';
import type { Cost } from './report/report.schema.js';
import { withCall } from './spending.js';

/** Where the stages of a job are told of, and kept. */
export interface StageKeeper {
  begun(name: string): Promise<void>;
  /** @param spent by all attempts, this stage included */
  finished(stage: KeptStage, spent: Cost): Promise<void>;
}

/** The finished stages of a run: in memory while a client waits for it, and in the register once it is a job. */
export class StageLog {
  private readonly results: Map<string, unknown>;
  private keeper: Promise<StageKeeper> | undefined;

  /**
   * @param total what earlier attempts spent
   * @param kept what an earlier attempt finished
   */
  constructor(
    private total: Cost,
    kept: readonly KeptStage[] = [],
  ) {
    this.results = new Map(kept.map(({ name, result }) => [name, result]));
  }

  /** What was spent so far, also on stages that are not finished. */
  get spent(): Cost {
    return this.total;
  }

  paid(call: Priced): void {
    this.total = withCall(this.total, call);
  }

  find(name: string): KeptStage | undefined {
    return this.results.has(name) ? { name, result: this.results.get(name) } : undefined;
  }

  async begun(name: string): Promise<void> {
    await (await this.keeper)?.begun(name);
  }

  async finished(stage: KeptStage): Promise<void> {
    this.results.set(stage.name, stage.result);
    await (await this.keeper)?.finished(stage, this.total);
  }

  /**
   * From now on stages are kept there; returns those that were finished before and are not. Each stage is on exactly
   * one side, because nothing is awaited in between.
   */
  keepIn(keeper: Promise<StageKeeper>): readonly KeptStage[] {
    this.keeper = keeper;
    return [...this.results].map(([name, result]) => ({ name, result }));
  }
}
