import type { CallUsage } from '../money/cost.js';
import { type Grounding, type ReplyShape, replyShape } from './reply-shape.js';

/** Why a reply that arrived, and is billed, cannot be used. The SDK throws for none of these. */
export type ReplyProblem = 'reply_cut_off' | 'reply_blocked' | 'reply_invalid';

export interface Reply {
  /** What the model wrote, its thoughts left out; empty where there is a problem. */
  readonly text: string;
  readonly problem: ReplyProblem | null;
  readonly usage: CallUsage;
  readonly grounding: Grounding | undefined;
}

/** Pure: the reply in the SDK's answer, whatever that is. */
export function readReply(answer: unknown): Reply {
  const response = replyShape.parse(answer);
  const grounding = response.candidates[0]?.groundingMetadata;
  const problem = problemOf(response);
  const text = problem === null ? textOf(response) : '';
  const silent = problem === null && text.trim() === '';
  return { text, problem: silent ? 'reply_invalid' : problem, usage: usageOf(response), grounding };
}

const CUT_OFF: ReadonlySet<string> = new Set(['MAX_TOKENS', 'CONTINUATION']);
const MALFORMED: ReadonlySet<string> = new Set([
  'MALFORMED_RESPONSE',
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
]);

function problemOf({ promptFeedback, candidates }: ReplyShape): ReplyProblem | null {
  if (promptFeedback?.blockReason) return 'reply_blocked';
  const reason = candidates[0]?.finishReason;
  if (reason === 'STOP') return null;
  if (reason === undefined || MALFORMED.has(reason)) return 'reply_invalid';
  return CUT_OFF.has(reason) ? 'reply_cut_off' : 'reply_blocked';
}

function textOf({ candidates }: ReplyShape): string {
  const parts = candidates[0]?.content?.parts ?? [];
  return parts.map(({ text, thought }) => (thought ? '' : (text ?? ''))).join('');
}

/** What tools put into the prompt is counted as prompt; what came from a cache is a part of it. */
function usageOf({ usageMetadata: used, candidates }: ReplyShape): CallUsage {
  const queries = candidates[0]?.groundingMetadata?.webSearchQueries ?? [];
  const prompt = (used?.promptTokenCount ?? 0) + (used?.toolUsePromptTokenCount ?? 0);
  return {
    prompt,
    cached: Math.min(used?.cachedContentTokenCount ?? 0, prompt),
    candidates: used?.candidatesTokenCount ?? 0,
    thoughts: used?.thoughtsTokenCount ?? 0,
    // Empty ones occur and are not billed.
    searches: new Set(queries.filter((query) => query.trim() !== '')).size,
  };
}
