/**
 * Two API and three worker processes on Redis, a stand-in for Cloud Storage and one database, behind a proxy: a worker is
 * killed every second, an API restarted, Redis restarted empty, and Google's emulator of Firestore stopped for ten
 * seconds. Every accepted job must complete once, in the name of its request.
 * `npm run soak:cluster -- [--database embedded] [--jobs 500] [--every MS] [--pause MS] [--answer MS] [--json FILE]`
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from './lib/client.mjs';
import { Cluster } from './lib/cluster.mjs';
import { examine } from './lib/examine.mjs';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '500' },
    /** Between two kills of a worker. */
    every: { type: 'string', default: '1000' },
    /** How long the database stands still. */
    pause: { type: 'string', default: '10000' },
    /** What the upstream takes for an answer. */
    answer: { type: 'string', default: '50' },
    /** firestore, or embedded: one SQLite file. */
    database: { type: 'string', default: 'firestore' },
    json: { type: 'string' },
  },
});
const [JOBS, EVERY_MS, PAUSE_MS, ANSWER_MS] = [values.jobs, values.every, values.pause, values.answer].map(
  Number,
);
const REQUEST_TIMEOUT_S = 10;
const ORDERS_AT_ONCE = 4;
const REDIS_AWAY_MS = 1000;
/** After the last job was accepted. */
const KILLING_AT_MOST_MS = 90_000;
/** Once nothing is broken any more: how long the rest may take. */
const PATIENCE_MS = 240_000;

const cluster = await Cluster.start({
  apis: 2,
  workers: 3,
  answerMs: ANSWER_MS,
  database: values.database,
  env: { REQUEST_TIMEOUT: String(REQUEST_TIMEOUT_S), BACKEND_TIMEOUT: '2', JOB_CONCURRENCY: '2' },
});
const client = new Client(cluster.url, REQUEST_TIMEOUT_S * 1000);
const say = (text) => process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${text}\n`);

/** What happens once so many jobs are accepted. */
const incidents = [
  [0.25, 'an API is restarted', () => cluster.restartApi(0)],
  [0.5, 'Redis is restarted, empty', () => cluster.restartRedis(REDIS_AWAY_MS)],
];
if (values.database === 'firestore')
  incidents.push([0.75, 'the database stands still', () => cluster.pauseDatabase(PAUSE_MS)]);

let trouble = true;
const killing = (async () => {
  while (trouble) {
    await sleep(EVERY_MS);
    if (trouble) await cluster.killWorker();
  }
})();

async function orderAll() {
  let next = 1;
  const orderNext = async () => {
    while (next <= JOBS) await client.order(next++);
  };
  await Promise.all(Array.from({ length: ORDERS_AT_ONCE }, orderNext));
}

async function causeIncidents() {
  for (const [share, what, cause] of incidents) {
    while (client.accepted.size < JOBS * share) await sleep(20);
    say(`${client.accepted.size} accepted, ${cluster.kills} kills; ${what}`);
    await cause();
  }
}

/** As long as a page of them does, killing goes on: most jobs shall have lived through it. */
const manyWait = async () => (await client.read('/jobs?limit=100&status=pending')).count === 100;

const begun = performance.now();
try {
  await Promise.all([orderAll(), causeIncidents()]);
  say(`all accepted after ${cluster.kills} kills`);
  const until = performance.now() + KILLING_AT_MOST_MS;
  while ((await manyWait()) && performance.now() < until) await sleep(500);
  say(`the last kill was number ${cluster.kills}`);
  trouble = false;
  await killing;
  const result = await examine({ cluster, client, jobs: JOBS, patienceMs: PATIENCE_MS });
  const { faults, ...facts } = result;
  console.table({ ...facts, seconds: Math.round((performance.now() - begun) / 1000) });
  console.log(faults.length === 0 ? 'Nothing was lost or done twice.' : `BROKEN: ${faults.join(', ')}`);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(result, null, 2));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  trouble = false;
  await cluster.close();
}
