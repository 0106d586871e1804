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

  function render(name: string, status: 'firing' | 'resolved', severity: string): string {
    const labels = { alertname: 'HighErrorRate', severity, component: 'api' };
    const annotations = {
      summary: 'More than 5 % of the requests fail',
      description: '12% of the requests failed.',
      runbook_url: 'https://guides/RUNBOOK.md#higherrorrate',
      dashboard_url: 'https://grafana/d/consultantos-errors',
    };
    const alert = {
      status,
      labels,
      annotations,
      startsAt: '2026-11-24T08:00:00Z',
      endsAt: '2026-11-24T08:10:00Z',
    };
    const data = join(folder, 'data.json');
    writeFileSync(data, JSON.stringify({ status, alerts: [alert], commonLabels: labels }));
    return amtool(
      'template',
      'render',
      '--template.glob=ops/alertmanager/templates/*.tmpl',
      `--template.text={{ template "consultantos.${name}" . }}`,
      `--template.data=${data}`,
    );
  }

  it.each([
    ['firing', 'critical', '[FIRING:1] HighErrorRate (critical, api)', 'danger'],
    ['firing', 'warning', '[FIRING:1] HighErrorRate (warning, api)', 'warning'],
    ['resolved', 'critical', '[RESOLVED] HighErrorRate (critical, api)', 'good'],
  ] as const)('head %s %s', (status, severity, title, color) => {
    expect(render('title', status, severity)).toBe(title);
    expect(render('color', status, severity)).toBe(color);
  });

  it('tell what happened, since when, and where to look', () => {
    expect(render('text', 'resolved', 'critical').split('\n')).toEqual([
      'More than 5 % of the requests fail',
      '12% of the requests failed.',
      'Status: resolved, since 2026-11-24 08:00:00 UTC, until 08:10:00 UTC',
      'Labels: alertname=HighErrorRate component=api severity=critical ',
      'Runbook: https://guides/RUNBOOK.md#higherrorrate',
      'Dashboard: https://grafana/d/consultantos-errors',
    ]);
  });
});
