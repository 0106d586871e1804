import { FRAMEWORKS, type FrameworkName } from '../../src/analysis/frameworks/frameworks.js';
import { type Answer, reply, type ReplyOptions } from './gemini-server.js';

/** A statement as the model writes it. */
export const stated = (
  text: string,
  ...citations: readonly (readonly [source: string, quote: string])[]
) => ({
  text,
  citations: citations.map(([source_id, quote]) => ({ source_id, quote })),
});

const OPEN = { text: 'It may be so.', question: 'Is it so?', evidence_needed: 'A report.' };

/** The reply of a framework's call: the parts given hold statements, the others say that the evidence lacks. */
export function frameworkReply(
  name: FrameworkName,
  parts: Readonly<Record<string, readonly ReturnType<typeof stated>[]>>,
  scores: Readonly<Record<string, number>> = {},
): Record<string, object> {
  const { buckets, scored } = FRAMEWORKS[name];
  return Object.fromEntries(
    buckets.map(({ name: bucket }) => {
      const statements = parts[bucket] ?? [];
      const sufficient = statements.length > 0;
      const part = {
        evidence: sufficient ? 'sufficient' : 'insufficient',
        statements,
        open_question: sufficient ? null : OPEN,
      };
      return [bucket, scored ? { ...part, score: scores[bucket] ?? null } : part];
    }),
  );
}

/** The same as an answer of the stand-in. */
export const frameworkAnswer = (
  name: FrameworkName,
  parts: Parameters<typeof frameworkReply>[1],
  options: ReplyOptions = {},
): Answer => reply(frameworkReply(name, parts), options);

export const synthesisAnswer = (
  recommendations: readonly { text: string; based_on: readonly string[]; priority?: string }[],
  next_steps: readonly string[] = [],
  options: ReplyOptions = {},
): Answer =>
  reply(
    { recommendations: recommendations.map((each) => ({ priority: 'high', ...each })), next_steps },
    options,
  );
