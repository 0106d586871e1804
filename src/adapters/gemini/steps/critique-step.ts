import { z } from 'zod';
import type { FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import type { Question } from '../call/question.js';
import { CRITIQUE_PROMPT } from '../prompts/critique.prompt.js';
import type { Step } from './paid-steps.js';
import { shapeOf } from './shape.js';
import { statementsOf } from './statements.js';

const REASONS = ['not_in_quotes', 'overstated', 'wrong_part', 'repeated'] as const;

const withdrawal = z.strictObject({ reference: z.string(), reason: z.enum(REASONS) });
const { schema, json } = shapeOf(z.strictObject({ withdraw: z.array(withdrawal).max(80) }), 'critique');

export type CritiqueReply = z.infer<typeof schema>;

/** Asks which statements a sceptical reader would not let stand. */
export function critiqueStep(
  about: Pick<Question, 'system' | 'maxOutputTokens'>,
  statements: string,
): Step<CritiqueReply> {
  const prompt = `${statements}\n\n${CRITIQUE_PROMPT}`;
  const question = { ...about, prompt, schema: json, search: false };
  return { name: 'critique', schema, question };
}

/** The findings without those that were withdrawn. */
export function withoutWithdrawn(
  frameworks: readonly FrameworkFindings[],
  { withdraw }: CritiqueReply,
): FrameworkFindings[] {
  const gone = new Set(withdraw.map(({ reference }) => reference));
  const withdrawn = new Set(
    statementsOf(frameworks).flatMap(({ reference, finding }) => (gone.has(reference) ? [finding] : [])),
  );
  return frameworks.map((framework) => ({
    ...framework,
    findings: framework.findings.filter((finding) => !withdrawn.has(finding)),
  }));
}
