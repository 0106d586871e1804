import { parsePrices } from './price-table.js';
import { DEFAULT_PRICES } from './gemini.variables.js';

const table = (value: unknown) => parsePrices(JSON.stringify(value));

describe('parsePrices', () => {
  it('takes one price for a model, or several with the day from which each holds', () => {
    expect(table({ a: { input: 1, cached: 0.1, output: 2 } })).toEqual({
      a: [{ from: '1970-01-01', input: 1, cached: 0.1, output: 2 }],
    });
    const dated = [
      { from: '2026-01-01', input: 1, cached: 0.1, output: 2, search: 14 },
      { from: '2027-01-01', input: 2, cached: 0.2, output: 4, search: 14 },
    ];
    expect(table({ a: dated })).toEqual({ a: dated });
    expect(table({})).toEqual({});
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'the table'],
    ['{"a":{"input":1,"output":2}}', 'a.cached'],
    ['{"a":{"input":-1,"cached":0,"output":2}}', 'a.input'],
    ['{"a":{"input":1,"cached":0,"output":2,"tax":1}}', 'a'],
    ['{"a":[{"from":"soon","input":1,"cached":0,"output":2}]}', 'a.0.from: is not a date'],
    ['{"a":[]}', 'a'],
    ['{"a":{"input":1,"cached":2,"output":1}}', 'a.cached: is more than input'],
    ['{"a":[{"from":"2026-01-01","input":1,"cached":2,"output":1}]}', 'a.0.cached: is more than input'],
  ])('says of %s what is wrong', (raw, fault) => expect(() => parsePrices(raw)).toThrow(fault));

  it('reads the table that comes with the service', () => {
    expect(Object.keys(parsePrices(DEFAULT_PRICES))).toContain('gemini-3.8-flash');
  });
});
