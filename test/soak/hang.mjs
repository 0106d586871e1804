/**
 * Every backend hangs at once, behind proxies that let nothing pass, while clients go on asking: the process must stay
 * alive and say what is wrong, in time, and come back by itself.
 * `npm run soak:hang -- [--seconds 20] [--per-second 20] [--body-kb 0] [--no-hang] [--json FILE]`; with `--body-kb 975`
 * orders carry sources of so many kilobytes, and the memory that they hold must come to an end of its growth. `--no-hang`
 * gives the same load with nothing wrong: what is the load's, and what the hang's.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { TcpProxy } from '../doubles/tcp-proxy.ts';
import { Backends } from './lib/backends.mjs';
import { Client } from './lib/client.mjs';
import { Member } from './lib/member.mjs';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'firestore' },
    seconds: { type: 'string', default: '20' },
    'per-second': { type: 'string', default: '20' },
    'body-kb': { type: 'string', default: '0' },
    'no-hang': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const HANG_MS = Number(values.seconds) * 1000;
const PAUSE_MS = 1000 / Number(values['per-second']);
const BODY_KB = Number(values['body-kb']);
const CHECK_TIMEOUT_S = 2;
const REQUEST_TIMEOUT_S = 8;
const BOUNDS = {
  live_slowest_ms: 50,
  ready_slowest_ms: CHECK_TIMEOUT_S * 1000 + 250,
  event_loop_longest_ms: 50,
  // Bodies take room; how much is bounded, and reached.
  ...(BODY_KB > 0 ? { memory_growth_at_last_mb: 100 } : { memory_growth_mb: 100 }),
  ready_again_after_ms: 10_000,
};

const backends = await Backends.start(20, values.database);
const portOf = (url) => Number(new URL(url).port);
const proxies = {
  ...(backends.firestore && { database: await TcpProxy.to(backends.firestore.port) }),
  storage: await TcpProxy.to(portOf(backends.gcs.url)),
  redis: await TcpProxy.to(backends.redis.port),
  gemini: await TcpProxy.to(portOf(backends.upstream.url)),
};
const service = new Member('all', {
  ...backends.env,
  ...(proxies.database && { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${proxies.database.port}` }),
  STORAGE_EMULATOR_HOST: `http://127.0.0.1:${proxies.storage.port}`,
  REDIS_URL: `redis://127.0.0.1:${proxies.redis.port}`,
  GEMINI_BASE_URL: `http://127.0.0.1:${proxies.gemini.port}`,
  HEALTH_CHECK_TIMEOUT: String(CHECK_TIMEOUT_S),
  HEALTH_CACHE_TTL: '0.5',
  REQUEST_TIMEOUT: String(REQUEST_TIMEOUT_S),
  BACKEND_TIMEOUT: '2',
});
await service.listens();
const client = new Client(service.url, REQUEST_TIMEOUT_S * 1000);
let hanging = true;

const memoryOf = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8'))[1]) / 1024;

/** A process that asks again and again; `stop` gives the longest that an answer took, and the statuses seen. */
function watch(path, pauseMs) {
  const probe = fork(new URL('lib/probe.mjs', import.meta.url), [service.url, path, String(pauseMs)], {
    execArgv: [],
  });
  const told = once(probe, 'message');
  return {
    async stop() {
      probe.send('stop');
      return (await told)[0];
    },
  };
}

async function watchLoop() {
  const look = async () => (await (await fetch(`${service.url}/health/detailed`)).json()).system;
  await look();
  let longest = 0;
  while (hanging) {
    await sleep(1000);
    longest = Math.max(longest, (await look()).event_loop_delay_ms.max);
  }
  return longest;
}

