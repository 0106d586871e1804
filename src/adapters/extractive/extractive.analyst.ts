import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type AnalysisRequest, effortOf } from '../../analysis/analysis.js';
import {
  Analyst,
  type AnalysisRun,
  type EngineDescription,
  type Estimate,
  type Findings,
} from '../../analysis/ports/analyst.port.js';
import { frameworkFindings } from './engine/framework-findings.js';
import type { Reading } from './engine/reading.js';
import { ignoredWishes } from './ignored-wishes.js';
import { playbookFor } from './playbooks/playbooks.js';
import { ReaderPool } from './thread/reader-pool.js';

/** Bumped with every change of model or lists that changes an answer: cached analyses of older ones are not used then. */
const VERSION = '2.1.3';

/** What there is to be found in no sources: no reader is needed for that, and no place in its queue taken. */
const NOTHING: Reading = { buckets: {}, warnings: [] };

/**
 * The analyst without network and key: it sorts the sentences of the sources by a linear model, cites each one, and leaves out
 * what it is not sure of. The same request always gets the same findings.
 */
@Injectable()
export class ExtractiveAnalyst extends Analyst implements OnApplicationShutdown {
  override readonly description: EngineDescription = {
    name: 'extractive',
    version: VERSION,
    model: null,
    prompt_version: null,
    offline: true,
  };
  private readonly pool = new ReaderPool();

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  override unavailableReason(): null {
    return null;
  }

  override estimate(): Estimate {
    return { calls: 0, tokens_max: 0, cost_usd_max: 0 };
  }

  override stages(): readonly string[] {
    return ['read_sources'];
  }

  override async analyse(request: AnalysisRequest, run: AnalysisRun): Promise<Findings> {
    const { frameworks, sources } = request;
    const effort = effortOf(request);
    const playbook = playbookFor(request.industry);
    const reading = await run.stage('read_sources', () => this.read(request, effort.items, run.signal));
    const found = frameworks.map((name) => frameworkFindings(name, reading, sources, playbook));
    return {
      frameworks: found,
      recommendations: [],
      next_steps: questionsOf(found).slice(0, effort.nextSteps),
      warnings: [...reading.warnings, ...ignoredWishes(request)],
      partial_reasons: [],
      usage: { usd: 0, calls: 0, tokens: 0, status: 'free' },
    };
  }

  private async read(
    { company, frameworks, sources }: AnalysisRequest,
    items: number,
    signal: AbortSignal,
  ): Promise<Reading> {
    if (sources.length === 0) return NOTHING;
    return this.pool.read({ company, frameworks, sources, items }, signal);
  }
}

/** What to find out where evidence is missing: the first question of each framework, then the second of each. */
function questionsOf(frameworks: Findings['frameworks']): string[] {
  const most = Math.max(...frameworks.map(({ hypotheses }) => hypotheses.length));
  const rounds = Array.from({ length: most }, (_, round) =>
    frameworks.flatMap(({ hypotheses }) => hypotheses[round]?.question ?? []),
  );
  return [...new Set(rounds.flat())];
}
