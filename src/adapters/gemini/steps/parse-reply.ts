import { z } from 'zod';
import type { ReplyProblem } from '../call/reply.js';
import type { Outcome, PaidCall } from './outcome.js';
import { repeatsRules } from './repeats-rules.js';

/** A reply that was read, or what is wrong with it. */
export type Parsed<T> =
  | { readonly problem: null; readonly outcome: Outcome<T> }
  | { readonly problem: ReplyProblem; readonly faults: readonly string[] };

const MOST_FAULTS = 5;
const RECITES = 'the reply: recites its instructions';

/**
 * The schema is checked again: the upstream promises the shape only where it can. Prose is a JSON string to the schema.
 * @param rules what no reply may recite
 */
export function parseReply<T>(
  { text, problem, passages }: PaidCall,
  schema: z.ZodType<T>,
  rules: string,
): Parsed<T> {
  if (problem !== null) return { problem, faults: [] };
  const result = schema.safeParse(schema instanceof z.ZodString ? text : asJson(text));
  if (result.success && repeatsRules(result.data, rules))
    return { problem: 'reply_invalid', faults: [RECITES] };
  if (result.success) return { problem: null, outcome: { value: result.data, passages, failure: null } };
  return { problem: 'reply_invalid', faults: result.error.issues.slice(0, MOST_FAULTS).map(describe) };
}

/** Undefined, which fits no schema, where it is no JSON. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where and which rule; never the value, since the model wrote it. */
const describe = ({ path, code }: z.core.$ZodIssue) =>
  `${path.map(String).join('.') || 'the reply'}: ${code}`;
