import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Values } from './chart.ts';

const SHARED = {
  DATABASE: 'firestore',
  GCP_PROJECT_ID: 'my-project',
  STORAGE: 'gcs',
  GCS_BUCKET: 'my-reports',
};
const SECRETS = {
  API_KEYS: `acme:${createHash('sha256').update('a key').digest('hex')}`,
  OPS_TOKEN: 'a-token-of-the-operators',
};
const KEDA = { scaler: 'keda', prometheusUrl: 'http://prometheus.monitoring:9090' };
const EMBEDDED = 'helm/examples/embedded.yaml';
const PRODUCTION = 'helm/examples/production.yaml';

interface Range {
  readonly min: number;
  readonly max: number;
}
const { numbers } = JSON.parse(readFileSync('helm/files/variables.json', 'utf8')) as {
  numbers: Readonly<Record<string, Range>>;
};
const RANGES = Object.entries(numbers);
/** The chart computes with some, and wants them whole. */
const least = Object.fromEntries(
  RANGES.map(([name, { min }]) => [name, String(name === 'HEALTH_CHECK_TIMEOUT' ? Math.ceil(min) : min)]),
);
const most = Object.fromEntries(RANGES.map(([name, { max }]) => [name, String(max)]));

/** The installations that the chart is looked at in; between them they take every branch of its templates. */
export const MATRIX: Readonly<Record<string, Values>> = {
  'the small example': { file: EMBEDDED },
  'the large example': { file: PRODUCTION },
  'keys in the values': { values: { secrets: SECRETS } },
  'keys in a file': {
    values: {
      secrets: { OPS_TOKEN: SECRETS.OPS_TOKEN },
      apiKeysFile: { existingSecret: 'clients', key: 'list.txt' },
    },
  },
  'nothing but what is needed': {
    values: {
      existingSecret: 'keys',
      persistence: { enabled: false },
      serviceAccount: { create: false },
      networkPolicy: { enabled: false },
      podDisruptionBudget: { enabled: false },
      topologySpread: { enabled: false },
    },
  },
  'monitoring alone': {
    values: {
      existingSecret: 'keys',
      serviceMonitor: { enabled: true },
      prometheusRule: { enabled: true },
      grafanaDashboards: { enabled: true },
    },
  },
  'development without keys': { values: { config: { ENVIRONMENT: 'development' } } },
  'several pods for everything': {
    values: { existingSecret: 'keys', replicas: 3, config: SHARED },
  },
  'pods for everything, by their jobs': {
    values: { existingSecret: 'keys', config: SHARED, autoscaling: KEDA },
  },
  'api and workers by processor': {
    values: {
      secrets: { ...SECRETS, REDIS_URL: 'redis://:secret@redis:6379/0', GEMINI_API_KEY: 'a-key-for-nobody' },
      config: { ...SHARED, CACHE: 'redis', QUEUE: 'redis' },
      apiKeysFile: { existingSecret: 'clients' },
      autoscaling: { scaler: 'hpa' },
      worker: {
        enabled: true,
        resources: { requests: { cpu: '500m' }, limits: { memory: '2Gi' } },
        autoscaling: { scaler: 'hpa' },
      },
      networkPolicy: {
        redisTo: [{ podSelector: { matchLabels: { app: 'redis' } } }],
        extraEgress: [{ ports: [{ port: 4318 }] }],
      },
    },
  },
  'room for backups': {
    values: { existingSecret: 'keys', backup: { enabled: true, size: '5Gi', storageClass: 'slow' } },
  },
  'ports of their own': {
    values: {
      secrets: { ...SECRETS, REDIS_URL: 'rediss://user:secret@redis.example:6380/0' },
      config: {
        CACHE: 'redis',
        GEMINI_BASE_URL: 'http://proxy.example:3128/gemini',
        ENABLE_TRACING: 'true',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.tracing:4318',
      },
      networkPolicy: { https: false },
    },
  },
  'every number at its least': { values: { existingSecret: 'keys', config: { ...SHARED, ...least } } },
  'every number at its most': { values: { existingSecret: 'keys', config: { ...SHARED, ...most } } },
  'every further value': {
    file: EMBEDDED,
    values: {
      image: { tag: '1.2.3', pullSecrets: ['registry'], pullPolicy: 'Always' },
      config: { GRACEFUL_SHUTDOWN_TIMEOUT: '120', HEALTH_CHECK_TIMEOUT: '9' },
      service: { type: 'LoadBalancer', port: 8443, annotations: { a: 'b' } },
      ingress: {
        enabled: true,
        className: 'nginx',
        annotations: { a: 'b' },
        hosts: ['a.example', '*.b.example'],
        tlsSecret: 't',
      },
      persistence: { existingClaim: 'reports', storageClass: 'fast' },
      backup: { enabled: true, existingClaim: 'kept' },
      serviceAccount: { name: 'mine', annotations: { a: 'b' } },
      networkPolicy: { apiFrom: [{ namespaceSelector: {} }], metricsFrom: [] },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'a', operator: 'Exists' }],
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      priorityClassName: 'high',
      podAnnotations: { a: 'b' },
      podLabels: { team: 'strategy' },
      resources: {
        requests: { cpu: 1, memory: '1Gi' },
        limits: { cpu: '1.5', memory: '1Gi', 'ephemeral-storage': '500M' },
      },
      metrics: { port: 9191 },
      serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
      prometheusRule: {
        enabled: true,
        labels: { release: 'prometheus' },
        guidesUrl: 'https://docs.test/',
        grafanaUrl: 'https://grafana.test/d',
      },
      grafanaDashboards: { enabled: true, labels: { shown: 'yes' }, annotations: { folder: 'Consulting' } },
    },
  },
};

