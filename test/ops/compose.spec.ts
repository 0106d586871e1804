import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/config.js';
import { VARIABLES } from '../../src/config/variables.js';
import { describeWith } from '../needs.js';

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
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
type Settings = Readonly<Record<string, string>>;
/** `${NAME:-default}` as Compose reads it; an empty value is none. */
const filledIn = (text: string, set: Settings) =>
  text.replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_all, name: string, otherwise: string) => {
    const value = set[name] ?? '';
    return value === '' ? otherwise : value;
  });
const byDefault = (text: string) => filledIn(text, {});
const mountsOf = ({ volumes: own = [] }: Service, set: Settings = {}) =>
  own.map((mount) => {
    const [from = '', to = '', mode] = filledIn(mount, set).split(':');
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

  describe.each(['api', 'worker'])('what %s is told', (role) => {
    const service = services[role]!;
    /** The variables in the container, with a .env file of these lines. */
    const told = (file: Settings): Settings => {
      const above = Object.entries(service.environment ?? {});
      return {
        ...(service.env_file && file),
        ...Object.fromEntries(above.map(([name, value]) => [name, filledIn(String(value), file)])),
      };
    };

    it('is every variable of .env, where there is such a file, but what belongs to the container', () => {
      expect(service.env_file).toEqual([{ path: '.env', required: false }]);
      const names = Object.keys(VARIABLES);
      const seen = told(Object.fromEntries(names.map((name) => [name, `the ${name}`])));
      const fixed = names.filter((name) => seen[name] !== `the ${name}`);
      expect(fixed.sort()).toEqual(['DATA_DIR', 'HOST', 'METRICS_PORT', 'PORT', 'ROLE']);
    });

    it('is to use the embedded database and Redis, where nothing is set', () =>
      expect(parseConfig(told({}))).toMatchObject({
        ROLE: role,
        DATABASE: 'embedded',
        STORAGE: 'embedded',
        CACHE: 'redis',
        QUEUE: 'redis',
        REDIS_URL: 'redis://redis:6379',
      }));

    it('is to use Firestore, Cloud Storage and BullMQ with the lines of the guide', () => {
      const guide = readFileSync('docs/deployment.md', 'utf8');
      const [, lines] = /```\n(ENVIRONMENT=production\n[^`]*)```/.exec(guide)!;
      const file: Settings = {
        ...Object.fromEntries(
          lines!
            .trim()
            .split('\n')
            .map((each) => each.split('=') as [string, string]),
        ),
        API_KEYS: `acme:${'a'.repeat(64)}`,
        OPS_TOKEN: 'the-ops-token-of-compose',
        GCP_PROJECT_ID: 'a-project',
        GCS_BUCKET: 'a-bucket',
      };
      expect(parseConfig(told(file))).toMatchObject({
        ENVIRONMENT: 'production',
        ROLE: role,
        DATABASE: 'firestore',
        GCP_PROJECT_ID: 'a-project',
        STORAGE: 'gcs',
        GCS_BUCKET: 'a-bucket',
        CACHE: 'redis',
        QUEUE: 'redis',
      });
      const { GOOGLE_APPLICATION_CREDENTIALS: credentials = '' } = told(file);
      const mount = mountsOf(service, file).find(({ to }) => credentials.startsWith(`${to}/`));
      expect(mount).toMatchObject({ from: file.SECRETS_DIR, mode: 'ro' });
    });
  });

  it('tells the settings of the service to nobody else', () =>
    expect(all.filter(([, { env_file }]) => env_file).map(([name]) => name)).toEqual(['api', 'worker']));

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
