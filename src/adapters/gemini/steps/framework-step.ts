import { z } from 'zod';
import { type Citation, FRAMEWORKS, type FrameworkName } from '../../../analysis/analysis.js';
import type { Finding, FrameworkFindings } from '../../../analysis/ports/analyst.port.js';
import type { Question } from '../call/question.js';
import type { Evidence } from '../evidence/evidence.js';
import { frameworkPrompt } from '../prompts/framework.prompt.js';
import { jsonSchemaOf } from './json-schema.js';
import type { Step } from './paid-steps.js';

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

/** Asks for one framework: the shape of the reply follows from its parts. */
export function frameworkStep(
  name: FrameworkName,
  items: number,
  about: Pick<Question, 'system' | 'maxOutputTokens'>,
  evidence: string,
): Step<FrameworkReply> {
  const framework = FRAMEWORKS[name];
  const part = framework.scored
    ? partSchema(items).required({ score: true })
    : partSchema(items).omit({ score: true });
  const schema = z.strictObject(Object.fromEntries(framework.buckets.map((bucket) => [bucket.name, part])));
  const prompt = `${evidence}\n\n${frameworkPrompt(framework, items)}`;
  return {
    name,
    schema,
    question: { ...about, prompt, schema: jsonSchemaOf(schema, name), search: false },
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
