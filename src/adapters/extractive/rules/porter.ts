import type { Direction } from '../engine/reading.js';
import { isNegated } from './negation.js';
import { Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { type Force, PORTER } from './porter.rules.js';
import { TopicTable } from './topic-table.js';

interface Move {
  readonly force: Force;
  readonly direction: -1 | 1;
}

const FORCES = Object.entries(PORTER) as [Force, (typeof PORTER)[Force]][];

/**
 * Points that a force needs. Buyers, suppliers and substitutes are spoken of in words that stand in other sentences too:
 * one phrase alone was right in fewer than half of the sentences that the rules were not tuned on.
 */
const NEEDED = {
  threat_of_substitutes: 4,
  supplier_power: 4,
  buyer_power: 4,
};

const TABLE = new TopicTable(
  Object.fromEntries(
    FORCES.map(([force, { grows, shrinks, strong, weak, not }]) => [
      force,
      { strong: [grows, shrinks, strong].join(','), weak, not },
    ]),
  ),
  NEEDED,
);

const MOVES = new Phrases<Move>(
  FORCES.flatMap(([force, { grows, shrinks }]) => [
    ...phrases(grows).map((phrase): [string, Move] => [phrase, { force, direction: 1 }]),
    ...phrases(shrinks).map((phrase): [string, Move] => [phrase, { force, direction: -1 }]),
  ]),
);

export interface ForceReading {
  readonly score: number;
  readonly direction: Direction;
}

/** The forces that the words speak of, and whether each grows or shrinks. */
export function forcesIn(words: readonly string[]): Map<Force, ForceReading> {
  const scores = TABLE.score(words) as Map<Force, number>;
  if (scores.size === 0) return new Map();
  const sums = new Map<Force, number>();
  for (const { value, from } of MOVES.find(words)) {
    const step = isNegated(words, from) ? -value.direction : value.direction;
    sums.set(value.force, (sums.get(value.force) ?? 0) + step);
  }
  const read = ([force, score]: [Force, number]): [Force, ForceReading] => [
    force,
    { score, direction: Math.sign(sums.get(force) ?? 0) as Direction },
  ];
  return new Map([...scores].map(read));
}
