import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { freePort } from '../../doubles/free-port.ts';
import { startProcess } from '../../doubles/started-process.ts';
import type { Rules } from '../rules/rules-file.ts';
import type { Receivers } from './receivers.ts';

const EVERY = '1s';
const READY_MS = 30_000;

interface AlertmanagerConfig {
  global: Record<string, unknown>;
  templates: string[];
  route: Route;
  receivers: { name: string; webhook_configs?: { url: string }[] }[];
}
interface Route {
  group_wait?: string;
  group_interval?: string;
  repeat_interval?: string;
  routes?: Route[];
}
interface PrometheusConfig {
  global: Record<string, unknown>;
  rule_files: string[];
  alerting: { alertmanagers: { static_configs: { targets: string[] }[] }[] };
  scrape_configs: { static_configs: { targets: string[] }[]; dns_sd_configs?: object[] }[];
}

const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

/** Messages leave at once, and none is sent twice. */
function hurry(route: Route): Route {
  return {
    ...route,
    group_wait: '0s',
    group_interval: EVERY,
    repeat_interval: '1h',
    ...(route.routes && { routes: route.routes.map(hurry) }),
  };
}

/** The pack's own configuration, pointed at receivers of this machine; secrets still come from files. */
export function alertmanagerConfig(folder: string, receivers: Receivers): string {
  const config = read('ops/alertmanager/alertmanager.yml') as AlertmanagerConfig;
  const secret = (name: string, value: string) => {
    writeFileSync(join(folder, name), value);
    return join(folder, name);
  };
  const text = stringify({
    ...config,
    global: {
      ...config.global,
      resolve_timeout: '10s',
      slack_api_url_file: secret('slack_url', `${receivers.httpUrl}/slack-key`),
      smtp_smarthost: receivers.smtpAddress,
      smtp_require_tls: false,
      smtp_auth_password_file: secret('smtp_password', 'smtp-password'),
      pagerduty_url: `${receivers.httpUrl}/v2/enqueue`,
    },
    templates: [join(process.cwd(), 'ops/alertmanager/templates/*.tmpl')],
    route: hurry(config.route),
    receivers: config.receivers.map((receiver) =>
      receiver.name === 'heartbeat'
        ? {
            ...receiver,
            webhook_configs: [{ ...receiver.webhook_configs?.[0], url: `${receivers.httpUrl}/heartbeat` }],
          }
        : receiver,
    ),
  });
  return text.replaceAll('/etc/alertmanager/secrets/pagerduty_key', secret('pagerduty_key', 'pagerduty-key'));
}

/** A real Alertmanager on the pack's own configuration. */
export async function startAlertmanager(
  folder: string,
  receivers: Receivers,
): Promise<{ address: string; end: () => Promise<void> }> {
  mkdirSync(join(folder, 'alertmanager'), { recursive: true });
  const port = await freePort();
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, alertmanagerConfig(folder, receivers));
  const server = await startProcess(
    'prometheus-alertmanager',
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    port,
  );
  return { address: `127.0.0.1:${port}`, end: () => server.end() };
}

export interface Monitoring {
  readonly prometheusUrl: string;
  stop(): Promise<void>;
}

interface Watch {
  readonly rules: Rules;
  /** host:port of each instance, and of whom to tell. */
  readonly targets: readonly string[];
  readonly alertmanager: string;
}

/** A real Prometheus on the pack's configuration, in a hurry. */
export async function startPrometheus(
  folder: string,
  { rules, targets, alertmanager }: Watch,
): Promise<Monitoring> {
  mkdirSync(join(folder, 'prometheus'), { recursive: true });
  const prometheus = await freePort();
  const config = read('ops/prometheus/prometheus.yml') as PrometheusConfig;
  writeFileSync(join(folder, 'rules.yml'), stringify(rules));
  writeFileSync(
    join(folder, 'prometheus.yml'),
    stringify({
      ...config,
      global: { scrape_interval: EVERY, scrape_timeout: EVERY, evaluation_interval: EVERY },
      rule_files: ['rules.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
      scrape_configs: config.scrape_configs.map(({ dns_sd_configs: _elsewhere, ...scrape }) => ({
        ...scrape,
        static_configs: [{ targets }],
      })),
    }),
  );
  const prometheusServer = await startProcess(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
      '--rules.alert.resend-delay=1s',
    ],
    prometheus,
  );
  const prometheusUrl = `http://127.0.0.1:${prometheus}`;
  await untilReady(prometheusUrl);
  return { prometheusUrl, stop: () => prometheusServer.end() };
}

/** It listens before it answers queries. */
async function untilReady(url: string): Promise<void> {
  const overall = AbortSignal.timeout(READY_MS);
  while (!(await fetch(`${url}/-/ready`, { signal: overall })).ok) await sleep(50);
}
