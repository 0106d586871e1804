/**
 * GET /engines of this service beside its foundations, in one run, in turns: medians and ratios.
 * Server and load get a core each. All servers stand at once and take short turns, so that what else the machine does
 * meets them alike; they are started anew a few times, since one process is compiled better than the next.
 * `npm run bench -- --starts 4 --rounds 6 --seconds 1 [--write]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { load } from './lib/load.mjs';
import { median, table } from './lib/numbers.mjs';
import { startServer } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '1' },
    connections: { type: 'string', default: '64' },
    write: { type: 'boolean', default: false },
  },
});
const [starts, rounds, seconds, connections] = [
  values.starts,
  values.rounds,
  values.seconds,
  values.connections,
].map(Number);

const SERVERS = {
  fastify: { label: 'Fastify', file: 'bench/servers/fastify.mjs' },
  nest: { label: 'Nest + Fastify, nothing else', file: 'bench/servers/nest-fastify.mjs' },
  service: { label: 'this service, access log on', file: 'dist/bundle.js' },
  quiet: { label: 'this service, access log off', file: 'dist/bundle.js', env: { ACCESS_LOG: 'false' } },
  express: {
    label: 'Nest + Express, the same packages as documented',
    file: 'bench/servers/nest-express.mjs',
  },
};

const names = Object.keys(SERVERS);
const results = Object.fromEntries(names.map((name) => [name, []]));
for (let start = 1; start <= starts; start += 1) await standing(start);

/** All servers from their start to their end. */
async function standing(start) {
  const servers = {};
  try {
    for (const name of names) servers[name] = await warmed(SERVERS[name]);
    for (let round = 0; round < rounds; round += 1) {
      const turns = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
      for (const name of turns) results[name].push(await measure(servers[name]));
      const rates = names.map((name) => `${name} ${Math.round(results[name].at(-1).rate)}`);
      process.stderr.write(`start ${start}, round ${round + 1}, requests/s: ${rates.join(', ')}\n`);
    }
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

/** A server that has compiled its hot paths. */
async function warmed({ file, env }) {
  const server = await startServer(file, env);
  const idle = server.memory();
  await load(`${server.url}/engines`, { seconds: 4, connections });
  return { ...server, idle };
}

async function measure(server) {
  const before = server.cpuMs();
  const figures = await load(`${server.url}/engines`, { seconds, connections });
  return {
    ...figures,
    cpuUs: ((server.cpuMs() - before) * 1000) / figures.requests,
    startMs: server.startMs,
    idle: server.idle,
    busy: server.memory(),
  };
}

const of = (name, key) => median(results[name].map((each) => each[key]));
const ratio = (name, other) =>
  median(results[name].map((each, index) => each.rate / results[other][index].rate));
const rows = Object.entries(SERVERS).map(([name, { label }]) => [
  label,
  Math.round(of(name, 'rate')).toLocaleString('en'),
  ratio(name, 'nest').toFixed(2),
  of(name, 'cpuUs').toFixed(1),
  of(name, 'p99').toFixed(1),
  Math.round(of(name, 'startMs')),
  `${Math.round(of(name, 'idle'))} → ${Math.round(of(name, 'busy'))}`,
]);
const heads = [
  'build',
  'requests/s',
  'of plain Nest + Fastify',
  'CPU µs a request',
  'p99 ms',
  'start ms',
  'RSS MB idle → after load',
];
const goals = [
  ['access log on, of plain Nest + Fastify', ratio('service', 'nest'), '≥ 0.70'],
  ['access log off, of plain Nest + Fastify', ratio('quiet', 'nest'), '≥ 0.90'],
  ['access log on, of Nest + Express as documented', ratio('service', 'express'), '≥ 3.00'],
  ['p99, of plain Nest + Fastify', of('service', 'p99') / of('nest', 'p99'), '≤ 2.00'],
].map(([what, value, goal]) => [what, value.toFixed(2), goal]);
const text = [
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}; ${starts} starts, ${rounds} rounds of ${seconds} s each, ${connections} connections.`,
  table(heads, rows),
  table(['goal', 'measured', 'wanted'], goals),
].join('\n\n');
console.log(text);
if (values.write) {
  const page = readFileSync('docs/performance.md', 'utf8');
  writeFileSync(
    'docs/performance.md',
    page.replace(/(<!-- bench -->)[\s\S]*(<!-- \/bench -->)/, `$1\n\n${text}\n\n$2`),
  );
}
