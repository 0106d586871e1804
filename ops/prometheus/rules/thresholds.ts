/**
 * Every threshold of the alerts, once: the rules and their texts take them from here, dashboards and guides may. A latency
 * must be an edge of its histogram's buckets, or its quantile would be guessed between two of them.
 */
export const THRESHOLDS = {
  /** Share of requests answered 500 or above. */
  errorRatio: 0.05,
  /** p95 in seconds of an analysis that was made: answers from the cache are none. */
  analysisSeconds: 60,
  /** p95 in seconds of every other request but the event stream, which lasts as long as its job. */
  requestSeconds: 1,
  /** Share of cache look-ups that hit. */
  cacheHitRatio: 0.6,
  pendingJobs: 100,
  /** Seconds for which the oldest pending job could have been begun. */
  oldestPendingSeconds: 900,
  /** Share of failed calls to one outside service. */
  callFailureRatio: 0.1,
  hourlyUsd: 10,
  dailyUsd: 100,
  /** Changes of a health check's status within half an hour. */
  flaps: 6,
  /** Share of the time in which the event loop stands still for a tenth of a second and more. */
  stalledRatio: 0.1,
  /** Share of the memory that the process, or its heap, may take. */
  memoryRatio: 0.9,
} as const;

/** How many must have happened before a ratio means anything: one failure at night is no outage. */
export const AT_LEAST = {
  failedRequests: 3,
  requests: 10,
  analyses: 3,
  failedCalls: 3,
  lookUps: 20,
  /** Bad events within the long window of a burn rate. */
  badEvents: 5,
} as const;

/** Service level objectives: the share of events over 30 days that may be bad. */
export const BUDGETS = {
  availability: 0.001,
  latency: 0.01,
  analysis_latency: 0.05,
  jobs: 0.01,
} as const;

/** Google SRE workbook, chapter 5: a page at 2 % of the budget in 1 h or 5 % in 6 h, a ticket at 10 % in 1 d or 3 d. */
export const BURNS = [
  { factor: 14.4, long: '1h', short: '5m', for: '2m', severity: 'critical' },
  { factor: 6, long: '6h', short: '30m', for: '5m', severity: 'critical' },
  { factor: 3, long: '1d', short: '2h', for: '15m', severity: 'ticket' },
  { factor: 1, long: '3d', short: '6h', for: '1h', severity: 'ticket' },
] as const;
