import { type Group, JOB } from './rule.ts';

/**
 * Requests whose duration a user waits for, but analyses, which are timed by themselves: the event stream lasts as long
 * as its job, and paths that no route serves are answered at once, to scanners.
 */
export const TIMED = `${JOB}, route!~"unmatched|(/v1)?/(analyze|jobs/:id/events)"`;
const rate = (metric: string, range: string, labels = JOB) => `rate(${metric}{${labels}}[${range}])`;
const perJob = (metric: string, range: string, labels?: string) =>
  `sum by (job) (${rate(metric, range, labels)})`;
const p95 = (metric: string, range: string, labels: string) =>
  `histogram_quantile(0.95, sum by (job, le) (${rate(`${metric}_bucket`, range, labels)}))`;

const REQUEST = 'consultantos_http_request_duration_seconds';
const EXECUTION = 'consultantos_execution_duration_seconds';
/** Made, not found in the cache: what a user feels who waits for one, or for the job that it became. */
const ANALYSIS = `${JOB}, operation="analysis"`;

/** Rates and ratios that alerts and dashboards share: aggregates over aggregates of the same labels. */
export const RECORDINGS: Group = {
  name: 'consultantos-rates',
  rules: [
    { record: 'job:consultantos_requests:rate5m', expr: perJob('consultantos_requests_total', '5m') },
    { record: 'job:consultantos_requests_failed:rate5m', expr: perJob('consultantos_requests_failed', '5m') },
    {
      record: 'job:consultantos_requests_failed:ratio_rate5m',
      expr: 'job:consultantos_requests_failed:rate5m / job:consultantos_requests:rate5m',
    },
    { record: 'job:consultantos_request_duration:rate5m', expr: perJob(`${REQUEST}_count`, '5m', TIMED) },
    { record: 'job:consultantos_request_duration:p95_5m', expr: p95(REQUEST, '5m', TIMED) },
    {
      record: 'job:consultantos_analysis_duration:rate10m',
      expr: perJob(`${EXECUTION}_count`, '10m', ANALYSIS),
    },
    { record: 'job:consultantos_analysis_duration:p95_10m', expr: p95(EXECUTION, '10m', ANALYSIS) },
    {
      record: 'job:consultantos_cache_lookups:rate30m',
      expr: `${perJob('consultantos_cache_hits', '30m')} + ${perJob('consultantos_cache_misses', '30m')}`,
    },
    {
      record: 'job:consultantos_cache_hits:ratio_rate30m',
      expr: `${perJob('consultantos_cache_hits', '30m')} / job:consultantos_cache_lookups:rate30m`,
    },
    {
      record: 'job_service:consultantos_api_calls_failed:rate5m',
      expr: `sum by (job, service) (${rate('consultantos_api_calls_total', '5m', `${JOB}, status="failed"`)})`,
    },
    {
      record: 'job_service:consultantos_api_calls_failed:ratio_rate5m',
      expr:
        'job_service:consultantos_api_calls_failed:rate5m / ' +
        `sum by (job, service) (${rate('consultantos_api_calls_total', '5m')})`,
    },
    {
      record: 'instance:consultantos_memory:ratio',
      expr:
        `label_replace(process_resident_memory_bytes{${JOB}}, "kind", "resident", "", "") / ` +
        `on (job, instance) group_left () consultantos_memory_limit_bytes{${JOB}, kind="resident"}\nor\n` +
        `label_replace(nodejs_heap_size_used_bytes{${JOB}}, "kind", "heap", "", "") / ` +
        `on (job, instance) group_left () consultantos_memory_limit_bytes{${JOB}, kind="heap"}`,
    },
  ],
};
