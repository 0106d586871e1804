import { FRAMEWORK_NAMES } from '../src/analysis/analysis.js';
import type { Assessment } from './assess.js';
import { type Count, f1, precision, recall, type Share, share } from './figures.js';

const two = (value: number) => (Number.isNaN(value) ? ' –  ' : value.toFixed(2));
const interval = ({ value, low, high }: Share) => `${two(value)} [${two(low)}–${two(high)}]`;

const row = (name: string, count: Count) =>
  [
    name.padEnd(26),
    interval(precision(count)).padEnd(19),
    interval(recall(count)).padEnd(19),
    two(f1(count)).padEnd(6),
    `${count.right} right, ${count.wrong} wrong, ${count.missed} missed`,
  ].join(' ');

/** The figures as a table; nothing of any single sentence. */
export function print({ sentences, frameworks, polarity, direction, citedAmiss }: Assessment): string {
  const tables = FRAMEWORK_NAMES.flatMap((name) => [
    '',
    row(name, frameworks[name].all),
    ...Object.entries(frameworks[name].buckets).map(([bucket, count]) => row(`  ${bucket}`, count)),
  ]);
  return [
    `${sentences} sentences; 95 % intervals after Wilson`,
    `${''.padEnd(26)} ${'precision'.padEnd(19)} ${'recall'.padEnd(19)} F1`,
    ...tables,
    '',
    `polarity ${interval(share(polarity.right, polarity.told))} of ${polarity.told} told; ${polarity.asked} are good or bad news`,
    `direction of forces ${interval(share(direction.right, direction.told))} of ${direction.told} told`,
    `${citedAmiss} questions, headings, tables, instructions or boilerplate cited`,
  ].join('\n');
}
