import { THRESHOLDS } from '../../prometheus/rules/thresholds.ts';
import { type DashboardPlan, figure, lines } from '../panel.ts';
import { ANALYSIS, CHOSEN, EXECUTION, perSecond, quantile, REQUEST, shareIfAny, TIMED } from '../promql.ts';

const HITS = perSecond('consultantos_cache_hits');
const HIT_SHARE = shareIfAny(HITS, `(${HITS} + ${perSecond('consultantos_cache_misses')})`);
const hitLimit = { value: THRESHOLDS.cacheHitRatio, wrong: 'below' } as const;
const quantiles = (metric: string, labels: string) =>
  Object.fromEntries([0.5, 0.95, 0.99].map((each) => [`p${each * 100}`, quantile(each, metric, labels)]));
const memory = (used: string, kind: string) =>
  `${used}{${CHOSEN}} / on (job, instance) consultantos_memory_limit_bytes{${CHOSEN}, kind="${kind}"}`;

export const PERFORMANCE: DashboardPlan = {
  uid: 'consultantos-performance',
  title: 'ConsultantOS / Performance',
  description: 'How long users wait, and what the process does meanwhile.',
  panels: [
    figure('Requests, p95', quantile(0.95, REQUEST, TIMED), {
      unit: 's',
      description: 'Of all requests but analyses and event streams. The limit is that of HighLatency.',
      limit: { value: THRESHOLDS.requestSeconds, wrong: 'above' },
    }),
    figure('Analyses, p95', quantile(0.95, EXECUTION, ANALYSIS), {
      unit: 's',
      description: 'Of analyses that were made, not found in the cache. The limit is that of HighLatency.',
      limit: { value: THRESHOLDS.analysisSeconds, wrong: 'above' },
    }),
    figure('Cache hits', HIT_SHARE, {
      unit: 'percentunit',
      description:
        'Share of look-ups that hit; nothing where nobody looked. The limit is that of LowCacheHitRate.',
      limit: hitLimit,
    }),
    figure('Requests a second', perSecond('consultantos_requests_total'), {
      unit: 'reqps',
      description: 'All that was answered, over the chosen instances.',
    }),
    lines('Duration of requests', quantiles(REQUEST, TIMED), {
      unit: 's',
      description: 'Of all requests but analyses and event streams.',
      limit: { value: THRESHOLDS.requestSeconds, wrong: 'above' },
    }),
    lines('Duration of analyses', quantiles(EXECUTION, ANALYSIS), {
      unit: 's',
      description: 'From the sources to the stored report, by whichever engine.',
      limit: { value: THRESHOLDS.analysisSeconds, wrong: 'above' },
    }),
    lines(
      'Duration by route, p95',
      { '{{route}}': `${quantile(0.95, REQUEST, TIMED, ['route'])} > 0` },
      { unit: 's', description: 'Routes that were asked for; the slowest explains the whole.' },
    ),
    lines(
      'Stages of an analysis, p95',
      {
        '{{operation}}': `${quantile(0.95, EXECUTION, `${CHOSEN}, operation!="analysis"`, ['operation'])} > 0`,
      },
      { unit: 's', description: 'Which stage an analysis spends its time in.' },
    ),
    lines(
      'Requests by route',
      { '{{route}}': `${perSecond('consultantos_requests_total', ['route'])} > 0` },
      { unit: 'reqps', description: 'Routes that were asked for, by their pattern.' },
    ),
    lines(
      'Cache hits over time',
      { hits: HIT_SHARE },
      { unit: 'percentunit', description: 'Share of look-ups that hit.', limit: hitLimit, max: 1 },
    ),
    lines(
      'Event loop stalled',
      {
        '{{instance}}': `sum by (instance) (rate(consultantos_event_loop_stalled_seconds_total{${CHOSEN}}[$__rate_interval]))`,
      },
      {
        unit: 'percentunit',
        description:
          'Share of the time in which the event loop stood still. The limit is that of EventLoopStalled.',
        limit: { value: THRESHOLDS.stalledRatio, wrong: 'above' },
      },
    ),
    lines(
      'Memory',
      {
        'resident {{instance}}': memory('process_resident_memory_bytes', 'resident'),
        'heap {{instance}}': memory('nodejs_heap_size_used_bytes', 'heap'),
      },
      {
        unit: 'percentunit',
        description:
          'Share of what the process, and its heap, may take. The limit is that of MemoryNearLimit.',
        limit: { value: THRESHOLDS.memoryRatio, wrong: 'above' },
        max: 1,
      },
    ),
    lines(
      'Processor',
      { '{{instance}}': perSecond('process_cpu_seconds_total', ['instance']) },
      { unit: 'short', description: 'Cores in use: one for the event loop, more for the threads beside it.' },
    ),
    lines(
      'Delay of the event loop, p99',
      { '{{instance}}': `max by (instance) (nodejs_eventloop_lag_p99_seconds{${CHOSEN}})` },
      { unit: 's', description: 'One turn in a hundred began later than this since the scrape before.' },
    ),
  ],
};
