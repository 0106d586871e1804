import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../contracts/eventually.ts';
import { describeWith } from '../needs.js';
import { startAlertmanager } from './drill/monitoring.ts';
import { Receivers } from './drill/receivers.ts';

const ANSWER_MS = 5000;
type Labels = Readonly<Record<string, string>>;

const alert = (alertname: string, labels: Labels) => ({
  labels: { alertname, severity: 'critical', component: 'any', job: 'consultantos', ...labels },
  annotations: { summary: 'Something is down' },
});

describeWith('/usr/bin/prometheus-alertmanager', 'PagerDuty', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-grouping-'));
  const receivers = new Receivers();
  let alertmanager: Awaited<ReturnType<typeof startAlertmanager>>;

  beforeAll(async () => {
    alertmanager = await startAlertmanager(folder, await receivers.start());
  });

  afterAll(async () => {
    await alertmanager.end();
    await receivers.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The keys of the incidents of an alert: PagerDuty opens one for each. */
  const incidents = (alertname: string) =>
    new Set(
      receivers.messages
        .filter(({ receiver, message }) => receiver === '/v2/enqueue' && message.includes(alertname))
        .map(({ message }) => (JSON.parse(message) as { dedup_key: string }).dedup_key),
    );

  async function tell(...alerts: readonly object[]): Promise<void> {
    const answer = await fetch(`http://${alertmanager.address}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    expect(answer.status).toBe(200);
  }

  it.each([
    ['DependencyDown', { check: 'database' }, { check: 'gemini' }],
    ['APIFailureRate', { service: 'gemini' }, { service: 'firestore' }],
    ['ErrorBudgetBurningFast', { slo: 'availability' }, { slo: 'jobs' }],
  ] as const)('opens an incident of its own for each thing that %s is about', async (name, first, second) => {
    await tell(alert(name, first));
    await eventually(() => incidents(name).size === 1);
    await tell(alert(name, second));
    await eventually(() => incidents(name).size === 2);
  });

  it('opens one for an alert of several pods, and of several windows', async () => {
    const pods = ['a', 'b'].map((instance) => alert('ServiceDown', { instance }));
    const windows = ['1h', '3h'].map((window) => alert('BudgetOfWindows', { slo: 'latency', window }));
    await tell(...pods, ...windows);
    const told = (name: string, label: string) =>
      receivers.arrivals.some(
        ({ receiver, labels, text }) =>
          receiver === 'pagerduty' && labels.alertname === name && text.includes(label),
      );
    await eventually(() => told('ServiceDown', 'instance=b') && told('BudgetOfWindows', 'window=3h'));
    expect([incidents('ServiceDown').size, incidents('BudgetOfWindows').size]).toEqual([1, 1]);
  });
});
