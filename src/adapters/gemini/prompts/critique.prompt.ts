/** The task of the second pass; the statements stand before it. */
export const CRITIQUE_PROMPT = `Task
Above stand statements of an analysis, each with its reference and its quotes. Judge them as a sceptical reader would.
Withdraw a statement, by its reference, when
- not_in_quotes: its quotes do not say it, or say it of somebody else or of another time;
- overstated: it claims more than its quotes bear, e.g. a cause, a trend or a comparison that they do not give;
- wrong_part: it does not belong into its part of its framework;
- repeated: another statement of the same framework says the same, and better.
Withdraw nothing for its style. Where every statement holds, withdraw nothing.`;
