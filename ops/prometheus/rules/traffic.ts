import { alert, type Group, JOB, percent } from './rule.ts';
import { AT_LEAST, THRESHOLDS } from './thresholds.ts';

/** `rate` holds events per second: how many that is in so many seconds. */
const atLeast = (rate: string, seconds: number, events: number) => `and ${rate} * ${seconds} > ${events}`;

const FAILED = 'job:consultantos_requests_failed';
const HITS = 'job:consultantos_cache_hits:ratio_rate30m';

/** What users of the API meet. */
export const TRAFFIC_ALERTS: Group = {
  name: 'consultantos-traffic',
  rules: [
    alert({
      name: 'HighErrorRate',
      severity: 'critical',
      component: 'api',
      for: '2m',
      expr: [
        `${FAILED}:ratio_rate5m > ${THRESHOLDS.errorRatio}`,
        atLeast(`${FAILED}:rate5m`, 300, AT_LEAST.failedRequests),
      ].join('\n'),
      summary: `More than ${percent(THRESHOLDS.errorRatio)} of the requests fail`,
      description:
        '{{ $value | humanizePercentage }} of the requests of the last five minutes were answered with 500 or above.',
      dashboard: 'errors',
    }),
    alert({
      name: 'HighLatency',
      severity: 'warning',
      component: 'api',
      for: '5m',
      expr: [
        `job:consultantos_request_duration:p95_5m > ${THRESHOLDS.requestSeconds}`,
        atLeast('job:consultantos_request_duration:rate5m', 300, AT_LEAST.requests),
      ].join('\n'),
      summary: `One request in twenty takes longer than ${THRESHOLDS.requestSeconds} s`,
      description:
        'The 95th percentile of the requests of the last five minutes, without analyses and event streams, ' +
        'is {{ $value | humanizeDuration }}.',
      dashboard: 'performance',
    }),
    alert({
      name: 'HighLatency',
      severity: 'warning',
      component: 'analysis',
      for: '5m',
      expr: [
        `job:consultantos_analysis_duration:p95_10m > ${THRESHOLDS.analysisSeconds}`,
        atLeast('job:consultantos_analysis_duration:rate10m', 600, AT_LEAST.analyses),
      ].join('\n'),
      summary: `One analysis in twenty takes longer than ${THRESHOLDS.analysisSeconds} s`,
      description:
        'The 95th percentile of the analyses of the last ten minutes, answers from the cache left out, ' +
        'is {{ $value | humanizeDuration }}.',
      dashboard: 'performance',
    }),
    alert({
      name: 'LowCacheHitRate',
      severity: 'warning',
      component: 'cache',
      for: '15m',
      expr: [
        `${HITS} < ${THRESHOLDS.cacheHitRatio}`,
        atLeast('job:consultantos_cache_lookups:rate30m', 1800, AT_LEAST.lookUps),
      ].join('\n'),
      summary: `Less than ${percent(THRESHOLDS.cacheHitRatio)} of the analyses asked for come from the cache`,
      description:
        '{{ $value | humanizePercentage }} of the cache look-ups of the last half hour hit; each miss is made anew, and paid for.',
      dashboard: 'performance',
    }),
    alert({
      name: 'ServiceDown',
      severity: 'critical',
      component: 'service',
      for: '1m',
      expr: `up{${JOB}} == 0\nor\nabsent(up{${JOB}})`,
      summary: '{{ or $labels.instance "Every instance" }} of the service is down',
      description:
        'Prometheus cannot scrape it: the process is gone, hangs, or is not reached. Without an instance named, none is known at all.',
      dashboard: 'overview',
    }),
  ],
};
