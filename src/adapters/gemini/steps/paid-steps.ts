import type { z } from 'zod';
import { FRAMEWORK_NAMES, type FrameworkName } from '../../../analysis/analysis.js';
import type { AnalysisRun, Usage } from '../../../analysis/ports/analyst.port.js';
import { AppError } from '../../../errors/errors.js';
import type { GeminiCalls } from '../call/gemini-calls.js';
import { type Question, tokensOf, worstCaseOf } from '../call/question.js';
import { passagesOf } from '../evidence/grounding.js';
import { type Hold, Ledger } from '../money/ledger.js';
import type { Pricing } from '../money/pricing.js';
import { repaired } from '../prompts/repair.prompt.js';
import type { Failure, Outcome, PaidCall } from './outcome.js';
import { type Parsed, parseReply } from './parse-reply.js';

/** What a step asks, and how its reply is read; prose where there is no schema. */
export interface Step<T> {
  /** Names the stage: the job that runs it keeps its result under this name. */
  readonly name: string;
  readonly question: Question;
  readonly schema: z.ZodType<T>;
}

class BudgetExhausted extends Error {}

/** The paid calls of one run: each a stage of its own, none begun without the money for its worst case. */
export class PaidSteps {
  private calls = 0;
  private tokens = 0;
  private estimated = false;

  constructor(
    private readonly gemini: GeminiCalls,
    private readonly pricing: Pricing,
    private readonly run: AnalysisRun,
    private readonly ledger: Ledger,
  ) {}

  get usage(): Usage {
    const priced = this.estimated ? 'estimated' : 'priced';
    const status = this.pricing.price ? priced : 'unpriced';
    return { usd: this.ledger.spentUsd, calls: this.calls, tokens: this.tokens, status };
  }

  /** A reply that cannot be used is asked for once more. @throws the run's reason when its signal fires */
  async take<T>(step: Step<T>): Promise<Outcome<T>> {
    try {
      const first = await this.ask(step, step.name, step.question);
      if (first.problem === null) return first.outcome;
      const again = await this.ask(step, `${step.name}_repair`, repaired(step.question, first));
      return again.problem === null ? again.outcome : { value: null, failure: again.problem, error: null };
    } catch (error) {
      this.run.signal.throwIfAborted();
      if (error instanceof BudgetExhausted) return { value: null, failure: 'budget_exhausted', error: null };
      if (error instanceof AppError) return { value: null, failure: failureOf(error), error };
      throw error;
    }
  }

  private async ask<T>(step: Step<T>, stage: string, question: Question): Promise<Parsed<T>> {
    let hold: Hold | undefined;
    let paid: PaidCall | undefined;
    try {
      paid = await this.run.stage(stage, async () => {
        const worstUsd = this.pricing.costOf(worstCaseOf(question));
        hold = this.reserve(worstUsd);
        return this.run.pay({ framework: frameworkOf(step), worstUsd }, () => this.call(question));
      });
      this.calls += 1;
      this.tokens += paid.tokens;
      this.estimated ||= paid.estimated;
    } finally {
      this.ledger.settle(hold, paid?.usd ?? 0);
    }
    return parseReply(paid, step.schema, question.system);
  }

  private reserve(worstUsd: number | null): Hold {
    const hold = this.ledger.reserve(worstUsd);
    if (!hold) throw new BudgetExhausted();
    return hold;
  }

  private async call(question: Question): Promise<PaidCall> {
    const { text, problem, usage, usd, estimated, grounding } = await this.gemini.ask(
      question,
      this.run.signal,
    );
    return { text, problem, passages: passagesOf(grounding), usd, tokens: tokensOf(usage), estimated };
  }
}

/** Steps of a framework have its name. */
const frameworkOf = ({ name }: Step<unknown>): FrameworkName | null =>
  FRAMEWORK_NAMES.find((framework) => framework === name) ?? null;

/** The client's day is spent: in the report that is the same as its own budget being spent. */
const failureOf = ({ code }: AppError): Failure => (code === 'rate_limited' ? 'budget_exhausted' : code);
