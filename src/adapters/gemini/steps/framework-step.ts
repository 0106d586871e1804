import { z } from 'zod';
import { type Citation, FRAMEWORKS, type FrameworkName } from '../../../analysis/analysis.js';
import type { Finding, FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import type { Question } from '../call/question.js';
import type { Evidence } from '../evidence/evidence.js';
import { frameworkPrompt } from '../prompts/framework.prompt.js';
import type { Step } from './paid-steps.js';
import { madeOnce, shapeOf } from './shape.js';

const statement = z.strictObject({
  text: z.string().trim().min(1),
  citations: z.array(z.strictObject({ source_id: z.string(), quote: z.string() })).max(3),
});

const openQuestion = z.strictObject({ text: z.string(), question: z.string(), evidence_needed: z.string() });

function partSchema(items: number) {
  return z.strictObject({
    evidence: z.enum(['sufficient', 'insufficient']),
    statements: z.array(statement).max(items),
    score: z.int().min(1).max(5).nullable().optional(),
    open_question: openQuestion.nullable(),
  });
}

type Part = z.infer<ReturnType<typeof partSchema>>;
export type FrameworkReply = Readonly<Record<string, Part>>;

/** The shape of a framework's reply follows from its parts. */
const replyShape = madeOnce((name: FrameworkName, items: number) => {
  const { scored, buckets } = FRAMEWORKS[name];
  const part = scored ? partSchema(items).required({ score: true }) : partSchema(items).omit({ score: true });
  return shapeOf(z.strictObject(Object.fromEntries(buckets.map((bucket) => [bucket.name, part]))), name);
});

/** Asks for one framework. */
export function frameworkStep(
  name: FrameworkName,
  items: number,
  about: Pick<Question, 'system' | 'maxOutputTokens'>,
  evidence: string,
): Step<FrameworkReply> {
  const { schema, json } = replyShape(name, items);
  const prompt = `${evidence}\n\n${frameworkPrompt(FRAMEWORKS[name], items)}`;
  return {
    name,
    schema,
    question: { ...about, prompt, schema: json, search: false },
  };
}

/** What the reply says, with every quote looked up; a statement with a quote that stands nowhere keeps none of them. */
export function findingsOf(
  framework: FrameworkName,
  reply: FrameworkReply,
  evidence: Evidence,
): FrameworkFindings {
  const parts = Object.entries(reply);
  const insufficient = (part: Part) => part.evidence === 'insufficient' || part.statements.length === 0;
  return {
    framework,
    failure: null,
    scores: Object.fromEntries(parts.map(([bucket, { score }]) => [bucket, score ?? null])),
    findings: parts
      .filter(([, part]) => !insufficient(part))
      .flatMap(([bucket, { statements }]) =>
        statements.map(({ text, citations }): Finding => {
          const found = citations.map(({ source_id, quote }) => evidence.cite(source_id, quote));
          return { bucket, text, origin: 'generated', citations: allOrNone(found) };
        }),
      ),
    hypotheses: parts.flatMap(([bucket, part]) =>
      insufficient(part) && part.open_question ? [{ bucket, ...part.open_question }] : [],
    ),
  };
}

/** The good quotes of a statement would make the invented one beside them look good. */
function allOrNone(citations: readonly (Citation | null)[]): Citation[] {
  const found = citations.filter((citation) => citation !== null);
  return found.length === citations.length ? found : [];
}

export const failedFramework = (framework: FrameworkName, failure: string): FrameworkFindings => ({
  framework,
  failure,
  findings: [],
  hypotheses: [],
  scores: {},
});
