import type { CallUsage } from '../money/cost.js';
import { type Grounding, type ReplyShape, replyShape } from './reply-shape.js';

/** Why a reply that arrived, and is billed, cannot be used. The SDK throws for none of these. */
export type ReplyProblem = 'reply_cut_off' | 'reply_blocked' | 'reply_invalid';

export interface Reply {
  /** What the model wrote, its thoughts left out; empty where there is a problem. */
  readonly text: string;
  readonly problem: ReplyProblem | null;
  /** Null where the answer does not say what it used. */
  readonly usage: CallUsage | null;
  readonly grounding: Grounding | undefined;
}

/** Pure: the reply in the SDK's answer, whatever that is; null where it has nothing that a model's answer has. */
export function readReply(answer: unknown): Reply | null {
  const response = replyShape.parse(answer);
  const { candidates, promptFeedback, usageMetadata } = response;
  if (candidates.length === 0 && !promptFeedback && !usageMetadata) return null;
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
function usageOf(response: ReplyShape): CallUsage | null {
  const { usageMetadata: used, candidates } = response;
  if (!used || !isWhole(used, textOf(response))) return null;
  const queries = candidates[0]?.groundingMetadata?.webSearchQueries ?? [];
  const prompt = used.promptTokenCount + used.toolUsePromptTokenCount;
  return {
    prompt,
    cached: Math.min(used.cachedContentTokenCount, prompt),
    candidates: used.candidatesTokenCount,
    thoughts: used.thoughtsTokenCount,
    // Empty ones occur and are not billed.
    searches: new Set(queries.filter((query) => query.trim() !== '')).size,
  };
}

/** Every prompt has tokens, and every text; where a count lacks, or is none, the sum would be too small. */
const isWhole = (used: NonNullable<ReplyShape['usageMetadata']>, text: string): boolean =>
  used.promptTokenCount > 0 && (text === '' || used.candidatesTokenCount > 0);
