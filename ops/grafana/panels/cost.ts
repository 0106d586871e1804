import { THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import { CHOSEN, EXECUTION, perSecond, shareIfAny } from '../promql.ts';

const COST = perSecond('consultantos_api_cost_total', [], 'unit="USD"');
const MADE = perSecond('consultantos_framework_usage_total', [], 'engine="gemini"');
const HITS = perSecond('consultantos_cache_hits');

export const COST_TRACKING: DashboardPlan = {
  uid: 'consultantos-cost',
  title: 'ConsultantOS / Cost tracking',
  description: 'What outside services cost, by the prices in GEMINI_PRICES; the bill is the provider’s.',
  panels: [
    figure('USD an hour', `${COST} * 3600`, {
      unit: 'currencyUSD',
      description: 'At the present pace. The limit is that of HighAPICosts.',
      limit: { value: THRESHOLDS.hourlyUsd, wrong: 'above' },
    }),
    figure('USD a day', `${COST} * 86400`, {
      unit: 'currencyUSD',
      description: 'A whole day at the present pace. The limit is that of HighDailyAPICosts.',
      limit: { value: THRESHOLDS.dailyUsd, wrong: 'above' },
    }),
    figure(
      'Spent in this time',
      `sum(increase(consultantos_api_cost_total{${CHOSEN}, unit="USD"}[$__range]))`,
      {
        unit: 'currencyUSD',
        description: 'Within the time shown.',
      },
    ),
    figure('USD a framework', shareIfAny(COST, MADE), {
      unit: 'currencyUSD',
      description: 'What one framework of an analysis by Gemini costs; nothing where none was made.',
    }),
    lines(
      'USD an hour over time',
      { '{{service}}': `${perSecond('consultantos_api_cost_total', ['service'], 'unit="USD"')} * 3600` },
      {
        unit: 'currencyUSD',
        description: 'With the limit of HighAPICosts.',
        limit: { value: THRESHOLDS.hourlyUsd, wrong: 'above' },
      },
    ),
    lines(
      'Tokens',
      { '{{model}} {{kind}}': perSecond('consultantos_api_tokens_total', ['model', 'kind']) },
      {
        unit: 'ops',
        description: 'Tokens billed a second; cached input is cheaper, thoughts cost as output does.',
      },
    ),
    lines(
      'Calls that are paid for',
      { '{{status}}': perSecond('consultantos_api_calls_total', ['status'], 'service="gemini"') },
      { unit: 'ops', description: 'Calls to Gemini; each try counts.' },
    ),
    lines(
      'Frameworks by engine',
      { '{{engine}}': perSecond('consultantos_framework_usage_total', ['engine']) },
      { unit: 'ops', description: 'Parts of analyses that were made; only those of gemini cost anything.' },
    ),
    lines(
      'Analyses made, and saved by the cache',
      { made: perSecond(`${EXECUTION}_count`, [], 'operation="analysis"'), saved: HITS },
      { unit: 'ops', description: 'What is answered from the cache is not paid for again.' },
    ),
  ],
};
