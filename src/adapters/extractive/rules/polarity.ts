import { movedBy } from './movement.js';
import { isNegated, isRelieved } from './negation.js';
import { type Match, Phrases, phrases } from '../../../analysis/source-text/source-text.js';
import { BAD, BAD_THINGS, FALLING, GOOD, GOOD_THINGS, RISING } from './polarity.rules.js';

/** Good or bad for the company, from -1 to 1 by sign; 0 where the sentence does not say. */
export type Polarity = -1 | 0 | 1;

/** How good and how bad a sentence sounds. */
export interface Tone {
  readonly good: number;
  readonly bad: number;
  /** good − bad */
  readonly sum: number;
}

type Cue = 'good' | 'bad' | 'rising' | 'falling' | 'good_thing' | 'bad_thing';
const cuesOf = (cue: Cue, text: string) => phrases(text).map((phrase): [string, Cue] => [phrase, cue]);
const CUES = new Phrases<Cue>([
  ...cuesOf('good', GOOD),
  ...cuesOf('bad', BAD),
  ...cuesOf('rising', RISING),
  ...cuesOf('falling', FALLING),
  ...cuesOf('good_thing', GOOD_THINGS),
  ...cuesOf('bad_thing', BAD_THINGS),
]);

const DIRECTION_WEIGHT = 2;

/** Adds up good and bad words, each turned by a negation before it, and movements of good and bad things. */
export function toneOf(words: readonly string[]): Tone {
  const cues = CUES.find(words);
  const things = cues.filter(({ value }) => value === 'good_thing' || value === 'bad_thing');
  let [good, bad] = [0, 0];
  for (const cue of cues) {
    const weight = weigh(cue, words, things);
    if (weight > 0) good += weight;
    else bad -= weight;
  }
  return { good, bad, sum: good - bad };
}

export const polarityOf = (words: readonly string[]): Polarity => Math.sign(toneOf(words).sum) as Polarity;

function weigh(cue: Match<Cue>, words: readonly string[], things: readonly Match<Cue>[]): number {
  const { value, from } = cue;
  if (value === 'good') return isNegated(words, from) ? -1 : 1;
  if (value === 'bad') return isNegated(words, from) || isRelieved(words, from) ? 1 : -1;
  if (value !== 'rising' && value !== 'falling') return 0;
  const thing = movedBy(
    cue,
    words,
    things.filter((each) => each.from !== from),
  );
  if (!thing) return 0;
  const good = (thing.value === 'good_thing') === (value === 'rising');
  return good !== isNegated(words, from) ? DIRECTION_WEIGHT : -DIRECTION_WEIGHT;
}
