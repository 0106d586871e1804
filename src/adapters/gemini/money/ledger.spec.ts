import fc from 'fast-check';
import { Ledger } from './ledger.js';

describe('Ledger', () => {
  it('sets nothing aside that could pass the limit', () => {
    const ledger = new Ledger(1);
    const first = ledger.reserve(0.6);
    expect(first).not.toBeNull();
    expect(ledger.reserve(0.5)).toBeNull();
    ledger.settle(first ?? undefined, 0.1);
    expect(ledger.reserve(0.5)).not.toBeNull();
    expect(ledger.spentUsd).toBe(0.1);
  });

  it('can be spent to its limit, and counts without one', () => {
    expect(new Ledger(0.3).reserve(0.1 + 0.2)).not.toBeNull();
    const free = new Ledger(null);
    expect(free.reserve(1000)).not.toBeNull();
  });

  it('begins no call of unknown price under a limit', () => {
    expect(new Ledger(1).reserve(null)).toBeNull();
    expect(new Ledger(null).reserve(null)).not.toBeNull();
  });

  it('counts what an earlier attempt spent, for which nothing is set aside any more', () => {
    const ledger = new Ledger(1);
    ledger.settle(undefined, 0.7);
    expect(ledger.reserve(0.4)).toBeNull();
  });

  it('never spends more than its limit where no call costs more than was set aside', () => {
    const amounts = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(amounts, (calls) => {
        const ledger = new Ledger(2);
        for (const [worst, share] of calls) {
          const hold = ledger.reserve(worst);
          if (hold) ledger.settle(hold, worst * share);
        }
        expect(ledger.spentUsd).toBeLessThanOrEqual(2);
      }),
    );
  });
});
