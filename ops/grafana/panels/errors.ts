import { THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import { CHOSEN, perSecond, REQUEST, share } from '../promql.ts';

const FAILED = share(perSecond('consultantos_requests_failed'), perSecond('consultantos_requests_total'));
const failedLimit = { value: THRESHOLDS.errorRatio, wrong: 'above' } as const;
const OUTSIDE = 'error_type=~"uncaught_exception|unhandled_rejection|startup_task_failed|background_failure"';

export const ERRORS: DashboardPlan = {
  uid: 'consultantos-errors',
  title: 'ConsultantOS / Error analysis',
  description: 'What fails, where, and whose fault it is.',
  panels: [
    figure('Failed requests', FAILED, {
      unit: 'percentunit',
      description: 'Share of the requests answered with 500 or above. The limit is that of HighErrorRate.',
      limit: failedLimit,
    }),
    figure('Failed in this time', `sum(increase(consultantos_requests_failed{${CHOSEN}}[$__range]))`, {
      unit: 'short',
      description: 'Requests answered with 500 or above within the time shown.',
    }),
    figure(
      'Outside any answer',
      `sum(increase(consultantos_errors_total{${CHOSEN}, ${OUTSIDE}}[$__range]))`,
      {
        unit: 'short',
        description: 'Exceptions that nobody caught and background work that failed, within the time shown.',
        limit: { value: 1, wrong: 'above' },
      },
    ),
    figure(
      'Failed jobs',
      `sum(increase(consultantos_job_transitions_total{${CHOSEN}, status="failed"}[$__range]))`,
      { unit: 'short', description: 'Jobs that failed for good within the time shown.' },
    ),
    lines(
      'Failed requests over time',
      { failed: FAILED },
      { unit: 'percentunit', description: 'With the limit of HighErrorRate.', limit: failedLimit },
    ),
    lines(
      'Errors by type',
      { '{{error_type}}': perSecond('consultantos_errors_total', ['error_type']) },
      { unit: 'ops', description: 'Codes of answers of 500 and above, and failures outside any answer.' },
    ),
    lines(
      'Failed requests by route',
      { '{{route}}': `topk(10, ${perSecond('consultantos_requests_failed', ['route'])})` },
      { unit: 'reqps', description: 'The ten routes on which most failed.' },
    ),
    lines(
      'Refused requests by route',
      { '{{route}}': `topk(10, ${perSecond(`${REQUEST}_count`, ['route'], 'status="4xx"')})` },
      {
        unit: 'reqps',
        description: 'Answered with 400 to 499: the caller is at fault, or a limit was reached.',
      },
    ),
    lines(
      'Refused requests by reason',
      { '{{reason}}': perSecond('consultantos_requests_refused_total', ['reason']) },
      {
        unit: 'reqps',
        description:
          'Answered 503 overloaded before their work was begun, and connections closed unanswered, by the limit that was reached.',
      },
    ),
    lines(
      'Failed calls to outside services',
      { '{{service}}': perSecond('consultantos_api_calls_total', ['service'], 'status="failed"') },
      { unit: 'ops', description: 'Each try counts, also one that a later try made good.' },
    ),
    lines(
      'Frameworks that came to less',
      {
        '{{framework}} {{outcome}}': perSecond(
          'consultantos_framework_usage_total',
          ['framework', 'outcome'],
          'outcome!="complete"',
        ),
      },
      {
        unit: 'ops',
        description: 'Parts of analyses that failed, are partial, or found too little in the sources.',
      },
    ),
  ],
};
