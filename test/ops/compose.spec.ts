import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../needs.js';

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, object>>;
}
interface Scrape {
  readonly job_name: string;
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
  readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
}

const { services, volumes } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const all = Object.entries(services);
/** `${NAME:-default}` as it is where nothing is set. */
const byDefault = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
const mountsOf = ({ volumes: own = [] }: Service) =>
  own.map((mount) => {
    const [from = '', to = '', mode] = byDefault(mount).split(':');
    return { from, to, mode };
  });
const boundOf = (service: Service) => mountsOf(service).filter(({ from }) => from.startsWith('./'));

describe('compose.yaml', () => {
  it('starts the service, what it needs, and what watches it', () =>
    expect(Object.keys(services)).toEqual([
      'api',
      'worker',
      'redis',
      'prometheus',
      'alertmanager',
      'grafana',
    ]));

  it.each(all)('%s is reached from this machine only, each port by one', (_name, { ports = [] }) => {
    for (const port of ports) expect(byDefault(port)).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const used = all.flatMap(([, service]) =>
      (service.ports ?? []).map((each) => byDefault(each).split(':')[1]),
    );
    expect(new Set(used).size).toBe(used.length);
  });

  it.each(all)('%s is of a version, or built here', (_name, { image }) =>
    expect(image).toMatch(/^consultantos:local$|:v?\d+\.\d+\.\d+(?:-\w+)?$/),
  );

  it.each(all)('%s mounts what exists: files of the project for reading only', (_name, service) => {
    for (const { from, mode } of boundOf(service)) {
      expect([from, existsSync(from)]).toEqual([from, true]);
      expect(mode).toBe('ro');
    }
    const named = mountsOf(service).filter(({ from }) => !from.startsWith('./'));
    for (const { from } of named) expect(Object.keys(volumes)).toContain(from);
    for (const needed of Object.keys(service.depends_on ?? {})) expect(services).toHaveProperty(needed);
  });

  it('lets Prometheus scrape API and workers where they serve metrics, under the job of the rules', () => {
    const { scrape_configs } = parse(readFileSync('ops/prometheus/prometheus.yml', 'utf8')) as {
      scrape_configs: readonly Scrape[];
    };
    const port = Number(services.api?.environment?.METRICS_PORT);
    expect(services.worker?.environment?.METRICS_PORT).toBe(port);
    expect(scrape_configs).toMatchObject([
      {
        job_name: 'consultantos',
        static_configs: [{ targets: [`api:${port}`] }],
        dns_sd_configs: [{ names: ['worker'], port }],
      },
    ]);
  });

  it('shows Grafana the data source and the folder that its files name', () => {
    const read = (path: string): unknown => parse(readFileSync(`ops/grafana/provisioning/${path}`, 'utf8'));
    const mounted = boundOf(services.grafana!).map(({ to }) => to);
    expect(read('dashboards/consultantos.yml')).toMatchObject({
      providers: [{ options: { path: '/etc/grafana/consultantos' } }],
    });
    expect(mounted).toEqual(['/etc/grafana/provisioning', '/etc/grafana/consultantos']);
    expect(read('datasources/prometheus.yml')).toMatchObject({
      datasources: [{ url: 'http://prometheus:9090' }],
    });
  });
});

/** Runs a checker where the files lie as in the container. */
function checked(service: Service, program: string, ...args: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'consultantos-compose-'));
  try {
    for (const { from, to } of boundOf(service)) cpSync(from, join(root, to), { recursive: true });
    const file = args.pop()!;
    return execFileSync(program, [...args, join(root, file)], { encoding: 'utf8' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describeWith('/usr/bin/promtool', 'what Prometheus of compose.yaml mounts', () => {
  it('is all that its configuration needs', () =>
    expect(
      checked(services.prometheus!, '/usr/bin/promtool', 'check', 'config', '/etc/prometheus/prometheus.yml'),
    ).toMatch(/SUCCESS: [\s\S]*SUCCESS: \d+ rules found/));
});

describeWith('/usr/bin/amtool', 'what Alertmanager of compose.yaml mounts', () => {
  it('is all that its configuration needs', () => {
    const path = '/etc/alertmanager/alertmanager.yml';
    expect(checked(services.alertmanager!, '/usr/bin/amtool', 'check-config', path)).toContain(
      ' 1 templates',
    );
    const mounted = boundOf(services.alertmanager!);
    for (const [, secret] of readFileSync('ops/alertmanager/alertmanager.yml', 'utf8').matchAll(
      /_file: (\/etc\/\S+)/g,
    )) {
      const folder = mounted.find(({ to }) => secret!.startsWith(`${to}/`));
      expect([secret, existsSync(secret!.replace(folder!.to, folder!.from))]).toEqual([secret, true]);
    }
  });
});
