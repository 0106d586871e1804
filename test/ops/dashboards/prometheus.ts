/** Of one query; a run asks some hundred of them. */
const ANSWER_MS = 10_000;

/** One line of an answer: its labels, and its finite values by Unix second. */
export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [second: number, value: number])[];
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly result: readonly {
      readonly metric: Record<string, string>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

/**
 * Asks for each second from `from` to `to`, both in Unix seconds. Lines without any finite value are left out: Grafana
 * shows them as no data.
 * @throws Error where Prometheus refuses the query
 */
export async function queryRange(url: string, query: string, from: number, to: number): Promise<Line[]> {
  const body = new URLSearchParams({ query, start: String(from), end: String(to), step: '1s' });
  const answer = await fetch(`${url}/api/v1/query_range`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const { status, error, data } = (await answer.json()) as Answer;
  if (status !== 'success' || !data) throw new Error(`${query}: ${error ?? status}`);
  return data.result
    .map(({ metric, values }) => ({
      labels: metric,
      points: values
        .map(([second, value]) => [second, Number(value)] as const)
        .filter(([, value]) => Number.isFinite(value)),
    }))
    .filter(({ points }) => points.length > 0);
}
