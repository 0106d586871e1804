import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseConfig, VARIABLES } from '../../src/config/config.js';
import { freePort } from '../doubles/free-port.js';
import { readExposition } from '../exposition.js';
import { createTestApp } from '../harness.js';
import { describeWith } from '../needs.js';
import { ServiceProcess } from '../service-process.js';
import { FOLDER } from './dashboards/read.ts';
import { HELM, lint, modelFaults, refusal, render } from './helm/chart.ts';
import {
  type Deployment,
  type KubernetesObject,
  type Labels,
  ofKind,
  theOnly,
  variablesIn,
} from './helm/kinds.ts';
import { MATRIX, REFUSED } from './helm/values-matrix.ts';
import { unknownSeries } from './promql/unknown-series.ts';
import { RULES_FILE } from './rules/rules-file.ts';

jest.setTimeout(60_000);

/** A Secret that somebody made beforehand, in place of one that the chart makes. */
const MADE_BEFORE = {
  API_KEYS: `acme:${'0'.repeat(64)}`,
  OPS_TOKEN: 'a-token-of-the-operators',
  REDIS_URL: 'redis://redis:6379',
};

/** Helm takes no longer one. */
const LONGEST_RELEASE = 'a-release-of-fifty-three-letters-'.padEnd(53, 'x');

const podOf = (deployment: Deployment) => deployment.spec.template.spec;
const containerOf = (deployment: Deployment) => podOf(deployment).containers[0];

/** The environment that the service is given in the pods of a Deployment. */
function environmentOf(deployment: Deployment, objects: readonly KubernetesObject[]): Labels {
  const { env, envFrom } = containerOf(deployment);
  const name = envFrom[0]?.configMapRef?.name ?? '';
  const own = Object.fromEntries(env.map((variable) => [variable.name, variable.value]));
  return {
    ...variablesIn(objects, 'ConfigMap', name),
    ...(variablesIn(objects, 'Secret', name) ?? MADE_BEFORE),
    ...own,
  };
}

