import { GeminiFault } from '../call/gemini-fault.js';
import type { WebNote } from '../evidence/web-notes.js';
import type { Failure, Outcome } from './outcome.js';
import type { PaidSteps } from './paid-steps.js';
import {
  notesFromJson,
  notesFromProse,
  proseResearch,
  type Search,
  singleStepResearch,
} from './research-step.js';

export interface Research {
  readonly notes: readonly WebNote[];
  readonly failure: Failure | null;
}

const BAD_REQUEST = 400;

/** Searches the web, in one step where the model can do that. */
export class Researcher {
  constructor(private singleStep: boolean) {}

  async research(search: Search, steps: PaidSteps): Promise<Research> {
    if (this.singleStep) {
      const outcome = await steps.take(singleStepResearch(search));
      if (outcome.failure === null)
        return { notes: notesFromJson(outcome.value, outcome.passages), failure: null };
      if (!wasRefused(outcome)) return { notes: [], failure: outcome.failure };
      // The model cannot search and keep to a schema at once; it is not asked to again.
      this.singleStep = false;
    }
    const outcome = await steps.take(proseResearch(search));
    return outcome.failure === null
      ? { notes: notesFromProse(outcome.passages, search.plan.notes), failure: null }
      : { notes: [], failure: outcome.failure };
  }
}

const wasRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.failure === 'upstream_error' &&
  outcome.error?.cause instanceof GeminiFault &&
  outcome.error.cause.status === BAD_REQUEST;
