import fc from 'fast-check';
import { type CallUsage, costOf, priceOf } from './cost.js';

const PRICE = { from: '1970-01-01', input: 1, cached: 0.1, output: 2, search: 14 };
const USAGE: CallUsage = { prompt: 1000, cached: 200, candidates: 300, thoughts: 100, searches: 0 };
const on = (day: string) => new Date(`${day}T12:00:00Z`);

describe('costOf', () => {
  it('takes the cached tokens out of the input, and bills thoughts as output', () => {
    expect(costOf(USAGE, PRICE)).toBe(0.00162);
  });

  it('adds the searches where they are priced', () => {
    expect(costOf({ ...USAGE, searches: 3 }, PRICE)).toBeCloseTo(0.04362, 12);
    const { search: _search, ...without } = PRICE;
    expect(costOf({ ...USAGE, searches: 3 }, without)).toBe(0.00162);
  });

  it('never falls when more is used', () => {
    const count = fc.nat(1_000_000);
    fc.assert(
      fc.property(count, count, count, count, (prompt, candidates, thoughts, more) => {
        const usage = { prompt, cached: 0, candidates, thoughts, searches: 0 };
        const greater = { ...usage, candidates: candidates + more };
        expect(costOf(greater, PRICE)).toBeGreaterThanOrEqual(costOf(usage, PRICE));
      }),
    );
  });
});

describe('priceOf', () => {
  const later = { ...PRICE, from: '2027-01-01', input: 2 };
  const table = { a: [later, PRICE], b: [later] };

  it('takes the price of the day, whatever the order of the table', () => {
    expect(priceOf(table, 'a', on('2026-12-31'))?.input).toBe(1);
    expect(priceOf(table, 'a', on('2027-01-01'))?.input).toBe(2);
  });

  it('knows no price for a model that is not in the table, or not yet', () => {
    expect(priceOf(table, 'b', on('2026-12-31'))).toBeNull();
    expect(priceOf(table, 'c', on('2026-12-31'))).toBeNull();
    expect(priceOf(table, 'constructor', on('2026-12-31'))).toBeNull();
  });
});
