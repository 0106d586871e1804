import { type Match, Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { outermost } from './matches.js';
import { movedBy } from './movement.js';
import { isDenied, isNegated, isRelieved } from './negation.js';
import { ABSENCE, BAD, BAD_THINGS, FALLING, GOOD, GOOD_THINGS, RISING, UNTOLD } from './polarity.rules.js';

/** How good and how bad a sentence sounds for the company. */
export interface Tone {
  readonly good: number;
  readonly bad: number;
  /** Whether something bad is said not to be so. */
  readonly denied: boolean;
}

/** Good or bad for the company, by sign; 0 where the sentence does not say. */
export type Polarity = -1 | 0 | 1;

type Cue = 'good' | 'bad' | 'rising' | 'falling' | 'good_thing' | 'bad_thing' | 'untold' | 'absence';
const cuesOf = (cue: Cue, text: string) => phrases(text).map((phrase): [string, Cue] => [phrase, cue]);
const CUES = new Phrases<Cue>([
  ...cuesOf('good', GOOD),
  ...cuesOf('bad', BAD),
  ...cuesOf('rising', RISING),
  ...cuesOf('falling', FALLING),
  ...cuesOf('good_thing', GOOD_THINGS),
  ...cuesOf('bad_thing', BAD_THINGS),
  ...cuesOf('untold', UNTOLD),
  ...cuesOf('absence', ABSENCE),
]);

const MOVEMENT_WEIGHT = 2;
const ABSENCE_REACH = 4;
const isBad = ({ value }: Match<Cue>) => value === 'bad' || value === 'bad_thing';
/** How many times as much good as bad, or bad as good, a sentence must hold before it is called either. */
const DOMINANCE = 2;

/**
 * Adds up good and bad words, each turned by a negation before it, and movements of good and bad things.
 * @param inside whether the company itself is spoken of: what others lack it may offer
 */
export function toneOf(words: readonly string[], inside: boolean): Tone {
  const cues = outermost(CUES.find(words)).filter(({ value }) => inside || value !== 'absence');
  const things = cues.filter(({ value }) => value === 'good_thing' || value === 'bad_thing');
  let [good, bad, denied] = [0, 0, false];
  for (const cue of cues) {
    const weight = weigh(cue, words, cues, things);
    if (weight > 0) good += weight;
    else bad -= weight;
    denied ||= cue.value === 'bad' && weight > 0 && isOff(words, cue);
  }
  return { good, bad, denied };
}

/** What a tone says on the whole; 0 where good and bad are too close to tell. */
export function polarityOf({ good, bad }: Omit<Tone, 'denied'>): Polarity {
  if (Math.max(good, bad) < DOMINANCE * Math.min(good, bad)) return 0;
  return Math.sign(good - bad) as Polarity;
}

const isOff = (words: readonly string[], { from, to }: Match<Cue>) =>
  isNegated(words, from) || isDenied(words, to);

function weigh(
  cue: Match<Cue>,
  words: readonly string[],
  cues: readonly Match<Cue>[],
  things: readonly Match<Cue>[],
): number {
  const { value, from, to } = cue;
  if (value === 'absence') {
    const missed = cues.some((other) => isBad(other) && other.from > to && other.from <= to + ABSENCE_REACH);
    return missed ? 0 : -1;
  }
  if (value === 'good') return isNegated(words, from) ? -1 : 1;
  if (value === 'bad') return isOff(words, cue) || isRelieved(words, from) ? 1 : -1;
  if (value !== 'rising' && value !== 'falling') return 0;
  const thing = movedBy(cue, words, things);
  if (!thing) return 0;
  const good = (thing.value === 'good_thing') === (value === 'rising');
  return good !== isNegated(words, from) ? MOVEMENT_WEIGHT : -MOVEMENT_WEIGHT;
}
