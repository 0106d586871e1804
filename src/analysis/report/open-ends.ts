import type { Findings } from '../ports/analyst.port.js';
import { type Grounds, holdsFigures, stands } from './check-claim.js';
import { plural } from './plural.js';
import type { Citation } from './report.schema.js';

/** What leads a reader out of the report: links, hosts, mailboxes. */
const ADDRESS = [
  /[a-z][a-z\d+.-]{1,20}:\/\//i,
  /\b(?:mailto|tel|javascript|data):\S/i,
  /\bwww\.\S/i,
  /[\p{L}\p{N}-]{2,63}\.\p{L}{2,24}[/:?]\S/u,
  /[\p{L}\p{N}-]{2,63}\.[\p{Ll}\p{Lo}]{2,24}(?![\p{L}\p{N}])/u,
];

/**
 * Findings without those next steps and open questions that name an address, or a figure which no quote of the report
 * holds: they have no quote of their own, so nothing else would stop what a model or a source made up.
 */
export function withoutInventions(findings: Findings, grounds: Grounds): Findings {
  const cited = citationsOf(findings).filter((citation) => stands(citation, grounds));
  const isSound = (text: string) =>
    !namesAddress(text.replaceAll(grounds.company, '')) && holdsFigures(text, cited, grounds);
  const next_steps = findings.next_steps.filter(isSound);
  const frameworks = findings.frameworks.map((each) => ({
    ...each,
    hypotheses: each.hypotheses.filter(({ text, question, evidence_needed }) =>
      isSound(`${text}\n${question}\n${evidence_needed}`),
    ),
  }));
  const dropped = describeDropped(
    findings.next_steps.length - next_steps.length,
    countQuestions(findings.frameworks) - countQuestions(frameworks),
  );
  return { ...findings, next_steps, frameworks, warnings: [...findings.warnings, ...dropped] };
}

/** In the letters that a browser reads: full-width ones lead to the same host. */
function namesAddress(text: string): boolean {
  const plain = text.normalize('NFKC');
  return ADDRESS.some((pattern) => pattern.test(plain));
}

const citationsOf = ({ frameworks, recommendations }: Findings): Citation[] =>
  [...frameworks.flatMap(({ findings }) => findings), ...recommendations].flatMap(
    ({ citations }) => citations,
  );

const countQuestions = (frameworks: Findings['frameworks']): number =>
  frameworks.reduce((sum, { hypotheses }) => sum + hypotheses.length, 0);

/** Never the text itself: a report must not carry on what was kept out of it. */
function describeDropped(steps: number, questions: number): string[] {
  const parts = [
    ...(steps > 0 ? [plural(steps, 'next step')] : []),
    ...(questions > 0 ? [plural(questions, 'open question')] : []),
  ];
  return parts.length === 0
    ? []
    : [`${parts.join(' and ')} with an address or with a figure that stands in no quote, left out.`];
}
