import type { KeptStage } from './ports/job-repository.port.js';

/** Where the stages of a job are told of, and kept. */
export interface StageKeeper {
  begun(name: string): Promise<void>;
  finished(stage: KeptStage): Promise<void>;
}

/** The finished stages of a run: in memory while a client waits for it, and in the register once it is a job. */
export class StageLog {
  private readonly results: Map<string, unknown>;
  private keeper: Promise<StageKeeper> | undefined;

  /** @param kept what an earlier attempt finished. */
  constructor(kept: readonly KeptStage[] = []) {
    this.results = new Map(kept.map(({ name, result }) => [name, result]));
  }

  find(name: string): KeptStage | undefined {
    return this.results.has(name) ? { name, result: this.results.get(name) } : undefined;
  }

  async begun(name: string): Promise<void> {
    await (await this.keeper)?.begun(name);
  }

  async finished(stage: KeptStage): Promise<void> {
    this.results.set(stage.name, stage.result);
    await (await this.keeper)?.finished(stage);
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
