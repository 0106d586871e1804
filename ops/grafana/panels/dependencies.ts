import { THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import { CHOSEN, perSecond, quantile, share } from '../promql.ts';

const CALLS = 'consultantos_api_calls_total';
const failed = (by: readonly string[]) =>
  share(perSecond(CALLS, by, 'status="failed"'), perSecond(CALLS, by));
const failedLimit = { value: THRESHOLDS.callFailureRatio, wrong: 'above' } as const;

export const DEPENDENCIES: DashboardPlan = {
  uid: 'consultantos-dependencies',
  title: 'ConsultantOS / Dependencies',
  description: 'What the service stands on: database, storage, cache, queue and Gemini.',
  panels: [
    figure('Worst health check', `min(consultantos_health_check_status{${CHOSEN}})`, {
      unit: 'none',
      description: '1 well, 0.5 with a warning, 0 down.',
      limit: { value: 1, wrong: 'below' },
    }),
    figure('Circuits not closed', `count(consultantos_circuit_breaker_state{${CHOSEN}} > 0) or vector(0)`, {
      unit: 'short',
      description:
        'Circuits, over all instances, that hold calls back. CircuitOpen tells of one after five minutes.',
      limit: { value: 1, wrong: 'above' },
    }),
    figure('Failed calls', failed([]), {
      unit: 'percentunit',
      description: 'Share of all tries that failed. The limit is that of APIFailureRate.',
      limit: failedLimit,
    }),
    figure('Changes of health', `sum(changes(consultantos_health_check_status{${CHOSEN}}[$__range]))`, {
      unit: 'short',
      description: 'How often any check changed within the time shown.',
    }),
    lines(
      'Health checks',
      { '{{check}}': `min by (check) (consultantos_health_check_status{${CHOSEN}})` },
      {
        unit: 'none',
        description: 'The worst instance of each check: 1 well, 0.5 with a warning, 0 down.',
        max: 1,
      },
    ),
    lines(
      'Circuits',
      { '{{service}}': `max by (service) (consultantos_circuit_breaker_state{${CHOSEN}})` },
      { unit: 'none', description: 'The worst instance: 0 closed, 0.5 half open, 1 open.', max: 1 },
    ),
    lines(
      'Calls',
      { '{{service}} {{status}}': perSecond(CALLS, ['service', 'status']) },
      {
        unit: 'ops',
        description: 'Tries a second; services that this installation does not use stay at zero.',
      },
    ),
    lines(
      'Failed calls over time',
      { '{{service}}': failed(['service']) },
      { unit: 'percentunit', description: 'With the limit of APIFailureRate.', limit: failedLimit },
    ),
    lines(
      'Duration of calls, p95',
      { '{{service}}': quantile(0.95, 'consultantos_api_call_duration_seconds', CHOSEN, ['service']) },
      { unit: 's', description: 'Nineteen of twenty tries were faster.' },
    ),
  ],
};
