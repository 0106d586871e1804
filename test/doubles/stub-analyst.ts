import type { INestApplication } from '@nestjs/common';
import { ExtractiveAnalyst } from '../../src/adapters/extractive/extractive.analyst.js';
import type { AnalysisRequest } from '../../src/analysis/analysis-request.js';
import type { Analyst, AnalysisRun, Findings } from '../../src/analysis/ports/analyst.port.js';
import { extracted, findingsOf } from './sample-analysis.js';

interface Barrier {
  readonly reached: PromiseWithResolvers<undefined>;
  readonly open: PromiseWithResolvers<undefined>;
}

/**
 * An analyst that works one stage for each framework, as slowly as the test wants, and counts what it does.
 * It takes the place of the extractive engine's work in an application.
 */
export class StubAnalyst {
  /** `company/stage` of each stage that was worked on, in order. */
  readonly worked: string[] = [];
  /** `company/stage` of each stage whose work was aborted. */
  readonly aborted: string[] = [];
  private readonly barriers = new Map<string, Barrier>();
  private readonly failures = new Map<string, Error[]>();

  static in(app: INestApplication): StubAnalyst {
    const stub = new StubAnalyst();
    const engine: Analyst = app.get(ExtractiveAnalyst, { strict: false });
    engine.analyse = (request, run) => stub.analyse(request, run);
    engine.stages = ({ frameworks }) => frameworks;
    return stub;
  }

  /** Stops the next work on `company/stage` until it is released or aborted. */
  hold(stage: string): { reached: Promise<unknown>; release: () => void } {
    const barrier = { reached: Promise.withResolvers<undefined>(), open: Promise.withResolvers<undefined>() };
    this.barriers.set(stage, barrier);
    return { reached: barrier.reached.promise, release: () => barrier.open.resolve(undefined) };
  }

  /** The next times `company/stage` is worked on it fails so. */
  fail(stage: string, ...errors: Error[]): void {
    this.failures.set(stage, errors);
  }

  async analyse(request: AnalysisRequest, run: AnalysisRun): Promise<Findings> {
    const given: Parameters<typeof findingsOf>[1] = {};
    for (const framework of request.frameworks) {
      given[framework] = await run.stage(framework, async () => {
        await this.work(`${request.company}/${framework}`, run.signal);
        const [source] = request.sources;
        return source && framework === 'swot'
          ? { findings: [extracted(request, 'strengths', source.content)] }
          : {};
      });
    }
    return findingsOf(request, given);
  }

  private async work(stage: string, signal: AbortSignal): Promise<void> {
    this.worked.push(stage);
    const failure = this.failures.get(stage)?.shift();
    if (failure) throw failure;
    const barrier = this.barriers.get(stage);
    if (!barrier) return;
    this.barriers.delete(stage);
    signal.addEventListener('abort', () => {
      this.aborted.push(stage);
      barrier.open.reject(signal.reason as Error);
    });
    barrier.reached.resolve(undefined);
    await barrier.open.promise;
  }
}
