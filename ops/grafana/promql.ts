import { TIMED as TIMED_OF_RULES } from '../prometheus/rules/recordings.ts';
import { JOB } from '../prometheus/rules/rule.ts';

/** What the variables of a dashboard choose. */
export const CHOSEN = 'job=~"$job", instance=~"$instance"';
/** Recorded series are of a job, not of an instance. */
export const CHOSEN_JOB = 'job=~"$job"';
/** The same requests that the alerts time. */
export const TIMED = TIMED_OF_RULES.replace(JOB, CHOSEN);

export const REQUEST = 'consultantos_http_request_duration_seconds';
export const EXECUTION = 'consultantos_execution_duration_seconds';
export const ANALYSIS = `${CHOSEN}, operation="analysis"`;

/** Events a second, summed up over the instances. @param by labels to keep */
export function perSecond(metric: string, by: readonly string[] = [], labels = ''): string {
  const chosen = labels === '' ? CHOSEN : `${CHOSEN}, ${labels}`;
  const keep = by.length === 0 ? '' : ` by (${by.join(', ')})`;
  return `sum${keep} (rate(${metric}{${chosen}}[$__rate_interval]))`;
}

export const quantile = (share: number, metric: string, labels: string, by: readonly string[] = []) =>
  `histogram_quantile(${share}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket{${labels}}[$__rate_interval])))`;

/** `0` where nothing happened: without traffic nothing failed. The floor is far below one event in a day. */
export const share = (part: string, whole: string) => `${part} / clamp_min(${whole}, 1e-9)`;
/** Nothing at all where nothing happened: no share of hits is known then. */
export const shareIfAny = (part: string, whole: string) => `${part} / (${whole} > 0)`;
