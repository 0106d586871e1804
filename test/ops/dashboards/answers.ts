import type { GrafanaDashboard, GrafanaPanel, Target } from './read.ts';
import { interpolate } from './read.ts';
import { type Line, queryRange } from './prometheus.ts';

/** Four scrapes, as Grafana takes it; the rehearsal scrapes once a second. */
const RATE_SECONDS = 4;

export interface Time {
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
}

export interface AnsweredTarget {
  readonly target: Target;
  readonly lines: readonly Line[];
}

export interface AnsweredPanel {
  readonly panel: GrafanaPanel;
  readonly targets: readonly AnsweredTarget[];
}

/** What Prometheus says to each query of a dashboard, over `time`. */
export async function answersTo(
  { panels }: GrafanaDashboard,
  prometheusUrl: string,
  { from, to }: Time,
): Promise<AnsweredPanel[]> {
  const answered: AnsweredPanel[] = [];
  for (const panel of panels) {
    const targets: AnsweredTarget[] = [];
    for (const target of panel.targets) {
      const query = interpolate(target.expr, { rate: RATE_SECONDS, range: to - from });
      targets.push({ target, lines: await queryRange(prometheusUrl, query, from, to) });
    }
    answered.push({ panel, targets });
  }
  return answered;
}

/** The greatest value of a query at any time; undefined where it answered nothing. */
export function greatest({ lines }: AnsweredTarget): number | undefined {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  return values.length === 0 ? undefined : Math.max(...values);
}
