import { type DynamicModule, Module } from '@nestjs/common';
import type { CheckFacts, HealthIndicator } from '../../src/health/health.js';
import { HealthCheckFor, type HealthCheckOptions } from '../../src/health/health-check.js';

/** What a check does in a test. */
export type Script = (signal: AbortSignal) => Promise<CheckFacts | undefined>;

export const passing: Script = () => Promise.resolve(undefined);
export const hanging: Script = () => new Promise(() => undefined);

/** A check of a module of its own, whose next answer the test decides. */
export class ScriptedCheck {
  runs = 0;
  signals: AbortSignal[] = [];
  readonly module: DynamicModule;

  constructor(
    readonly options: HealthCheckOptions,
    public script: Script = passing,
  ) {
    const run = (signal: AbortSignal) => this.run(signal);
    @HealthCheckFor(options)
    class Indicator implements HealthIndicator {
      async check(signal: AbortSignal): Promise<CheckFacts | undefined> {
        return run(signal);
      }
    }
    @Module({})
    class IndicatorModule {}
    this.module = { module: IndicatorModule, providers: [Indicator] };
  }

  private run(signal: AbortSignal): Promise<CheckFacts | undefined> {
    this.runs += 1;
    this.signals.push(signal);
    return this.script(signal);
  }
}
