import { figuresIn, isQuoted } from './numbers.js';

describe('figuresIn', () => {
  it.each([
    ['1,200 stores', '1200 stores'],
    ['1’200 stores', '1200 stores'],
    ['1\u202f200 magasins', '1,200 stores'],
    ['1,234,567', '1234567'],
    ['5%', '5 percent'],
    ['5 %', '5 per cent'],
    ['5.0%', '5%'],
    ['$1.2 billion', 'USD 1,200 million'],
    ['1.2bn', '1.2 billion'],
    ['1,2 Mrd. Euro', '1.2 billion euros'],
    ['3,5 Millionen', '3.5 million'],
    ['300k', '300,000'],
    ['1.1 million', '1,100,000'],
    ['a $40-million plant', '40 million'],
    ['٢٠٢٤', '2024'],
    ['２０２４', '2024'],
  ])('reads %j and %j as the same figure', (one, other) => {
    expect([...figuresIn(one)]).toEqual([...figuresIn(other)]);
  });

  it.each([
    ['5%', '5 stores'],
    ['1.2 billion', '1.2 million'],
    ['1,200', '1.2'],
    ['2023', '2024'],
  ])('keeps %j and %j apart', (one, other) => {
    expect([...figuresIn(one)]).not.toEqual([...figuresIn(other)]);
  });

  it('finds every figure of a sentence', () => {
    const text = 'In 2024 sales rose 4.50% to EUR 1,300.5 million in 12 countries.';
    expect([...figuresIn(text)]).toEqual(['2024', '4.5%', '1300500000', '12']);
  });

  it('does not take a letter of the next word for a unit', () => {
    expect([...figuresIn('12 months, 5 kilometres, 7 buyers')]).toEqual(['12', '5', '7']);
  });
});

describe('isQuoted', () => {
  it('lets a bare number stand for a quoted percentage, and no percentage for a quoted number', () => {
    expect(isQuoted('5', new Set(['5%']))).toBe(true);
    expect(isQuoted('5%', new Set(['5']))).toBe(false);
  });
});
