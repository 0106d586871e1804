import { keyFindings } from './key-findings.js';
import type { Claim } from './report.schema.js';

let count = 0;
const claim = (bucket: string, source_id: string, quote = `quote ${(count += 1)}`): Claim => ({
  id: `${bucket} ${source_id} ${quote}`,
  path: `/framework_analysis/${bucket}/${(count += 1)}`,
  text: quote,
  origin: 'extracted',
  support: 'verbatim',
  citations: [{ source_id, quote, start: 0, end: quote.length }],
});
const bucketsOf = (claims: Claim[]) => claims.map(({ path }) => path.split('/')[2]);

describe('keyFindings', () => {
  it('takes five at most, one framework after the other', () => {
    const swot = ['s1', 's2', 's3', 's4'].map((bucket) => claim(bucket, 'a'));
    const pestel = ['p1', 'p2', 'p3', 'p4'].map((bucket) => claim(bucket, 'a'));
    expect(bucketsOf(keyFindings([swot, pestel]))).toEqual(['s1', 'p1', 's2', 'p2', 's3']);
  });

  it('prefers buckets, then sources, that were not heard yet', () => {
    const claims = [
      claim('strengths', 'a'),
      claim('strengths', 'b'),
      claim('threats', 'a'),
      claim('threats', 'b'),
    ];
    expect(keyFindings([claims]).map(({ id }) => id.slice(0, 11))).toEqual([
      'strengths a',
      'threats b q',
      'strengths b',
      'threats a q',
    ]);
  });

  it('shows a passage once, even where two frameworks use it', () => {
    expect(keyFindings([[claim('s1', 'a', 'same')], [claim('p1', 'a', 'same')]])).toHaveLength(1);
  });

  it('shows fewer where there is less', () => {
    expect(keyFindings([])).toEqual([]);
    expect(keyFindings([[], [claim('p1', 'a')]])).toHaveLength(1);
  });
});
