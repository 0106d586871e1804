import { BURNS, THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import {
  ANALYSIS,
  CHOSEN,
  CHOSEN_JOB,
  EXECUTION,
  perSecond,
  quantile,
  REQUEST,
  share,
  TIMED,
} from '../promql.ts';

const FAILED = share(perSecond('consultantos_requests_failed'), perSecond('consultantos_requests_total'));
const failedLimit = { value: THRESHOLDS.errorRatio, wrong: 'above' } as const;

export const OVERVIEW: DashboardPlan = {
  uid: 'consultantos-overview',
  title: 'ConsultantOS / Service overview',
  description: 'Whether users are served: where to look first.',
  panels: [
    figure('Instances up', `sum(up{${CHOSEN}})`, {
      unit: 'short',
      description: 'Instances that Prometheus could scrape just now.',
      limit: { value: 1, wrong: 'below' },
    }),
    figure(
      'Alerts firing',
      `count(ALERTS{${CHOSEN_JOB}, alertstate="firing", alertname!="Watchdog"}) or vector(0)`,
      {
        unit: 'short',
        description:
          'Alerts that fire now, the Watchdog left out; their section in the runbook says what to do.',
        limit: { value: 1, wrong: 'above' },
      },
    ),
    figure('Failed requests', FAILED, {
      unit: 'percentunit',
      description: 'Share of the requests answered with 500 or above. The limit is that of HighErrorRate.',
      limit: failedLimit,
    }),
    figure('Jobs waiting', `max(consultantos_jobs_total{${CHOSEN}, status="pending"})`, {
      unit: 'short',
      description: 'Jobs that no worker has taken yet. The limit is that of JobQueueBackup.',
      limit: { value: THRESHOLDS.pendingJobs, wrong: 'above' },
    }),
    lines(
      'Requests by class of status',
      { '{{status}}': perSecond(`${REQUEST}_count`, ['status']) },
      { unit: 'reqps', description: 'Answers a second; probes and scrapes are not counted.' },
    ),
    lines(
      'Failed requests over time',
      { failed: FAILED },
      {
        unit: 'percentunit',
        description: 'Share of the requests answered with 500 or above, with the limit of HighErrorRate.',
        limit: failedLimit,
      },
    ),
    lines(
      'Duration of requests, p95',
      { requests: quantile(0.95, REQUEST, TIMED) },
      {
        unit: 's',
        description: 'Nineteen of twenty requests were faster; analyses and event streams are left out.',
        limit: { value: THRESHOLDS.requestSeconds, wrong: 'above' },
      },
    ),
    lines(
      'Duration of analyses, p95',
      { analyses: quantile(0.95, EXECUTION, ANALYSIS) },
      {
        unit: 's',
        description:
          'Nineteen of twenty analyses that were made were faster; answers from the cache are none.',
        limit: { value: THRESHOLDS.analysisSeconds, wrong: 'above' },
      },
    ),
    lines(
      'Error budgets, burn rate over an hour',
      {
        '{{slo}}': `max by (slo) (job_slo:consultantos_burn:rate1h{${CHOSEN_JOB}}) or on (slo) 0 * max by (slo) (slo:consultantos_error_budget:ratio)`,
      },
      {
        unit: 'short',
        description:
          'How many times too fast each objective spends its budget of 30 days; 1 spends it exactly.',
        limit: { value: BURNS[0].factor, wrong: 'above' },
      },
    ),
    lines(
      'Dependencies',
      { '{{check}}': `min by (check) (consultantos_health_check_status{${CHOSEN}})` },
      {
        unit: 'none',
        description: 'The worst instance of each health check: 1 well, 0.5 with a warning, 0 down.',
        max: 1,
      },
    ),
    lines(
      'Time since the start',
      { '{{instance}}': `time() - process_start_time_seconds{${CHOSEN}}` },
      { unit: 's', description: 'A line that falls to zero is a restart.' },
    ),
    lines(
      'Builds',
      { '{{version}} {{commit}}': `count by (version, commit) (consultantos_build_info{${CHOSEN}})` },
      {
        unit: 'short',
        description: 'Instances of each build: two builds at once are a deployment under way.',
      },
    ),
  ],
};
