import {
  flag,
  number,
  oneOf,
  optionalNumber,
  optionalText,
  parsed,
  text,
  type Variable,
} from './variable.js';

const accepts = (variable: Variable, raw: string | undefined) => variable.schema.safeParse(raw).success;

describe('A variable', () => {
  it('of words takes those words and no others', () => {
    const variable = oneOf(['red', 'green'], 'red', 'A colour.');
    expect(variable.schema.parse('green')).toBe('green');
    expect(accepts(variable, 'Green')).toBe(false);
    expect(variable.allowed).toBe('red, green');
    expect(variable.fallback).toBe('red');
  });

  it('of true and false takes nothing that only looks like them', () => {
    const variable = flag(true, 'A switch.');
    expect(variable.schema.parse('false')).toBe(false);
    for (const raw of ['1', 'yes', 'TRUE', '']) expect(accepts(variable, raw)).toBe(false);
    expect(variable.fallback).toBe('true');
  });

  it.each(['-1', '+5', '1e3', '0x10', ' 5', '5\n', '5.5', 'NaN', 'Infinity', '', '11'])(
    'of whole numbers from 0 to 10 refuses %j',
    (raw) => {
      expect(accepts(number({ min: 0, max: 10 }, 5, 'A count.'), raw)).toBe(false);
    },
  );

  it('of numbers takes fractions only where they mean something', () => {
    const seconds = number({ min: 0.1, max: 60, whole: false }, 5, 'Seconds.');
    expect(seconds.schema.parse('0.25')).toBe(0.25);
    expect(accepts(seconds, '0.05')).toBe(false);
    expect(seconds.allowed).toBe('a number from 0.1 to 60');
    expect(seconds.range).toEqual({ min: 0.1, max: 60, whole: false });
    expect(number({ min: 1, max: 9 }, 5, 'A count.').range).toEqual({ min: 1, max: 9, whole: true });
  });

  it('that may be left unset is undefined then, and checked otherwise', () => {
    const port = optionalNumber({ min: 1, max: 9 }, 'A port.');
    expect(port.schema.parse(undefined)).toBeUndefined();
    expect(accepts(port, '10')).toBe(false);
    const word = optionalText('lower case', 'A word.', { pattern: /^[a-z]+$/, secret: true });
    expect(word.schema.parse(undefined)).toBeUndefined();
    expect(word.schema.parse('abc')).toBe('abc');
    expect(accepts(word, 'ABC')).toBe(false);
    expect(word.secret).toBe(true);
  });

  it('of text is never empty', () => {
    expect(accepts(text('./data', 'a folder', 'A folder.'), '')).toBe(false);
  });

  it('with a parser of its own says what the parser found', () => {
    const variable = parsed(
      (raw) => {
        if (raw !== 'sesame') throw new Error('the word is wrong');
        return 42;
      },
      'sesame',
      'the word',
      'A word.',
    );
    expect(variable.schema.parse('sesame')).toBe(42);
    expect(variable.schema.safeParse('open').error?.issues[0]?.message).toBe('the word is wrong');
  });
});
