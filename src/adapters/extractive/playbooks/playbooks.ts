import type { FrameworkName } from '../../../analysis/analysis.js';
import automotive from './automotive.json';
import banking from './banking.json';
import consumerGoods from './consumer-goods.json';
import energy from './energy.json';
import general from './general.json';
import healthcare from './healthcare.json';
import insurance from './insurance.json';
import logistics from './logistics.json';
import manufacturing from './manufacturing.json';
import pharmaceuticals from './pharmaceuticals.json';
import retail from './retail.json';
import software from './software.json';
import telecoms from './telecoms.json';
import travel from './travel.json';
import { wordsOf } from '../../../analysis/source-text/source-text.js';

interface OpenQuestion {
  /** Worded as something that may be so. */
  readonly text: string;
  readonly question: string;
  readonly evidence_needed: string;
}

/** What to ask in an industry before anything is known of the company: a hypothesis for every bucket. */
export interface Playbook {
  readonly name: string;
  readonly title: string;
  /** Where its structure comes from. */
  readonly structure: readonly string[];
  /** Words of a request's `industry` by which it is chosen; the longest that fits wins. */
  readonly keywords: readonly string[];
  readonly hypotheses: Readonly<Record<FrameworkName, Readonly<Record<string, OpenQuestion>>>>;
}

/** Every playbook; the general one comes last. */
export const PLAYBOOKS: readonly Playbook[] = [
  automotive,
  banking,
  consumerGoods,
  energy,
  healthcare,
  insurance,
  logistics,
  manufacturing,
  pharmaceuticals,
  retail,
  software,
  telecoms,
  travel,
  general,
];

/** The playbook of an industry, the general one where none fits. */
export function playbookFor(industry: string | undefined): Playbook {
  const asked = ` ${wordsOf(industry ?? '').join(' ')} `;
  const fitting = PLAYBOOKS.flatMap((playbook) =>
    playbook.keywords
      .map((keyword) => wordsOf(keyword).join(' '))
      .filter((keyword) => asked.includes(` ${keyword} `))
      .map((keyword) => ({ playbook, length: keyword.length })),
  );
  return fitting.toSorted((a, b) => b.length - a.length)[0]?.playbook ?? general;
}
