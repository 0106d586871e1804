import { FieldValue } from '@google-cloud/firestore';
import type { UsageEntry, UsageFigures, UsageSum } from '../../analysis/ports/usage-repository.port.js';

/** Of the analysis as a whole; no framework has this name. */
const WHOLE = 'whole';
const NOTHING: UsageFigures = { analyses: 0, calls: 0, unpriced_calls: 0, tokens: 0, usd: 0 };
const FIGURES = Object.keys(NOTHING) as (keyof UsageFigures)[];

/** A part of a client's day, by framework. */
export interface DaySums {
  readonly day: string;
  readonly sums: Readonly<Record<string, UsageFigures>>;
}

/** What an entry adds to its day. */
export function additionOf(entry: UsageEntry): object {
  const added = FIGURES.map((name): [string, FieldValue] => [name, FieldValue.increment(entry[name])]);
  return { sums: { [entry.framework ?? WHOLE]: Object.fromEntries(added) as Record<string, FieldValue> } };
}

/** The parts added up, by day and framework, in this order. */
export function foldSums(parts: readonly DaySums[]): UsageSum[] {
  const slots = new Map<string, UsageSum>();
  for (const { day, sums } of parts)
    for (const [name, figures] of Object.entries(sums)) {
      const framework = name === WHOLE ? null : (name as UsageSum['framework']);
      const key = `${day} ${framework ?? ''}`;
      slots.set(key, plus(slots.get(key) ?? { day, framework, ...NOTHING }, figures));
    }
  return [...slots].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum);
}

function plus(sum: UsageSum, figures: UsageFigures): UsageSum {
  const added = FIGURES.map((name) => [name, sum[name] + figures[name]]);
  return { ...sum, ...(Object.fromEntries(added) as Record<keyof UsageFigures, number>) };
}
