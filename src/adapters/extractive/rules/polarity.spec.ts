import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { polarityOf, toneOf } from './polarity.js';

const polarity = (text: string, inside = true) => polarityOf(toneOf(wordsOf(text), inside));

describe('polarity', () => {
  it.each([
    [1, 'The award went to our plant.'],
    [-1, 'The plant was closed after the fire and the recall.'],
    [1, 'Unit costs fell by a tenth.'],
    [-1, 'Unit costs rose by a tenth.'],
    [1, 'Revenue from customers in Asia rose.'],
    [-1, 'Churn among small customers rose.'],
    [1, 'Higher demand filled the yard.'],
    [-1, 'Staff turnover rose to 40 percent.'],
    [1, 'The line has reduced the risk of outages.'],
    [1, 'None of the plants is exposed to floods.'],
    [1, 'The threat has faded.'],
    [-1, 'The line is not profitable.'],
    [0, 'The annual meeting was held in Oslo.'],
    [0, 'Awards came in, and losses too.'],
  ])('%i: %s', (expected, text) => expect(polarity(text)).toBe(expected));

  it('takes what is missing as bad in the company itself only', () => {
    expect(polarity('It has no cold store.', true)).toBe(-1);
    expect(polarity('The city has no cold store.', false)).toBe(0);
    expect(polarity('It has no debt.', true)).not.toBe(-1);
  });

  it('does not take words for news where they mean something else', () => {
    expect(polarity('The risk committee met.')).toBe(0);
    expect(polarity('Diluted earnings are shown below.')).toBe(0);
  });
});