describeWith(HELM, 'The chart', () => {
  const rendered = new Map<string, KubernetesObject[]>();
  const objectsOf = (name: string) => rendered.get(name)!;
  const deployments = () =>
    [...rendered].flatMap(([name, objects]) =>
      ofKind(objects, 'Deployment').map((deployment) => ({ name, objects, deployment })),
    );

  beforeAll(() => {
    for (const [name, values] of Object.entries(MATRIX)) rendered.set(name, render(values));
  });

  it.each(Object.entries(MATRIX))('passes helm lint --strict: %s', (_, values) =>
    expect(lint(values)).toBe(''),
  );

  it('renders objects that the models of Kubernetes, the Prometheus operator and KEDA know', () => {
    expect(modelFaults([...rendered.values()].flat())).toEqual([]);
  });

  it('would be caught at a key that does not exist, and at a value that is not allowed', () => {
    const deployment = theOnly(objectsOf('the small example'), 'Deployment');
    const monitor = theOnly(objectsOf('every further value'), 'ServiceMonitor');
    const faults = modelFaults([
      { ...deployment, spec: { ...deployment.spec, replica: 1 } },
      { ...monitor, spec: { ...monitor.spec, endpoints: [{ port: 'metrics', interval: '15 secs' }] } },
    ]);
    expect(faults).toEqual([
      expect.stringMatching(/^ServiceMonitor/),
      expect.stringMatching(/^Deployment.*replica/),
    ]);
  });

  it.each(REFUSED)('refuses %s', (_, values, reason) => expect(refusal({ values })).toMatch(reason));

  it.each(['a token that is too short', 'a key in place of its hash'])('shows no secret: %s', (what) => {
    const [, values] = REFUSED.find(([name]) => name === what)!;
    expect(refusal({ values })).not.toMatch(/too-short|the-key-itself/);
  });

  it('installs only what can run: every pod gets variables that exist, with values that are allowed', () => {
    for (const { name, objects, deployment } of deployments()) {
      const environment = environmentOf(deployment, objects);
      expect([name, Object.keys(environment).filter((variable) => !(variable in VARIABLES))]).toEqual([
        name,
        [],
      ]);
      expect(() => parseConfig(environment)).not.toThrow();
    }
  });

  it('gives a pod more time than its drain, and a probe more than a check', () => {
    for (const { objects, deployment } of deployments()) {
      const config = parseConfig(environmentOf(deployment, objects));
      expect(podOf(deployment).terminationGracePeriodSeconds).toBeGreaterThan(
        config.GRACEFUL_SHUTDOWN_TIMEOUT,
      );
      const { livenessProbe, readinessProbe, startupProbe } = containerOf(deployment);
      for (const { timeoutSeconds } of [livenessProbe, readinessProbe, startupProbe])
        expect(timeoutSeconds).toBeGreaterThan(config.HEALTH_CHECK_TIMEOUT + 0.25);
    }
  });

  it('probes as specified', () => {
    for (const { deployment } of deployments())
      expect(containerOf(deployment)).toMatchObject({
        livenessProbe: { httpGet: { path: '/health/live' }, initialDelaySeconds: 10, periodSeconds: 10 },
        readinessProbe: { httpGet: { path: '/health/ready' }, initialDelaySeconds: 5, periodSeconds: 5 },
        startupProbe: {
          httpGet: { path: '/health/startup' },
          initialDelaySeconds: 0,
          periodSeconds: 5,
          failureThreshold: 12,
        },
      });
  });

  it('lets a pod do nothing but its work', () => {
    for (const { deployment } of deployments()) {
      expect(podOf(deployment)).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(containerOf(deployment).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('mounts the file of keys where requests are taken, so that it follows its Secret', () => {
    const mounted = deployments().flatMap(({ name, deployment }) => {
      const { env, volumeMounts } = containerOf(deployment);
      const file = env.find((variable) => variable.name === 'API_KEYS_FILE')?.value;
      const mounts = volumeMounts.filter((mount) => mount.name === 'api-keys');
      const volumes = podOf(deployment).volumes.filter((volume) => volume.name === 'api-keys');
      return file || mounts.length + volumes.length > 0
        ? [{ name, of: deployment.metadata.name, file, mounts, volumes }]
        : [];
    });
    const [file, mounts] = [
      '/etc/consultantos/keys/api-keys',
      // A subPath would stay as it was.
      [{ name: 'api-keys', mountPath: '/etc/consultantos/keys', readOnly: true }],
    ];
    const volume = (key: string) => ({
      name: 'api-keys',
      secret: { secretName: 'clients', defaultMode: 0o440, items: [{ key, path: 'api-keys' }] },
    });
    const of = 'test-consultantos';
    expect(mounted).toEqual([
      { name: 'keys in a file', of, file, mounts, volumes: [volume('list.txt')] },
      { name: 'api and workers by processor', of, file, mounts, volumes: [volume('api-keys')] },
    ]);
  });

  it('sends clients to no worker, and Prometheus to all', () => {
    const objects = objectsOf('the large example');
    const [api, worker] = ofKind(objects, 'Deployment').map(({ spec }) => spec.template.metadata.labels);
    const selects = (selector: Labels, labels: Labels) =>
      Object.entries(selector).every(([name, value]) => labels[name] === value);
    const [clients, metrics] = ofKind(objects, 'Service').map(({ spec }) => spec.selector);
    expect([selects(clients!, api!), selects(clients!, worker!)]).toEqual([true, false]);
    expect([selects(metrics!, api!), selects(metrics!, worker!)]).toEqual([true, true]);
  });

  it('gives a Deployment one scaler at most, and then no number of pods', () => {
    for (const { objects, deployment } of deployments()) {
      const scalers = [
        ...ofKind(objects, 'HorizontalPodAutoscaler'),
        ...ofKind(objects, 'ScaledObject'),
      ].filter(({ spec }) => spec.scaleTargetRef.name === deployment.metadata.name);
      expect(scalers.length + ('replicas' in deployment.spec ? 1 : 0)).toBe(1);
    }
    const kinds = [...rendered.values()].flat().map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['HorizontalPodAutoscaler', 'ScaledObject']));
  });

  it('never lets two pods at one embedded database', () => {
    for (const { name, objects, deployment } of deployments()) {
      const { DATABASE, STORAGE } = environmentOf(deployment, objects);
      if (DATABASE === 'firestore' && STORAGE === 'gcs') continue;
      expect([name, deployment.spec.strategy?.type, deployment.spec.replicas]).toEqual([name, 'Recreate', 1]);
    }
  });

  it('denies all traffic but what the installation needs', () => {
    const policyOf = (name: string) => theOnly(objectsOf(name), 'NetworkPolicy').spec;
    const portsOut = (name: string) =>
      policyOf(name).egress.flatMap(({ ports }) => ports.map(({ port }) => port));
    expect(policyOf('the small example').policyTypes).toEqual(['Ingress', 'Egress']);
    expect(new Set(portsOut('the small example'))).toEqual(new Set([53]));
    expect(new Set(portsOut('the large example'))).toEqual(new Set([53, 443, 80, 988, 6379]));
    expect(portsOut('ports of their own')).toEqual([53, 53, 6379, 6380, 3128, 4318]);
    expect(portsOut('api and workers by processor').filter((port) => port === 6379)).toEqual([6379]);
    expect(ofKind(objectsOf('nothing but what is needed'), 'NetworkPolicy')).toEqual([]);
  });

  it('installs the very rules that are tested, but for the addresses of an installation', () => {
    const rulesIn = (name: string) => theOnly(objectsOf(name), 'PrometheusRule').spec;
    const text = readFileSync(RULES_FILE, 'utf8');
    expect(rulesIn('monitoring alone')).toEqual(parse(text));
    const elsewhere = text
      .replaceAll('https://consultantos.example/docs/', 'https://docs.test/')
      .replaceAll('https://grafana.consultantos.example/d/', 'https://grafana.test/d/');
    expect(elsewhere).not.toContain('consultantos.example');
    expect(rulesIn('every further value')).toEqual(parse(elsewhere));
  });

  it('installs the very dashboards that are tested, where the sidecar of Grafana looks', () => {
    const carried = (name: string) =>
      objectsOf(name).filter(
        ({ metadata }) => 'grafana_dashboard' in metadata.labels,
      ) as (KubernetesObject & {
        data: Labels;
      })[];
    const files = Object.fromEntries(
      readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
    );
    expect(Object.assign({}, ...carried('monitoring alone').map(({ data }) => data))).toEqual(files);
    const [first] = carried('every further value');
    expect(first?.metadata).toMatchObject({
      labels: { shown: 'yes' },
      annotations: { folder: 'Consulting' },
    });
    expect(carried('the small example')).toEqual([]);
  });

  it('gives no two objects one name, also for the longest release', () => {
    for (const name of ['every further value', 'api and workers by processor', 'the large example']) {
      const names = render(MATRIX[name]!, LONGEST_RELEASE).map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`,
      );
      expect(names.filter((each, at) => names.indexOf(each) !== at)).toEqual([]);
      // Names of Services are names of hosts.
      expect(names.filter((each) => each.split(' ')[1]!.length > 63)).toEqual([]);
    }
  });

  it('calls the job of a scrape as the rules do', () => {
    const objects = objectsOf('every further value');
    const { jobLabel, selector, endpoints } = theOnly(objects, 'ServiceMonitor').spec;
    const found = ofKind(objects, 'Service').filter(({ metadata }) =>
      Object.entries(selector.matchLabels).every(([name, value]) => metadata.labels[name] === value),
    );
    expect(found.map(({ metadata }) => metadata.labels[jobLabel])).toEqual(['consultantos']);
    expect(found[0]!.spec.ports.map(({ name }) => name)).toContain(endpoints[0].port);
  });

  it('starts a service that answers the probes at the port and paths they ask', async () => {
    const objects = objectsOf('the small example');
    const deployment = theOnly(objects, 'Deployment');
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-chart-'));
    const [port, metricsPort] = [await freePort(), await freePort()];
    const own = { HOST: '127.0.0.1', PORT: `${port}`, METRICS_PORT: `${metricsPort}`, DATA_DIR: folder };
    const service = new ServiceProcess({ ...environmentOf(deployment, objects), ...own });
    try {
      await service.first('startup_completed');
      const ports: Record<string, number> = { http: port, metrics: metricsPort };
      const { livenessProbe, readinessProbe, startupProbe } = containerOf(deployment);
      for (const { httpGet } of [livenessProbe, readinessProbe, startupProbe]) {
        const { status } = await fetch(`http://127.0.0.1:${ports[httpGet.port]}${httpGet.path}`);
        expect([httpGet.path, status]).toEqual([httpGet.path, 200]);
      }
      const [{ path }] = theOnly(objectsOf('every further value'), 'ServiceMonitor').spec.endpoints;
      expect((await fetch(`http://127.0.0.1:${metricsPort}${path}`)).status).toBe(200);
    } finally {
      await service.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('counts the jobs of KEDA by series that exist', async () => {
    const service = await createTestApp();
    const exposition = readExposition(await service.scrape());
    await service.close();
    const queries = [...rendered.values()].flatMap((objects) =>
      ofKind(objects, 'ScaledObject').map(({ spec }) => spec.triggers[0].metadata.query),
    );
    expect(queries).toHaveLength(2);
    expect(unknownSeries(queries, { exposition, recorded: new Set() })).toEqual([]);
  });

  it('has a table of its values that npm run generate:chart would not change', () => {
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-chart-'));
    try {
      const copy = join(folder, 'README.md');
      copyFileSync('helm/README.md', copy);
      const generator = 'ops/tools/node_modules/.bin/readme-generator';
      const { status, stderr } = spawnSync(
        process.execPath,
        [generator, '-v', 'helm/values.yaml', '-r', copy],
        { encoding: 'utf8' },
      );
      expect([status, stderr]).toEqual([0, '']);
      expect(readFileSync(copy, 'utf8')).toBe(readFileSync('helm/README.md', 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
