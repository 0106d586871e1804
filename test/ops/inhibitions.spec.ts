import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../contracts/eventually.ts';
import { describeWith } from '../needs.js';
import { startAlertmanager } from './drill/monitoring.ts';
import { Receivers } from './drill/receivers.ts';

const ANSWER_MS = 5000;
type Labels = Readonly<Record<string, string>>;

interface Told {
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

/** What explains what, about the same of each `equal`. */
interface Inhibition {
  readonly source: Labels;
  readonly target: Labels;
  readonly equal: readonly string[];
}

const fast = (window: string) => ({ alertname: 'ErrorBudgetBurningFast', severity: 'critical', window });
const gone = { alertname: 'ServiceDown', severity: 'critical' };
const down = { alertname: 'DependencyDown', severity: 'critical' };

const INHIBITIONS: readonly Inhibition[] = [
  { source: gone, target: { alertname: 'HighLatency', severity: 'warning' }, equal: ['job'] },
  { source: gone, target: { alertname: 'SomethingSlow', severity: 'ticket' }, equal: ['job'] },
  {
    source: fast('6h'),
    target: { alertname: 'ErrorBudgetBurningSlowly', severity: 'ticket' },
    equal: ['job', 'slo'],
  },
  { source: fast('1h'), target: fast('6h'), equal: ['job', 'slo'] },
  {
    source: down,
    target: { alertname: 'DependencyDegraded', severity: 'warning' },
    equal: ['job', 'check'],
  },
  {
    source: down,
    target: { alertname: 'DependencyFlapping', severity: 'warning' },
    equal: ['job', 'check'],
  },
];

/** Jobs of their own: no inhibition can pass for another. */
const CASES = INHIBITIONS.map(({ source, target, equal }, at) => {
  const shared = Object.fromEntries(equal.map((label) => [label, `same-${at}`]));
  return {
    source: { ...source, ...shared },
    target: { ...target, ...shared },
    strangers: equal.map((label) => ({ ...target, ...shared, [label]: `other-${at}` })),
  };
});
const NEITHER = [
  // As grave as what explains it: it is somebody's to look at all the same.
  { alertname: 'HighErrorRate', severity: 'critical', job: 'same-0' },
];

const nameOf = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

describeWith('/usr/bin/prometheus-alertmanager', 'Alertmanager', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-inhibitions-'));
  const receivers = new Receivers();
  let alertmanager: Awaited<ReturnType<typeof startAlertmanager>>;
  let told: ReadonlyMap<string, Told>;
  const alerts = () => `http://${alertmanager.address}/api/v2/alerts`;

  async function look(): Promise<void> {
    const answer = await fetch(alerts(), { signal: AbortSignal.timeout(ANSWER_MS) });
    told = new Map(((await answer.json()) as Told[]).map((each) => [nameOf(each.labels), each]));
  }
  const statusOf = (labels: Labels) => told.get(nameOf(labels))?.status;

  beforeAll(async () => {
    alertmanager = await startAlertmanager(folder, await receivers.start());
    const sent = [
      ...CASES.flatMap(({ source, target, strangers }) => [source, target, ...strangers]),
      ...NEITHER,
    ];
    const answer = await fetch(alerts(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent.map((labels) => ({ labels }))),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    expect(answer.status).toBe(200);
  });

  afterAll(async () => {
    await alertmanager.end();
    await receivers.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(CASES.map((each) => [each.source.alertname, each.target, each] as const))(
    'holds back what %s explains: %o',
    async (_source, _target, { source, target, strangers }) => {
      await eventually(async () => {
        await look();
        return statusOf(target)?.state === 'suppressed';
      });
      const { fingerprint } = told.get(nameOf(source))!;
      expect(statusOf(source)).toMatchObject({ state: 'active', inhibitedBy: [] });
      expect(statusOf(target)).toMatchObject({ state: 'suppressed', inhibitedBy: [fingerprint] });
      for (const stranger of strangers)
        expect(statusOf(stranger)).toMatchObject({ state: 'active', inhibitedBy: [] });
    },
  );

  // After those above: by then what could hold them back is known.
  it.each(NEITHER)('tells of $alertname, $severity, all the same', async (labels) => {
    await look();
    expect(statusOf(labels)).toMatchObject({ state: 'active', inhibitedBy: [] });
  });

  it('has no inhibition but those', () => {
    const { inhibit_rules: rules } = parse(readFileSync('ops/alertmanager/alertmanager.yml', 'utf8')) as {
      inhibit_rules: unknown[];
    };
    expect(rules).toHaveLength(new Set(INHIBITIONS.map(({ source }) => source)).size);
  });
});
