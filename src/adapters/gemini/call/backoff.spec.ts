import { isWorthRetrying, pauseBefore } from './backoff.js';
import { GeminiFault } from './gemini-fault.js';

const quota = (retryDelayMs: number | null) => new GeminiFault('quota_exhausted', 429, retryDelayMs);

describe('the pause before a second try', () => {
  it('is what the upstream asked for, also where that is shorter or longer than ours', () => {
    expect(pauseBefore(1, quota(200), 0)).toBe(200);
    expect(pauseBefore(2, quota(12_500), 0)).toBe(12_500);
  });

  it('is a second otherwise, doubled each time', () => {
    expect([1, 2, 3].map((retry) => pauseBefore(retry, quota(null), 0))).toEqual([1000, 2000, 4000]);
  });

  it('leaves a quarter to chance, above what was asked for', () => {
    expect(pauseBefore(1, quota(1000), 1)).toBe(1250);
  });

  it('is never longer than anybody waits; what is asked to wait longer is not tried again', () => {
    expect(pauseBefore(9, quota(null), 1)).toBe(30_000);
    expect([30_000, 30_001].map((ms) => isWorthRetrying(quota(ms)))).toEqual([true, false]);
  });
});
