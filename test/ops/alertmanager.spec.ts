import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../needs.js';
import { receiversOf } from './drill/expected.ts';
import { alertsOf, readRules } from './rules/rules-file.ts';

const AMTOOL = '/usr/bin/amtool';
const CONFIG = 'ops/alertmanager/alertmanager.yml';
const SUMMARY = 'More than 5 % of the requests fail';
const amtool = (...args: string[]) =>
  execFileSync(AMTOOL, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** Those that no alert bears today must go the right way as well: an alert may be added, or graver. */
const components = [...new Set(alertsOf(readRules()).map(({ labels }) => labels.component)), 'unheard-of'];
const pairs = ['critical', 'warning', 'ticket', 'none'].flatMap((severity) =>
  components.map((component) => [severity, component] as const),
);

describeWith(AMTOOL, 'Alertmanager', () => {
  it('accepts the configuration', () => expect(amtool('check-config', CONFIG)).toContain('4 receivers'));

  it('gets no secret but from files', () => {
    const text = readFileSync(CONFIG, 'utf8');
    expect(text).not.toMatch(
      /^\s*(?:- )?(?:routing_key|service_key|api_url|slack_api_url|smtp_auth_password|auth_password):/m,
    );
    expect(text.match(/_file: \/etc\/alertmanager\/secrets\//g)).toHaveLength(3);
  });

  it.each(pairs)('brings severity %s of %s to its receivers', (severity, component) => {
    const name = severity === 'none' ? 'Watchdog' : 'Any';
    const labels = [`alertname=${name}`, `severity=${severity}`, `component=${component}`];
    expect(amtool('config', 'routes', 'test', `--config.file=${CONFIG}`, ...labels).split(',')).toEqual(
      receiversOf(severity, component),
    );
  });

  it('has no route whose receiver does not exist, and no receiver without a route', () => {
    const { receivers: defined } = parse(readFileSync(CONFIG, 'utf8')) as { receivers: { name: string }[] };
    const reached = new Set(pairs.flatMap(([severity, component]) => receiversOf(severity, component)));
    expect(defined.map(({ name }) => name).sort()).toEqual([...reached].sort());
  });
});

describeWith(AMTOOL, 'the templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-templates-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  type Status = 'firing' | 'resolved';

  /** @param statuses of the alerts of one message, which is firing while one of them is */
  function render(name: string, severity: string, ...statuses: readonly Status[]): string {
    const labels = { alertname: 'HighErrorRate', severity, component: 'api' };
    const annotations = {
      summary: SUMMARY,
      description: '12% of the requests failed.',
      runbook_url: 'https://guides/RUNBOOK.md#higherrorrate',
      dashboard_url: 'https://grafana/d/consultantos-errors',
    };
    const alerts = statuses.map((status) => ({
      status,
      labels,
      annotations,
      startsAt: '2026-11-24T08:00:00Z',
      endsAt: '2026-11-24T08:10:00Z',
    }));
    const status = statuses.includes('firing') ? 'firing' : 'resolved';
    const data = join(folder, 'data.json');
    writeFileSync(data, JSON.stringify({ status, alerts, commonLabels: labels }));
    return amtool(
      'template',
      'render',
      '--template.glob=ops/alertmanager/templates/*.tmpl',
      `--template.text={{ template "consultantos.${name}" . }}`,
      `--template.data=${data}`,
    );
  }

  it.each([
    ['firing', 'critical', `[FIRING:1] HighErrorRate (critical, api): ${SUMMARY}`, 'danger'],
    ['firing', 'warning', `[FIRING:1] HighErrorRate (warning, api): ${SUMMARY}`, 'warning'],
    ['resolved', 'critical', '[RESOLVED] HighErrorRate (critical, api)', 'good'],
  ] as const)('head %s %s', (status, severity, title, color) => {
    expect(render('title', severity, status)).toBe(title);
    expect(render('color', severity, status)).toBe(color);
  });

  it('say in the heading that there is more, and what fires before what is over', () => {
    const statuses = ['resolved', 'firing', 'firing'] as const;
    expect(render('title', 'critical', ...statuses)).toBe(
      `[FIRING:2] HighErrorRate (critical, api): ${SUMMARY}, and more`,
    );
    const told = render('text', 'critical', ...statuses).matchAll(/^Status: (\w+)/gm);
    expect([...told].map(([, status]) => status)).toEqual(['firing', 'firing', 'resolved']);
  });

  it('tell what happened, since when, and where to look', () => {
    expect(render('text', 'critical', 'resolved').split('\n')).toEqual([
      SUMMARY,
      '12% of the requests failed.',
      'Status: resolved, since 2026-11-24 08:00:00 UTC, until 08:10:00 UTC',
      'Labels: alertname=HighErrorRate component=api severity=critical ',
      'Runbook: https://guides/RUNBOOK.md#higherrorrate',
      'Dashboard: https://grafana/d/consultantos-errors',
    ]);
  });
});
