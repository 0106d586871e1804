import type { EngineName } from '../analysis-request.js';

const BY_ENGINE: Readonly<Record<EngineName, string>> = {
  gemini:
    'Written by a language model and checked by this service: every quote stands in its source, but what follows from it is a machine’s judgement.',
  extractive:
    'Made by rules that sort sentences of the given sources. It repeats what they say and does not judge whether it is true or complete.',
};

/** What a reader must know before relying on a report. */
export function disclaimer(engine: EngineName, hasEvidence: boolean): string {
  const basis = hasEvidence
    ? BY_ENGINE[engine]
    : 'No evidence was given or found: everything here is a question to research, none of it a finding.';
  return `${basis} This is not investment, legal or tax advice.`;
}
