import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { eventually } from '../contracts/eventually.js';
import { freePort } from '../doubles/free-port.js';
import { type StartedProcess, startProcess } from '../doubles/started-process.js';
import { readExposition } from '../exposition.js';
import { describeWith } from '../needs.js';
import { ServiceProcess } from '../service-process.js';
import { GUIDES } from './guides/guide.ts';
import { unknownSeries } from './promql/unknown-series.ts';
import { isAlert, readRules, RULES_FILE } from './rules/rules-file.ts';

jest.setTimeout(60_000);

const run = promisify(execFile);
const OPS_TOKEN = 'the-ops-token-of-the-guides';
const PROMETHEUS = '/usr/bin/prometheus';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';

describe('What the guides ask of a running service', () => {
  let folder: string;
  let service: ServiceProcess;
  let urls: { readonly url: string; readonly managementUrl: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'consultantos-guides-'));
    const env = { ENVIRONMENT: 'test', METRICS_PORT: '0', OPS_TOKEN, DATA_DIR: folder };
    service = new ServiceProcess(env);
    urls = await service.listening();
    await service.first('startup_completed');
  });

  afterAll(async () => {
    await ServiceProcess.endAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('selects only series that exist', async () => {
    const exposition = readExposition(await (await fetch(`${urls.managementUrl}/metrics`)).text());
    const rules = readRules().groups.flatMap((group) => group.rules);
    const recorded = new Set(rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
    const queries = GUIDES.flatMap((guide) => guide.queries);
    expect(queries.length).toBeGreaterThan(20);
    expect(unknownSeries(queries, { exposition, recorded })).toEqual([]);
  });

  describeWith(PROMETHEUS, 'and of a Prometheus', () => {
    let prometheus: StartedProcess;
    let prometheusUrl: string;
    let alertmanagerPort: number;

    beforeAll(async () => {
      const port = await freePort();
      alertmanagerPort = await freePort();
      prometheusUrl = `http://127.0.0.1:${port}`;
      const config = join(folder, 'prometheus.yml');
      writeFileSync(config, prometheusConfig(urls.managementUrl, alertmanagerPort));
      prometheus = await startProcess(
        PROMETHEUS,
        [
          `--config.file=${config}`,
          `--storage.tsdb.path=${join(folder, 'prometheus')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--rules.alert.resend-delay=1s',
        ],
        port,
      );
      // A rate needs two scrapes.
      await untilAnswered(prometheusUrl, 'rate(consultantos_requests_success[5m])');
    });

    afterAll(() => prometheus.end());

    it('is answered, wherever it is a command with curl', async () => {
      const commands = GUIDES.flatMap((guide) => guide.commands).filter((line) => line.startsWith('curl '));
      expect(commands.length).toBeGreaterThan(30);
      const env = { PATH: process.env.PATH, OPS_TOKEN, PROM: prometheusUrl, SERVICE: urls.managementUrl };
      const faults: string[] = [];
      for (const command of new Set(commands)) {
        const line = command
          .replaceAll('localhost:8080', new URL(urls.url).host)
          .replaceAll('localhost:9090', new URL(urls.managementUrl).host)
          // Fails with curl where the status is 400 or above, with grep where nothing is found.
          .replace('curl ', 'curl --fail --max-time 10 ');
        await run('bash', ['-o', 'pipefail', '-c', line], { env }).catch((error: unknown) =>
          faults.push(`${command}: ${(error as Error).message}`),
        );
      }
      expect(faults).toEqual([]);
    });

    it('is answered, wherever it is a command in a container of compose.yaml', async () => {
      const inside = 'docker compose exec api ';
      const commands = GUIDES.flatMap((guide) => guide.commands).filter((line) => line.startsWith(inside));
      expect(commands).not.toEqual([]);
      for (const command of commands) {
        const line = command
          .slice(inside.length)
          .replaceAll('127.0.0.1:9090', new URL(urls.managementUrl).host);
        await run('bash', ['-o', 'pipefail', '-c', line], { env: { PATH: process.env.PATH } });
      }
    });

    it('is answered, wherever it is a query of a metric', async () => {
      const silent: string[] = [];
      for (const query of GUIDES[1]!.queries)
        if ((await ask(prometheusUrl, query)).length === 0) silent.push(query);
      expect(silent).toEqual([]);
    });

    describeWith(ALERTMANAGER, 'and of an Alertmanager', () => {
      let alertmanager: StartedProcess;

      beforeAll(async () => {
        const config = join(folder, 'alertmanager.yml');
        writeFileSync(config, stringify({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] }));
        alertmanager = await startProcess(
          ALERTMANAGER,
          [
            `--config.file=${config}`,
            `--storage.path=${join(folder, 'alertmanager')}`,
            `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
            '--cluster.listen-address=',
          ],
          alertmanagerPort,
        );
      });

      afterAll(() => alertmanager.end());

      it('is answered, wherever it is a command with amtool', async () => {
        const commands = GUIDES.flatMap((guide) => guide.commands).filter((line) =>
          line.startsWith('amtool '),
        );
        expect(commands).not.toEqual([]);
        for (const command of commands) {
          const line = command.replaceAll('127.0.0.1:9093', `127.0.0.1:${alertmanagerPort}`);
          const ask = () => run('bash', ['-c', line], { env: { PATH: process.env.PATH }, timeout: 10_000 });
          // Of a silence its id is all that is said.
          const wanted = line.startsWith('amtool silence add') ? /^[0-9a-f-]{36}$/m : /^Watchdog .* active/m;
          await eventually(async () => wanted.test((await ask()).stdout));
        }
      });
    });
  });
});

const prometheusConfig = (target: string, alertmanagerPort: number) =>
  stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    rule_files: [join(process.cwd(), RULES_FILE)],
    scrape_configs: [
      {
        job_name: 'consultantos',
        metrics_path: '/metrics',
        static_configs: [{ targets: [new URL(target).host] }],
      },
    ],
  });

async function ask(url: string, query: string): Promise<unknown[]> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as { data?: { result: unknown[] } };
  return data?.result ?? [];
}

async function untilAnswered(url: string, query: string): Promise<void> {
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    if ((await ask(url, query).catch(() => [])).length > 0) return;
    await sleep(100);
  }
  throw new Error(`Prometheus never answered ${query}`);
}
