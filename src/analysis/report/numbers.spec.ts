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
    ['forty percent', '40 %'],
    ['Twenty-five per cent', '25%'],
    ['twelve million euros', '12 million euros'],
    ['a billion users', '1bn users'],
    ['half a million', '500,000'],
    ['two hundred million', '200 million'],
    ['three times', '3x'],
    ['tenfold', '10-fold'],
    ['doubled', 'twice'],
    ['will double', 'twofold'],
    ['tripled', '3 times'],
    ['quadrupling', 'four times'],
    ['halved', 'fell by half'],
    ['more than half were new', '50%'],
    ['a third of revenue', '33 %'],
    ['two-thirds of the plants', '67%'],
    ['three quarters of customers', '75 %'],
    ['grew by a quarter in Spain', '25%'],
  ])('reads %j and %j as the same figure', (one, other) => {
    expect([...figuresIn(one)]).toEqual([...figuresIn(other)]);
  });

  it.each([
    ['5%', '5 stores'],
    ['1.2 billion', '1.2 million'],
    ['1,200', '1.2'],
    ['2023', '2024'],
    ['12 times', '12 %'],
    ['doubled', 'tripled'],
    ['forty percent', 'fourteen percent'],
  ])('keeps %j and %j apart', (one, other) => {
    expect([...figuresIn(one)]).not.toEqual([...figuresIn(other)]);
  });

  it('finds every figure of a sentence', () => {
    const text = 'In 2024 sales rose 4.50% to EUR 1,300.5 million in 12 countries.';
    expect([...figuresIn(text)]).toEqual(['2024', '4.5%', '1300500000', '12']);
  });

  it.each([
    'One of the first, second to none.',
    'the first half of the decade, and the second half of the year',
    'half-year results, both halves, for half the year',
    'the second-largest rival, a third-party seller, sold by a third company, checked by third parties',
    'a third supplier, the third quarter, results by quarter, a quarter of growth, three quarters of losses',
    'double-digit growth, double down, double-check, a triple-A rating',
    'at times, in hard times, one-time costs, manifold uses',
    'as a percent of sales, millions of users, in one region, ten stores',
  ])('sees no figure in: %s', (text) => {
    expect([...figuresIn(text)]).toEqual([]);
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
