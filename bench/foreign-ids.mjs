/**
 * How long it takes to be told 404 for an id that never was, and for one that belongs to somebody else: in turns, over one
 * connection, each pair in either order. Who could tell them apart would learn which ids exist.
 * `npm run bench:foreign-ids -- --rounds 5 --requests 1000`
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, table } from './lib/numbers.mjs';
import { startServer } from './lib/server.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, requests: { type: 'string', default: '1000' } },
});
const [ROUNDS, REQUESTS] = [values.rounds, values.requests].map(Number);
/** Of the other client. */
const OWNED = 100;
/** By which the medians may differ, either way. */
const MOST = 0.05;
const ROUTES = [
  ['GET', '/reports/ID'],
  ['DELETE', '/reports/ID'],
  ['GET', '/jobs/ID'],
  ['POST', '/jobs/ID/cancel'],
  ['GET', '/jobs/ID/events'],
];
const hash = (key) => createHash('sha256').update(key).digest('hex');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const env = {
  API_KEYS: `alice:${hash('alice-key')},bob:${hash('bob-key')}`,
  RATE_LIMIT_PER_HOUR: '0',
};
const server = await startServer('dist/bundle.js', env, '/health/live');
try {
  const ids = { reports: [], jobs: [] };
  for (let number = 0; number < OWNED; number += 1) {
    ids.reports.push((await order('/analyze', number)).report_id);
    ids.jobs.push((await order('/analyze/async', number)).job_id);
  }
  for (const id of ids.jobs) while ((await show(id)).status !== 'completed') await sleep(20);
  const rows = [];
  let worst = 0;
  for (const [method, path] of ROUTES) {
    const owned = ids[path.split('/')[1]];
    const told = { unknown: [], foreign: [], ratios: [] };
    await round(method, path, owned);
    for (let count = 0; count < ROUNDS; count += 1) {
      const { unknown, foreign } = await round(method, path, owned);
      told.unknown.push(median(unknown));
      told.foreign.push(median(foreign));
      told.ratios.push(median(foreign) / median(unknown));
    }
    const ratio = median(told.ratios);
    worst = Math.max(worst, Math.abs(ratio - 1));
    rows.push([
      `${method} ${path}`,
      (median(told.unknown) * 1000).toFixed(0),
      (median(told.foreign) * 1000).toFixed(0),
      ratio.toFixed(3),
      told.ratios.map((each) => each.toFixed(3)).join(' '),
    ]);
  }
  const heads = ['request', 'unknown µs', 'foreign µs', 'ratio of medians', 'by round'];
  console.log(
    `${cpus()[0].model}, Node ${process.version}; ${ROUNDS} rounds of ${REQUESTS} requests of each kind, in turns.\n`,
  );
  console.log(table(heads, rows));
  if (worst > MOST) {
    console.log(`\nTold apart: the medians differ by up to ${(worst * 100).toFixed(1)} %.`);
    process.exitCode = 1;
  }
} finally {
  agent.destroy();
  await server.stop();
}

/** What each of the two takes, in ms. */
async function round(method, path, owned) {
  const unknown = [];
  const foreign = [];
  for (let count = 0; count < REQUESTS; count += 1) {
    const pair = [
      [unknown, randomUUID()],
      [foreign, owned[count % owned.length]],
    ];
    for (const [times, id] of randomInt(2) === 0 ? pair : pair.reverse())
      times.push(await timed(method, path.replace('ID', id)));
  }
  return { unknown, foreign };
}

async function timed(method, path) {
  const begun = performance.now();
  const status = await new Promise((resolve, reject) => {
    const headers = { 'x-api-key': 'bob-key' };
    request(`${server.url}${path}`, { method, headers, agent }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
  const milliseconds = performance.now() - begun;
  if (status !== 404) throw new Error(`${method} ${path}: ${status}`);
  return milliseconds;
}

async function order(path, number) {
  const headers = { 'content-type': 'application/json', 'x-api-key': 'alice-key' };
  const body = JSON.stringify({ company: `Company ${number}`, frameworks: ['swot'] });
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function show(id) {
  return (await fetch(`${server.url}/jobs/${id}`, { headers: { 'x-api-key': 'alice-key' } })).json();
}
