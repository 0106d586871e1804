import type { Framework } from '../../../analysis/analysis.js';

/** The task of one framework call; the evidence stands before it. */
export function frameworkPrompt({ prompt, buckets, scored }: Framework, items: number): string {
  const parts = buckets.map(({ name, title, question }) => `- ${name} (${title}): ${question}`);
  return `Task
${prompt}

The parts:
${parts.join('\n')}

For each part:
- evidence: "sufficient" where at least one passage of the data bears on it, else "insufficient".
- statements: up to ${items}, the weightiest first, each with one to three citations; empty where the evidence is insufficient.
${scored ? '- score: as described above, or null.\n' : ''}- open_question: null where the evidence is sufficient; else text (what may be so, worded as a possibility), question (what to
  find out), and evidence_needed (the kind of document or figure that would settle it).`;
}
