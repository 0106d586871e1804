import type { Question } from '../call/question.js';
import type { ReplyProblem } from '../call/reply.js';

interface Fault {
  readonly problem: ReplyProblem;
  readonly faults: readonly string[];
}

const ADVICE: Readonly<Record<ReplyProblem, string>> = {
  reply_cut_off:
    'Your last reply was longer than it may be and was cut off. Reply again, shorter: at most one statement for each part, one short quote for each statement.',
  reply_blocked:
    'Your last reply was stopped by a filter. Reply again: quote less, put statements into your own words, and leave out what may have been the reason.',
  reply_invalid:
    'Your last reply did not follow the schema. Reply again with JSON that follows it exactly, and nothing else.',
};

/** The same question, with what was wrong with the first reply. */
export function repaired(question: Question, { problem, faults }: Fault): Question {
  const details = faults.length === 0 ? '' : ` What was wrong: ${faults.join('; ')}.`;
  return { ...question, prompt: `${question.prompt}\n\n${ADVICE[problem]}${details}` };
}
