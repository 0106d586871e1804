import type { AppError } from '../../../errors/errors.js';
import type { ReplyProblem } from '../call/reply.js';
import type { GroundedPassage } from '../evidence/grounding.js';

/** Why a step has no result: the code of an error, a reply that could not be used twice, or no money left. */
export type Failure = AppError['code'] | ReplyProblem | 'budget_exhausted';

/** What came of a step. */
export type Outcome<T> =
  | { readonly value: T; readonly passages: readonly GroundedPassage[]; readonly failure: null }
  | { readonly value: null; readonly failure: Failure; readonly error: AppError | null };

/** A call that was paid for, as a job keeps it: plain JSON, so that a later attempt neither repeats it nor forgets its cost. */
export interface PaidCall {
  readonly text: string;
  readonly problem: ReplyProblem | null;
  readonly passages: readonly GroundedPassage[];
  /** Null: the model is unpriced. */
  readonly usd: number | null;
  readonly tokens: number;
  /** The reply did not say what it used: both are the most that it can be. */
  readonly estimated: boolean;
}
