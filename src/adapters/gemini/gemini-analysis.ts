import type { AnalysisRequest, FrameworkName } from '../../analysis/analysis.js';
import type { Findings, FrameworkFindings } from '../../analysis/ports/analyst.port.js';
import type { Question } from './call/question.js';
import type { Evidence } from './evidence/evidence.js';
import type { WebNote } from './evidence/web-notes.js';
import { systemPrompt } from './prompts/system.prompt.js';
import { critiqueStep, withoutWithdrawn } from './steps/critique-step.js';
import { failedFramework, findingsOf, frameworkStep } from './steps/framework-step.js';
import { refuseIfNothing } from './steps/nothing-done.js';
import type { Outcome } from './steps/outcome.js';
import type { PaidSteps } from './steps/paid-steps.js';
import { type Plan, planOf } from './steps/plan.js';
import type { Researcher } from './steps/research.js';
import { listStatements, type Statement, statementsOf } from './steps/statements.js';
import { recommendationsOf, type SynthesisReply, synthesisStep } from './steps/synthesis-step.js';
import { countUncited, countWithdrawn, WEB_QUOTES } from './steps/warnings.js';

/** One analysis: research, the frameworks side by side, a second look at them, and what follows from all together. */
export class GeminiAnalysis {
  private readonly plan: Plan;
  private readonly warnings: string[] = [];
  private readonly reasons = new Set<string>();

  constructor(
    private readonly request: AnalysisRequest,
    private readonly steps: PaidSteps,
    private readonly researcher: Researcher,
    /** Only what it is about, until `make` reads the rest. */
    private evidence: Evidence,
  ) {
    this.plan = planOf(request);
  }

  /** @throws AppError where not one framework could be done */
  async make(): Promise<Omit<Findings, 'usage'>> {
    // The search needs no source: they are read while it is waited for.
    const reading = () => this.evidence.reading(this.request.sources);
    const [notes, evidence] = await Promise.all([this.research(), reading()]);
    this.evidence = evidence.with(notes);
    const outcomes = await Promise.all(this.request.frameworks.map((name) => this.framework(name)));
    refuseIfNothing(outcomes.map(({ outcome }) => outcome));
    const stated = outcomes.map(({ findings }) => findings);
    this.warnings.push(...stated.flatMap(countUncited));
    const frameworks = this.plan.critique ? await this.criticise(stated) : stated;
    const statements = statementsOf(frameworks);
    const synthesis = await this.synthesise(statements);
    return {
      frameworks,
      recommendations: synthesis ? recommendationsOf(synthesis, statements) : [],
      next_steps: synthesis?.next_steps ?? (statements.length === 0 ? this.openQuestions(frameworks) : []),
      warnings: [...this.evidence.warnings, ...this.warnings],
      partial_reasons: [...this.reasons],
    };
  }

  private async research(): Promise<readonly WebNote[]> {
    if (this.plan.notes === 0) return [];
    const about = this.about(this.plan.replies.research);
    const search = { request: this.request, plan: this.plan, about, subject: this.evidence.subjectOnly };
    const { notes, failure } = await this.researcher.research(search, this.steps);
    if (failure !== null) this.note('research', failure);
    if (notes.length > 0) this.warnings.push(WEB_QUOTES);
    return notes;
  }

  private async framework(
    name: FrameworkName,
  ): Promise<{ outcome: Outcome<unknown>; findings: FrameworkFindings }> {
    const about = this.about(this.plan.replies.framework);
    const outcome = await this.steps.take(frameworkStep(name, this.plan.items, about, this.evidence.text));
    if (outcome.failure === null)
      return { outcome, findings: findingsOf(name, outcome.value, this.evidence) };
    if (outcome.failure === 'budget_exhausted') this.reasons.add('budget_exhausted');
    return { outcome, findings: failedFramework(name, outcome.failure) };
  }

  private async criticise(stated: readonly FrameworkFindings[]): Promise<readonly FrameworkFindings[]> {
    const statements = statementsOf(stated);
    if (statements.length === 0) return stated;
    const list = listStatements(statements, this.evidence);
    const outcome = await this.steps.take(critiqueStep(this.about(this.plan.replies.critique), list));
    if (outcome.failure !== null) {
      this.note('critique', outcome.failure);
      return stated;
    }
    const kept = withoutWithdrawn(stated, outcome.value);
    this.warnings.push(...countWithdrawn(statements.length - statementsOf(kept).length));
    return kept;
  }

  private async synthesise(statements: readonly Statement[]): Promise<SynthesisReply | null> {
    if (statements.length === 0) return null;
    const list = listStatements(statements, this.evidence);
    const about = this.about(this.plan.replies.synthesis);
    const outcome = await this.steps.take(synthesisStep(this.plan, about, list));
    if (outcome.failure !== null) this.note('synthesis', outcome.failure);
    return outcome.value;
  }

  private openQuestions(frameworks: readonly FrameworkFindings[]): string[] {
    const questions = frameworks.flatMap(({ hypotheses }) => hypotheses.map(({ question }) => question));
    return [...new Set(questions)].slice(0, this.plan.nextSteps);
  }

  private note(step: string, failure: string): void {
    this.reasons.add(failure === 'budget_exhausted' ? failure : `${step}_failed`);
  }

  private about(maxOutputTokens: number): Pick<Question, 'system' | 'maxOutputTokens'> {
    return { system: systemPrompt(this.evidence.marker, this.request.language), maxOutputTokens };
  }
}
