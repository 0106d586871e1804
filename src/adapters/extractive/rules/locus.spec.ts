import { wordsOf } from '../../../analysis/source-text/source-text.js';
import { locusOf } from './locus.js';

const locus = (text: string, company = 'Acme Holding AG') => locusOf(wordsOf(text), wordsOf(company));

describe('locusOf', () => {
  it.each([
    ['inside', 'Our plants run at full capacity.'],
    ['inside', 'Acme holds 40 patents.'],
    ['inside', 'Acme’s rivals are larger.'],
    ['outside', 'The government raised the tariff on our steel.'],
    ['rival', 'Competitors cut prices by ten percent.'],
    ['outside', 'No competitor serves the islands.'],
    [null, 'It rained.'],
  ])('%s: %s', (expected, text) => expect(locus(text)).toBe(expected));

  it('does not take a word that many names hold for the company', () => {
    expect(locus('Holding costs rose in the market.')).toBe('outside');
  });
});