const ROOM = { existingSecret: 'keys' };

/** Values that must not be installed, and a word of the reason. */
export const REFUSED: readonly (readonly [string, object, RegExp])[] = [
  ['no keys in production', {}, /Set existingSecret/],
  ['only one of two keys', { secrets: { OPS_TOKEN: SECRETS.OPS_TOKEN } }, /Set existingSecret/],
  ['a file of keys and no token', { apiKeysFile: { existingSecret: 'clients' } }, /Set existingSecret/],
  ['keys twice', { ...ROOM, secrets: SECRETS }, /both set/],
  ['several pods on one database', { ...ROOM, replicas: 2 }, /replicas > 1 needs backends/],
  [
    'several pods on one folder of reports',
    { ...ROOM, replicas: 2, config: { ...SHARED, STORAGE: 'embedded' } },
    /replicas > 1 needs backends/,
  ],
  ['workers on one database', { ...ROOM, worker: { enabled: true } }, /worker.enabled needs backends/],
  ['scaling of one database', { ...ROOM, autoscaling: { scaler: 'hpa' } }, /autoscaling needs backends/],
  [
    'jobs counted for pods that do none',
    { ...ROOM, config: SHARED, worker: { enabled: true }, autoscaling: KEDA },
    /which the workers do/,
  ],
  [
    'jobs counted by nobody',
    { ...ROOM, config: SHARED, autoscaling: { scaler: 'keda' } },
    /needs autoscaling.prometheusUrl/,
  ],
  [
    'more at least than at most',
    {
      ...ROOM,
      config: SHARED,
      worker: { enabled: true, autoscaling: { scaler: 'hpa', minReplicas: 5, maxReplicas: 4 } },
    },
    /worker.autoscaling.minReplicas is above/,
  ],
  [
    'use of a processor that nobody requests',
    { ...ROOM, config: SHARED, autoscaling: { scaler: 'hpa' }, resources: { requests: { cpu: null } } },
    /autoscaling.scaler=hpa .* set resources.requests.cpu/,
  ],
  [
    'use of a processor that no worker requests',
    {
      ...ROOM,
      config: SHARED,
      worker: { enabled: true, resources: { limits: { memory: '2Gi' } }, autoscaling: { scaler: 'hpa' } },
    },
    /worker.autoscaling.scaler=hpa .* set worker.resources.requests.cpu/,
  ],
  ['a delay as long as the drain', { ...ROOM, config: { SHUTDOWN_DELAY: '30' } }, /must be less than/],
  [
    'a scrape without metrics',
    { ...ROOM, config: { ENABLE_METRICS: 'false' }, serviceMonitor: { enabled: true } },
    /needs metrics/,
  ],
  [
    'alerts without metrics',
    { ...ROOM, config: { ENABLE_METRICS: 'false' }, prometheusRule: { enabled: true } },
    /prometheusRule.enabled needs metrics/,
  ],
  [
    'jobs counted without metrics',
    { ...ROOM, config: { ...SHARED, ENABLE_METRICS: 'false' }, autoscaling: KEDA },
    /autoscaling.scaler=keda counts jobs by metrics/,
  ],
  [
    'jobs of workers counted without metrics',
    {
      ...ROOM,
      config: { ...SHARED, ENABLE_METRICS: 'false' },
      worker: { enabled: true, autoscaling: KEDA },
    },
    /worker.autoscaling.scaler=keda counts jobs by metrics/,
  ],
  ['faults in production', { ...ROOM, config: { FAULT_INJECTION: 'true' } }, /FAULT_INJECTION=true is for/],
  [
    'pods of another name',
    { ...ROOM, podLabels: { 'app.kubernetes.io/name': 'a' } },
    /podLabels must not hold app.kubernetes.io\/name/,
  ],
  [
    'pods of another release',
    { ...ROOM, podLabels: { 'app.kubernetes.io/instance': 'a' } },
    /podLabels must not hold app.kubernetes.io\/instance/,
  ],
  [
    'pods of another component',
    { ...ROOM, podLabels: { 'app.kubernetes.io/component': 'a' } },
    /podLabels must not hold app.kubernetes.io\/component/,
  ],
  ['a bucket without a name', { ...ROOM, config: { STORAGE: 'gcs' } }, /needs config.GCS_BUCKET/],
  [
    'a database without a project',
    { ...ROOM, config: { DATABASE: 'firestore' } },
    /needs config.GCP_PROJECT_ID/,
  ],
  ['Redis without an address', { secrets: SECRETS, config: { CACHE: 'redis' } }, /need secrets.REDIS_URL/],
  [
    'backups of a database elsewhere',
    { ...ROOM, config: SHARED, backup: { enabled: true } },
    /backup.enabled is for the embedded database/,
  ],
  ['an Ingress without a host', { ...ROOM, ingress: { enabled: true } }, /ingress.hosts/],
  ...RANGES.map(
    ([name, { max }]) =>
      [
        `${name} above its range`,
        { ...ROOM, config: { [name]: String(max + 1) } },
        new RegExp(`config.${name} is ${max + 1}; allowed: a (whole )?number from`),
      ] as const,
  ),
  ['a part of a job', { ...ROOM, config: { JOB_CONCURRENCY: '2.5' } }, /allowed: a whole number from 1/],
  ['no job at all', { ...ROOM, config: { JOB_CONCURRENCY: '0' } }, /allowed: a whole number from 1/],
  [
    'a token that is too short',
    { secrets: { ...SECRETS, OPS_TOKEN: 'too-short' } },
    /secrets.OPS_TOKEN has another form; allowed: 16 to 256/,
  ],
  [
    'a key in place of its hash',
    { secrets: { ...SECRETS, API_KEYS: 'acme:the-key-itself' } },
    /secrets.API_KEYS has another form; allowed: name:sha256hex/,
  ],
  [
    'links into no bucket',
    { ...ROOM, config: { DOWNLOAD_LINK_SECONDS: '60' } },
    /DOWNLOAD_LINK_SECONDS needs config.STORAGE=gcs/,
  ],
  [
    'an engine without its key',
    { secrets: SECRETS, config: { ANALYSIS_ENGINE: 'gemini' } },
    /ANALYSIS_ENGINE=gemini needs secrets.GEMINI_API_KEY/,
  ],
  [
    'faults for everybody',
    { config: { ENVIRONMENT: 'development', FAULT_INJECTION: 'true' } },
    /FAULT_INJECTION=true needs secrets.OPS_TOKEN/,
  ],
  [
    'a scrape that lasts into the next',
    { ...ROOM, serviceMonitor: { interval: '1m', scrapeTimeout: '61s' } },
    /scrapeTimeout is longer than serviceMonitor.interval/,
  ],
  // What the schema refuses.
  ['an unknown value', { ...ROOM, replicaCount: 2 }, /replicaCount/],
  ['an unknown value below', { ...ROOM, worker: { enabeld: true } }, /enabeld/],
  ['an unknown variable', { ...ROOM, config: { LOG_LEVELS: 'INFO' } }, /LOG_LEVELS/],
  ['a variable of the chart', { ...ROOM, config: { PORT: '80' } }, /PORT/],
  ['a file of keys that nobody mounts', { ...ROOM, config: { API_KEYS_FILE: '/keys' } }, /API_KEYS_FILE/],
  ['a secret among the variables', { ...ROOM, config: { OPS_TOKEN: SECRETS.OPS_TOKEN } }, /OPS_TOKEN/],
  ['a wrong word', { ...ROOM, config: { LOG_LEVEL: 'TRACE' } }, /LOG_LEVEL/],
  ['a number that is no text', { ...ROOM, config: { JOB_CONCURRENCY: 4 } }, /JOB_CONCURRENCY/],
  ['a fraction of a second', { ...ROOM, config: { HEALTH_CHECK_TIMEOUT: '0.5' } }, /HEALTH_CHECK_TIMEOUT/],
  ['two scalers', { ...ROOM, config: SHARED, autoscaling: { scaler: 'hpa,keda' } }, /scaler/],
  ['no pod', { ...ROOM, replicas: 0 }, /replicas/],
  ['one port for both listeners', { ...ROOM, metrics: { port: 8080 } }, /port/],
  ['a label that is no text', { ...ROOM, grafanaDashboards: { labels: { a: 1 } } }, /labels/],
  ['resources of an unknown kind', { ...ROOM, resources: { limit: { memory: '1Gi' } } }, /limit/],
  ['an unknown resource', { ...ROOM, resources: { limits: { memroy: '1Gi' } } }, /memroy/],
  [
    'a resource of a worker by a wrong unit',
    { ...ROOM, worker: { resources: { limits: { memory: '1GB' } } } },
    /memory/,
  ],
  ['a toleration of an unknown effect', { ...ROOM, tolerations: [{ key: 'a', effect: 'Never' }] }, /effect/],
  ['a misspelt toleration', { ...ROOM, tolerations: [{ keys: 'a' }] }, /keys/],
  ['an unknown affinity', { ...ROOM, affinity: { podAfinity: {} } }, /podAfinity/],
  ['a misspelt peer', { ...ROOM, networkPolicy: { apiFrom: [{ podSelektor: {} }] } }, /podSelektor/],
  ['a peer that is nobody', { ...ROOM, networkPolicy: { redisTo: [{}] } }, /redisTo/],
  [
    'a port that is none',
    { ...ROOM, networkPolicy: { extraEgress: [{ ports: [{ port: 70_000 }] }] } },
    /port/,
  ],
  ['a rule for the wrong way', { ...ROOM, networkPolicy: { extraEgress: [{ from: [] }] } }, /from/],
  ['a scrape without a pause', { ...ROOM, serviceMonitor: { interval: '0s' } }, /interval/],
  ['a size without a unit', { ...ROOM, persistence: { size: '10' } }, /size/],
];
