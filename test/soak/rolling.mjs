/**
 * Two processes that do everything, on shared backends and behind a proxy that honours readiness, are restarted in turn
 * under a steady load: no request may fail, no job be lost, and no process take longer to end than it was allowed.
 * Every request is sent once; nobody asks again.
 * `npm run soak:rolling -- [--restarts 20] [--rate 200] [--backlog 800] [--database embedded] [--json FILE]`
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client, SOURCE } from './lib/client.mjs';
import { Cluster } from './lib/cluster.mjs';
import { fatesOf, JOB_FAULTS, storiesOf } from './lib/examine.mjs';
import { Load } from './lib/load.mjs';

const { values } = parseArgs({
  options: {
    restarts: { type: 'string', default: '20' },
    /** Requests a second. */
    rate: { type: 'string', default: '200' },
    /** Jobs that wait already when the first restart comes: more than are done before the last. */
    backlog: { type: 'string', default: '800' },
    /** firestore, or embedded: one SQLite file. */
    database: { type: 'string', default: 'firestore' },
    json: { type: 'string' },
  },
});
const [RESTARTS, RATE, BACKLOG] = [values.restarts, values.rate, values.backlog].map(Number);
/** Numbers from here on are those of the backlog; the load counts from 1. */
const FIRST_OF_BACKLOG = 1_000_000;
const ORDERED_AT_ONCE = 20;
/** The proxy looks every 250 ms. */
const SHUTDOWN_DELAY_S = 1;
const GRACEFUL_SHUTDOWN_TIMEOUT_S = 10;
/** Of the upstream: long enough for jobs and requests to be under way at every SIGTERM. */
const ANSWER_MS = 300;
const DEADLINE_MS = 30_000;
/** Under full load on both, between a restart and the next. */
const REST_MS = 500;
const PATIENCE_MS = 60_000;
/** Of the analyses that the cache answers in the end. */
const COMPANIES = 20;
const JSON_TYPE = { 'content-type': 'application/json' };

const cluster = await Cluster.start({
  apis: 2,
  role: 'all',
  workers: 0,
  answerMs: ANSWER_MS,
  database: values.database,
  env: {
    SHUTDOWN_DELAY: String(SHUTDOWN_DELAY_S),
    GRACEFUL_SHUTDOWN_TIMEOUT: String(GRACEFUL_SHUTDOWN_TIMEOUT_S),
    JOB_CONCURRENCY: '4',
  },
});
const client = new Client(cluster.url, DEADLINE_MS);
const say = (text) => process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${text}\n`);

const analysis = (path, company, choices) => ({
  method: 'POST',
  path,
  headers: JSON_TYPE,
  body: JSON.stringify({ company, frameworks: ['swot'], depth: 'quick', sources: [SOURCE], ...choices }),
});

/** Of 200 requests: 3 jobs and 2 analyses that wait for the model, 35 that the cache or a thread answers, 160 cheap ones. */
function next(number) {
  const place = number % 200;
  if (place % 67 === 0) return { ...analysis('/analyze/async', `Soak ${number}`, {}), expected: 202, number };
  if (place % 80 === 1)
    return { ...analysis('/analyze', `Soak ${number}`, { cache: 'bypass' }), expected: 200 };
  if (place % 6 === 2)
    return {
      ...analysis('/analyze', `Quick ${number % COMPANIES}`, { engine: 'extractive' }),
      expected: 200,
    };
  return { path: '/engines', expected: 200 };
}

/** By what was asked and what came instead. */
const failures = {};
function answered({ method = 'GET', path, expected, number }, { status, body, error }) {
  if (status === expected) {
    if (number !== undefined) client.accepted.set(number, JSON.parse(body).job_id);
    return;
  }
  const what = `${method} ${path}: ${error ?? `${status} ${body.slice(0, 200)}`}`;
  failures[what] = (failures[what] ?? 0) + 1;
}

async function orderBacklog() {
  for (let ordered = 0; ordered < BACKLOG; ordered += ORDERED_AT_ONCE) {
    const count = Math.min(ORDERED_AT_ONCE, BACKLOG - ordered);
    const orders = Array.from({ length: count }, (_, index) =>
      client.order(FIRST_OF_BACKLOG + ordered + index, ['swot']),
    );
    await Promise.all(orders);
  }
}

/** Jobs that nobody has begun, as one process tells Prometheus. */
async function waiting() {
  const text = await (await fetch(`${cluster.urls[0]}/health/metrics`)).text();
  return Number(/^consultantos_jobs_total\{status="pending"\} (\d+)$/m.exec(text)?.[1]);
}

let load;
try {
  for (const url of cluster.urls) await cluster.balancer.untilReady(url);
  await orderBacklog();
  load = new Load({ url: cluster.url, perSecond: RATE, deadlineMs: DEADLINE_MS, next, answered });
  await sleep(REST_MS);
  const waitingAtFirst = await waiting();
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    await cluster.restartApi(restart % 2);
    say(`restart ${restart + 1}: ${load.sent} requests, ${client.accepted.size} jobs accepted`);
    await sleep(REST_MS);
  }
  const waitingAtLast = await waiting();
  const seconds = await load.stop();
  const fates = fatesOf(await storiesOf(client, PATIENCE_MS));
  await cluster.stop();
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const facts = {
    restarts: RESTARTS,
    seconds: Math.round(seconds),
    requests: load.sent,
    requests_a_second: Math.round(load.sent / seconds),
    failed,
    jobs_waiting_at_first_and_last: `${waitingAtFirst} ${waitingAtLast}`,
    ...Object.fromEntries(Object.entries(fates).map(([name, count]) => [`jobs_${name}`, count])),
    slowest_sigterm_to_exit_ms: Math.round(cluster.slowestExitMs),
    allowed_ms: GRACEFUL_SHUTDOWN_TIMEOUT_S * 1000,
    exit_codes: cluster.exits.join(' '),
  };
  const faults = JOB_FAULTS.filter((name) => fates[name] > 0).map((name) => `jobs_${name}`);
  if (failed > 0) faults.push('failed');
  if (fates.completed !== fates.accepted || fates.accepted === 0) faults.push('jobs_completed');
  if (facts.slowest_sigterm_to_exit_ms > facts.allowed_ms) faults.push('slowest_sigterm_to_exit_ms');
  if (/[^0 ]/.test(facts.exit_codes)) faults.push('exit_codes');
  console.table(facts);
  if (failed > 0) console.log(failures);
  console.log(
    faults.length === 0 ? 'No request failed, and no job was lost.' : `BROKEN: ${faults.join(', ')}`,
  );
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ ...facts, faults }, null, 2));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await load?.stop();
  await cluster.close();
}
