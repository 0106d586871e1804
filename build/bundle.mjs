/**
 * Puts the compiled service and what it loads at every start into one file, dist/service.js: finding, reading and linking
 * 1,100 files takes a third of a start (decision 28). dist/bundle.js loads it, once signals are heard: reading the large file
 * takes longer than all before it. Does nothing where that file is newer than what it is made from.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

const OUT = 'dist/service.js';
const START = 'dist/bundle.js';
const MADE_FROM = ['dist/.tsbuildinfo', 'package-lock.json', 'build/bundle.mjs'];

/** Loaded only where the configuration asks for it; stays in node_modules. */
const SELDOM = [
  '@google-cloud/firestore',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace',
  'bullmq',
  'google-auth-library',
  // The very one that Firestore's client loads: decision 35.
  'google-gax',
  'ioredis',
  'swagger-ui-dist',
];
const isSeldom = (path) => SELDOM.some((name) => path === name || path.startsWith(`${name}/`));
/** One for both files. */
const SIGNALS = './early-signals.js';

/** Packages that are loaded late, and those that some package would use if it were there. */
const leaveOut = {
  name: 'leave-out',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/early-signals\.js$/ }, () => ({ path: SIGNALS, external: true }));
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'asked' || isBuiltin(path)) return undefined;
      if (kind === 'dynamic-import' || isSeldom(path)) return { path, external: true };
      const found = await resolve(path, { kind, resolveDir, pluginData: 'asked' });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

const changedAt = (file) => statSync(file).mtimeMs;
const isFresh = existsSync(OUT) && MADE_FROM.every((file) => changedAt(file) < changedAt(OUT));
if (!isFresh) {
  writeFileSync(START, `require('${SIGNALS}');\nrequire('./service.js');\n`);
  await build({
    entryPoints: ['dist/main.js'],
    outfile: OUT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // Modules that ask where they are; only ECMAScript ones do it in this way.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' },
    plugins: [leaveOut],
  });
}
