import type { CallUsage } from '../money/cost.js';
import { tokenBound } from '../money/token-bound.js';

/** What the model is asked, once. */
export interface Question {
  readonly system: string;
  readonly prompt: string;
  /** JSON schema of the reply; null for prose. */
  readonly schema: object | null;
  /** Bound on the reply, thoughts included. */
  readonly maxOutputTokens: number;
  /** Whether the model may search the web. */
  readonly search: boolean;
}

/** A grounded call makes a handful of searches, and their results are read as input. */
const MOST_SEARCHES = 10;
const SEARCH_RESULT_TOKENS = 40_000;

/** The most that a question can use. */
export function worstCaseOf({ system, prompt, schema, maxOutputTokens, search }: Question): CallUsage {
  const asked = tokenBound(system) + tokenBound(prompt) + (schema ? schemaTokens(schema) : 0);
  return {
    prompt: asked + (search ? SEARCH_RESULT_TOKENS : 0),
    cached: 0,
    candidates: maxOutputTokens,
    thoughts: 0,
    searches: search ? MOST_SEARCHES : 0,
  };
}

/** Schemas are few and made once; their text is long. */
function schemaTokens(schema: object): number {
  const tokens = knownSchemas.get(schema) ?? tokenBound(JSON.stringify(schema));
  knownSchemas.set(schema, tokens);
  return tokens;
}
const knownSchemas = new WeakMap<object, number>();

export const tokensOf = ({ prompt, candidates, thoughts }: CallUsage): number =>
  prompt + candidates + thoughts;