/** Clients that do not know: jobs, analyses, lists. */
async function traffic() {
  let number = 1000;
  const asks = [
    () => client.ask('/jobs'),
    () => client.ask('/reports'),
    () => client.ask('/engines'),
    () => client.ask('/analyze', { method: 'POST', headers: JSON_BODY, body: analysis(number++) }),
    () => client.ask('/analyze/async', { method: 'POST', headers: JSON_BODY, body: analysis(number++) }),
  ];
  const underWay = new Set();
  while (hanging) {
    const asked = asks[number % asks.length]().finally(() => underWay.delete(asked));
    underWay.add(asked);
    number += 1;
    await sleep(PAUSE_MS);
  }
  await Promise.all(underWay);
}
const JSON_BODY = { 'content-type': 'application/json' };
const SENTENCE = 'Our brand is strong in every region, and two suppliers sell all of our chips. ';
const SOURCE_KB = 195;
const SOURCES = Array.from({ length: Math.ceil(BODY_KB / SOURCE_KB) }, (_, index) => ({
  id: `s${index}`,
  title: `Report ${index}`,
  content: SENTENCE.repeat((Math.min(SOURCE_KB, BODY_KB - index * SOURCE_KB) * 1000) / SENTENCE.length),
}));
const analysis = (number) =>
  JSON.stringify({
    company: `Hang ${number}`,
    frameworks: ['swot'],
    depth: 'quick',
    cache: 'bypass',
    ...(BODY_KB > 0 && { sources: SOURCES }),
  });

/** Megabytes, once a second. */
async function watchMemory() {
  const seen = [];
  while (hanging) {
    seen.push(Math.round(memoryOf()));
    await sleep(1000);
  }
  return seen;
}

/** By how much the last third of the time went beyond the second. */
function growthAtLast(seen) {
  const third = Math.floor(seen.length / 3);
  return Math.max(...seen.slice(-third)) - Math.max(...seen.slice(third, -third));
}

async function readyAgain() {
  const begun = performance.now();
  for (;;) {
    const body = await (await fetch(`${service.url}/health/ready`)).json();
    if (body.status === 'ok') return Math.round(performance.now() - begun);
    await sleep(50);
  }
}

try {
  await readyAgain();
  for (let number = 1; number <= 20; number += 1) await client.order(number, ['swot']);
  await sleep(2000);
  const before = memoryOf();
  if (!values['no-hang']) for (const proxy of Object.values(proxies)) proxy.pause();
  const probes = [watch('/health/live', 20), watch('/health/ready', 100)];
  const watching = [watchLoop(), watchMemory(), traffic()];
  await sleep(HANG_MS);
  const memory = memoryOf();
  hanging = false;
  const [live, ready] = await Promise.all(probes.map((probe) => probe.stop()));
  const [loop, course] = await Promise.all(watching);
  for (const proxy of Object.values(proxies)) proxy.resume();
  const back = await readyAgain();
  const facts = {
    live_slowest_ms: live.slowestMs,
    probe_itself_held_up_ms: live.ownDelayMs,
    live_statuses: live.statuses.join(),
    ready_slowest_ms: ready.slowestMs,
    ready_statuses: ready.statuses.join(),
    event_loop_longest_ms: loop,
    memory_before_mb: Math.round(before),
    memory_growth_mb: Math.round(memory - before),
    memory_growth_at_last_mb: growthAtLast(course),
    requests: client.requests,
    answers: JSON.stringify(client.answers),
    requests_unanswered_past_their_deadline: client.overdue,
    ready_again_after_ms: back,
  };
  const faults = Object.keys(BOUNDS).filter((name) => facts[name] > BOUNDS[name]);
  if (facts.live_statuses !== '200') faults.push('live_statuses');
  if (client.overdue > 0) faults.push('requests_unanswered_past_their_deadline');
  console.table(facts);
  console.log(`Resident memory in MB, second by second: ${course.join(' ')}`);
  console.log(faults.length === 0 ? 'Alive, and back by itself.' : `BROKEN: ${faults.join(', ')}`);
  if (values.json !== undefined)
    writeFileSync(values.json, JSON.stringify({ ...facts, course, faults }, null, 2));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  hanging = false;
  if (service.alive) await service.kill();
  for (const proxy of Object.values(proxies)) await proxy.close();
  await backends.close();
}
