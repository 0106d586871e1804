/**
 * POST /analyze answered from the cache beside GET /engines of the same process, and that of plain Fastify and of plain
 * Nest on Fastify, in turns: medians and ratios. Server and load get a core each. `npm run bench:cached -- --rounds 5 --seconds 3`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './lib/load.mjs';
import { median, table } from './lib/numbers.mjs';
import { startServer } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
    examples: { type: 'string', default: 'company-only,airline,bank' },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number);

const folder = mkdtempSync(join(tmpdir(), 'consultantos-bench-'));
const server = await startServer('dist/bundle.js', { RATE_LIMIT_PER_HOUR: '0' });
const plain = await Promise.all(
  ['fastify', 'nest-fastify'].map((name) => startServer(`bench/servers/${name}.mjs`)),
);
const engines = (label, of) => ({ label, server: of, path: '/engines', bodyKb: 0, results: [] });
try {
  const routes = [
    engines('GET /engines', server),
    engines('GET /engines of plain Fastify', plain[0]),
    engines('GET /engines of plain Nest + Fastify', plain[1]),
  ];
  for (const name of values.examples.split(',')) routes.push(await cachedAnalysis(name));
  for (const route of routes) await measure(route, 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const route of routes) route.results.push(await measure(route, seconds));
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  print(routes);
} finally {
  await Promise.all([server, ...plain].map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
}

/** Has an example analysed once, sees that the second time it comes from the cache, and writes wrk's orders. */
async function cachedAnalysis(name) {
  const body = JSON.stringify(JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')));
  await post(body);
  const answer = await post(body);
  if (!JSON.parse(answer).report.cache.hit) throw new Error(`${name} did not come from the cache.`);
  const script = join(folder, `${name}.lua`);
  writeFileSync(join(folder, `${name}.json`), body);
  writeFileSync(
    script,
    `wrk.method = "POST"
     wrk.headers["Content-Type"] = "application/json"
     wrk.body = io.open("${join(folder, `${name}.json`)}"):read("*a")`,
  );
  const sizes = { bodyKb: Buffer.byteLength(body) / 1000, answerKb: Buffer.byteLength(answer) / 1000 };
  return { label: `POST /analyze, ${name}`, server, path: '/analyze', script, results: [], ...sizes };
}

async function post(body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/analyze`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.status}: ${text}`);
  return text;
}

async function measure({ server: { url, cpuMs }, path, script }, length) {
  const before = cpuMs();
  const figures = await load(`${url}${path}`, { seconds: length, connections, script });
  return { ...figures, cpuUs: ((cpuMs() - before) * 1000) / figures.requests };
}

function print(routes) {
  const [engines] = routes;
  const rows = routes.map(({ label, bodyKb, answerKb = 0, results }) => [
    label,
    `${bodyKb.toFixed(1)} → ${answerKb.toFixed(0)}`,
    Math.round(median(results.map(({ rate }) => rate))).toLocaleString('en'),
    median(results.map(({ rate }, index) => rate / engines.results[index].rate)).toFixed(2),
    median(results.map(({ cpuUs }) => cpuUs)).toFixed(0),
    median(results.map(({ p50 }) => p50)).toFixed(1),
    median(results.map(({ p99 }) => p99)).toFixed(1),
    Math.min(...results.map(({ p99 }) => p99)).toFixed(1),
  ]);
  const heads = [
    'request',
    'body → answer kB',
    'requests/s',
    'of GET /engines',
    'CPU µs a request',
    'p50 ms',
    'p99 ms',
    'best p99 ms',
  ];
  const { model } = cpus()[0];
  console.log(
    `${model}, ${cpus().length} cores, Node ${process.version}; ${rounds} rounds of ${seconds} s, ${connections} connections.\n`,
  );
  console.log(table(heads, rows));
}
