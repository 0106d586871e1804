import { computeConfidence } from './confidence.js';
import type { Claim } from './report.schema.js';

const claim = (source_id: string, fields: Partial<Claim> = {}): Claim => ({
  id: 'c1',
  path: '/',
  text: '',
  origin: 'extracted',
  support: 'verbatim',
  citations: [{ source_id, quote: 'q', start: 0, end: 1 }],
  ...fields,
});
const unverified = claim('d', { support: 'unverified' });
const hypothesis = claim('e', { origin: 'hypothesis', support: 'unverified' });
const compute = (claims: Claim[], bucketsCovered = 2, engine: 'gemini' | 'extractive' = 'gemini') =>
  computeConfidence({ engine, bucketsAsked: 4, bucketsCovered, claims });

describe('computeConfidence', () => {
  it('weighs coverage, support and diversity', () => {
    const claims = [claim('a'), claim('b'), unverified];
    expect(compute(claims)).toEqual({ score: 0.5833, coverage: 0.5, support: 0.6667, diversity: 0.6667 });
  });

  it('is 1 at best, and 0.6 for the engine that does not understand', () => {
    const claims = ['a', 'b', 'c', 'd'].map((source) => claim(source));
    expect(compute(claims, 4).score).toBe(1);
    expect(compute(claims, 4, 'extractive').score).toBe(0.6);
  });

  it('is 0 without evidence', () => {
    expect(compute([], 0).score).toBe(0);
    expect(compute([unverified], 0).score).toBe(0);
  });

  it('leaves hypotheses out', () => {
    expect(compute([hypothesis], 0).score).toBe(0);
    expect(compute([claim('a'), hypothesis])).toEqual(compute([claim('a')]));
  });

  it('takes web pages for different sources by their addresses', () => {
    const pages = ['https://a.org', 'https://b.org'].map((url) =>
      claim('web', { citations: [{ source_id: 'web', quote: 'q', start: 0, end: 1, url, title: 't' }] }),
    );
    expect(compute(pages).diversity).toBe(0.6667);
  });
});
