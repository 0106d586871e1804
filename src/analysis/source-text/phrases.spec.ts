import { Phrases, phrases } from './phrases.js';
import { wordsOf } from './words.js';

const found = (table: string, text: string) => {
  const words = wordsOf(text);
  const lookup = new Phrases(phrases(table).map((phrase) => [phrase, phrase] as const));
  return lookup.find(words).map(({ value, from, to }) => [value, words.slice(from, to + 1).join(' ')]);
};

describe('Phrases', () => {
  it('finds words, stems, alternatives and numbers', () => {
    expect(found('price war', 'The price war goes on.')).toEqual([['price war', 'price war']]);
    expect(found('regulat~', 'Regulators and regulations')).toHaveLength(2);
    expect(found('low|high price~', 'High prices')).toEqual([['low|high price~', 'high prices']]);
    expect(found('# stores', 'We run 1,200 stores, or twelve stores a state.')).toHaveLength(2);
    expect(found('price war', 'The price of war')).toEqual([]);
  });

  it('lets up to three words stand in a gap, and takes the nearest', () => {
    expect(found('cut .. price~', 'cut its list prices and other prices')).toEqual([
      ['cut .. price~', 'cut its list prices'],
    ]);
    expect(found('cut .. prices', 'cut prices')).toHaveLength(1);
    expect(found('cut .. prices', 'cut a b c prices')).toHaveLength(1);
    expect(found('cut .. prices', 'cut a b c d prices')).toEqual([]);
  });

  it('gives what it finds in the order of the first word, whichever step is rarest', () => {
    expect(found('b of c, a of b, c of d', 'a of b of c of d').map(([value]) => value)).toEqual([
      'a of b',
      'b of c',
      'c of d',
    ]);
  });

  it('keeps tables apart that read the same sentence', () => {
    const words = wordsOf('prices rose');
    expect(new Phrases([['prices', 1] as const]).find(words)).toHaveLength(1);
    expect(new Phrases([['wages', 1] as const]).find(words)).toEqual([]);
    expect(new Phrases([['rose', 2] as const]).find(words)).toEqual([{ value: 2, from: 1, to: 1 }]);
  });

  it('finds what a later table asks of a sentence that was read before', () => {
    const words = wordsOf('the rise of wages');
    expect(new Phrases([['rise of', 1] as const]).find(words)).toHaveLength(1);
    expect(new Phrases([['of', 2] as const]).find(words)).toEqual([{ value: 2, from: 2, to: 2 }]);
  });

  it('refuses a stem that would match too much', () => {
    expect(() => new Phrases([['in~ price', 1] as const])).toThrow('too short');
  });
});
