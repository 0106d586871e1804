import { readExposition } from '../exposition.js';
import { createTestApp } from '../harness.js';
import { alternativesOf } from './promql/alternatives.ts';
import { selectorsOf } from './promql/selectors.ts';
import { type Known, unknownSeries } from './promql/unknown-series.ts';
import { isAlert, readRules } from './rules/rules-file.ts';

const rules = readRules().groups.flatMap((group) => group.rules);

describe('selectorsOf', () => {
  it('finds metrics and matchers', () =>
    expect(selectorsOf('sum by (job) (rate(a_total{job="x", path!~"b|c"}[5m])) / on (job) b > 1')).toEqual([
      {
        metric: 'a_total',
        matchers: [
          { label: 'job', operator: '=', value: 'x' },
          { label: 'path', operator: '!~', value: 'b|c' },
        ],
      },
      { metric: 'b', matchers: [] },
    ]));

  it.each(['sum by (job (a)', 'a >', '{job="x"}'])('refuses %s', (expression) =>
    expect(() => selectorsOf(expression)).toThrow(/no PromQL|names no metric/),
  );
});

it.each([
  ['a', ['a']],
  ['a|', ['a', '']],
  ['a|(/v1)?/(b|c(d|e))', ['a', '/v1/b', '/v1/cd', '/v1/ce', '/b', '/cd', '/ce']],
  ['(?:a|b)c', ['ac', 'bc']],
  ['a\\|b[(|]', ['a\\|b[(|]']],
  ['(a|b)+c', ['(a|b)+c']],
])('alternativesOf says %s one by one', (pattern, alternatives) =>
  expect(alternativesOf(pattern)).toEqual(alternatives),
);

describe('what the rules select', () => {
  let known: Known;

  beforeAll(async () => {
    const service = await createTestApp();
    const exposition = readExposition(await service.scrape());
    await service.close();
    const recorded = new Set(rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
    known = { exposition, recorded };
  });

  it('exists in the exposition of the running service', () =>
    expect(
      unknownSeries(
        rules.map(({ expr }) => expr),
        known,
      ),
    ).toEqual([]));

  it.each([
    ['consultantos_request_total > 1', 'consultantos_request_total does not exist'],
    ['consultantos_jobs_total{status="waiting"}', 'consultantos_jobs_total has no status="waiting"'],
    ['rate(consultantos_requests_total{code="500"}[5m])', 'consultantos_requests_total has no code="500"'],
    [
      'consultantos_health_check_status{check=~"database|gcs"}',
      'consultantos_health_check_status has no check=~"gcs"',
    ],
    [
      'consultantos_http_request_duration_seconds_bucket{le=~"3(\\\\.0)?"}',
      'consultantos_http_request_duration_seconds_bucket has no le=~"3\\.0"',
      'consultantos_http_request_duration_seconds_bucket has no le=~"3"',
    ],
    [
      'consultantos_http_request_duration_seconds_count{route!~"unmatched|(/v1)?/(nonsense|analyze)"}',
      'consultantos_http_request_duration_seconds_count has no route!~"/v1/nonsense"',
      'consultantos_http_request_duration_seconds_count has no route!~"/nonsense"',
    ],
    [
      'sum by (statuss) (consultantos_jobs_total)',
      'consultantos_jobs_total has no label statuss to group by',
    ],
    ['job:consultantos_nothing:rate5m', 'job:consultantos_nothing:rate5m does not exist'],
  ])('would be missed: %s', (expression, ...faults) =>
    expect(unknownSeries([expression], known)).toEqual(faults),
  );
});
