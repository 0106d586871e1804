import { z } from 'zod';
import type { Citation } from '../../../analysis/analysis.js';
import type { Recommendation } from '../../../analysis/ports/analyst.port.js';
import type { Question } from '../call/question.js';
import { synthesisPrompt } from '../prompts/synthesis.prompt.js';
import type { Step } from './paid-steps.js';
import type { Plan } from './plan.js';
import { madeOnce, shapeOf } from './shape.js';
import type { Statement } from './statements.js';

const replyShape = madeOnce((recommendations: number, nextSteps: number) => {
  const recommendation = z.strictObject({
    text: z.string().trim().min(1),
    priority: z.enum(['high', 'medium', 'low']),
    based_on: z.array(z.string()).max(4),
  });
  const schema = z.strictObject({
    recommendations: z.array(recommendation).max(recommendations),
    next_steps: z.array(z.string().trim().min(1)).max(nextSteps),
  });
  return shapeOf(schema, 'synthesis');
});

export type SynthesisReply = z.infer<ReturnType<typeof replyShape>['schema']>;

/** Asks what follows from all frameworks together. */
export function synthesisStep(
  plan: Pick<Plan, 'recommendations' | 'nextSteps'>,
  about: Pick<Question, 'system' | 'maxOutputTokens'>,
  statements: string,
): Step<SynthesisReply> {
  const { schema, json } = replyShape(plan.recommendations, plan.nextSteps);
  const prompt = `${statements}\n\n${synthesisPrompt(plan.recommendations, plan.nextSteps)}`;
  const question = { ...about, prompt, schema: json, search: false };
  return { name: 'synthesis', schema, question };
}

/** A recommendation rests on what its statements rest on; one that names a statement that does not exist rests on nothing. */
export function recommendationsOf(reply: SynthesisReply, statements: readonly Statement[]): Recommendation[] {
  const quotes = new Map(statements.map(({ reference, finding }) => [reference, finding.citations]));
  return reply.recommendations.map(({ text, priority, based_on }) => {
    const known = based_on.every((reference) => quotes.has(reference));
    const citations = known ? based_on.flatMap((reference) => quotes.get(reference) ?? []) : [];
    return { text, priority, origin: 'generated', citations: distinct(citations) };
  });
}

const distinct = (citations: readonly Citation[]): Citation[] => [
  ...new Map(citations.map((each) => [`${each.source_id}:${each.start}:${each.end}`, each])).values(),
];
