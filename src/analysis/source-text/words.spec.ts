import { wordsOf } from './words.js';

describe('wordsOf', () => {
  it.each([
    ['The U.S. market – 4.5 % larger', 'the u.s market 4.5 larger'],
    ['low-cost rivals', 'low cost rivals'],
    ['McDonald’s and AT&T', "mcdonald's and at&t"],
    ['**Bold** _claims_, `code`', 'bold claims code'],
    ['Société Générale', 'société générale'],
    ['— … !', ''],
  ])('%s', (text, words) => expect(wordsOf(text).join(' ')).toBe(words));
});
