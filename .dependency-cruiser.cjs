/**
 * Who may import whom: docs/map.md in rules. The face of a folder x is x/x.ts, x/x.module.ts or a *.port.ts;
 * FACES lists the further files that may be imported from outside, each small, pure or on the hot path.
 */
const FACES = [
  // The error vocabulary and the answer that every layer can give.
  '^src/errors/(errors|error-responder|error-body|to-app-error|zod\\.pipe|error\\.filter)\\.ts$',
  '^src/request-context/(request-facts|request-route|request-id|request-signal)\\.ts$',
  '^src/logging/(log|audit|log-root|redact|access-log|framework-logger|root-logger|describe-error|loggable-path)\\.ts$',
  '^src/metrics/(build-info|[a-z-]+\\.metrics|management-listener)\\.ts$',
  '^src/health/startup-gate\\.ts$',
  // Read by a thread that must not load the schemas.
  '^src/analysis/report/plain-text\\.ts$',
  '^src/analysis/source-text/source-text\\.ts$',
];

const PLATFORM = [
  'request-context',
  'tracing',
  'logging',
  'metrics',
  'access',
  'health',
  'backend-calls',
  'http',
  'shutdown',
];
/** Each may use the folders before it in the list, and config and errors. */
const layer = (name, index) => ({
  name: `platform-layer-${name}`,
  comment: `src/${name} may use only the layers before it: ${PLATFORM.slice(0, index).join(', ') || 'none'}`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: `^src/(${PLATFORM.slice(index + 1).join('|') || 'nothing'})/` },
});

/** An SDK stays in its folder, so that replacing it is replacing the folder. */
const sdk = (name, modules, folders) => ({
  name: `sdk-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: folders },
  to: { path: `node_modules/(${modules})(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.spec\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'nobody-imports-the-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((main|start|stop|app|app\\.module|generate)\\.ts$|cli/)' },
      to: { path: '^src/(main|start|stop|app|app\\.module|generate)\\.ts$' },
    },
    {
      name: 'ground-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/(config|errors)/', pathNot: '^src/errors/error(-responder|\\.filter)\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(config|errors)/' },
    },
    ...PLATFORM.slice(0, -1).map(layer),
    {
      name: 'platform-names-no-feature',
      severity: 'error',
      from: { path: `^src/(${[...PLATFORM, 'config', 'errors', 'openapi', 'threads'].join('|')})/` },
      to: { path: '^src/(analysis|adapters)/' },
    },
    {
      name: 'nobody-relies-on-faults',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(faults/|app\\.module\\.ts$)' },
      to: { path: '^src/faults/' },
    },
    {
      name: 'feature-names-no-adapter',
      severity: 'error',
      from: { path: '^src/analysis/' },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'only-faces-from-outside',
      comment: 'Import x/x.ts, x/x.module.ts or a port; or add a file to FACES and say why.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^src/([^/]+)/.+',
        pathNot: ['^src/$1/', '^src/([^/]+)/\\1(\\.module)?\\.ts$', '\\.port\\.ts$', ...FACES],
      },
    },
    sdk('genai', '@google/genai', '^src/adapters/gemini/'),
    sdk('firestore', '@google-cloud/firestore|google-gax', '^src/adapters/firestore/'),
    sdk('storage', '@google-cloud/storage|google-auth-library', '^src/adapters/gcs/'),
    sdk('redis', 'ioredis|bullmq|@nestjs/bullmq', '^src/adapters/redis/'),
    sdk('cls', 'nestjs-cls', '^src/request-context/'),
    sdk('pino', 'pino|nestjs-pino|pino-http|pino-pretty', '^src/(logging|app\\.ts)'),
    sdk('prometheus', 'prom-client|@willsoto', '^src/metrics/'),
    sdk('terminus', '@nestjs/terminus', '^src/health/'),
    sdk('opentelemetry', '@opentelemetry', '^src/(tracing|logging)/'),
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
