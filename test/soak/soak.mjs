/**
 * One process under requests of every kind, good and bad, for minutes, while faults are switched on and off: nothing may
 * leak, no job be lost, and every request have its ID in its answer and in one line of the log.
 * `npm run soak -- [--minutes 1] [--rate 40] [--json FILE]`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { GeminiServer } from '../doubles/gemini-server.ts';
import { standIn } from '../doubles/gemini-stand-in.ts';
import { TcpProxy } from '../doubles/tcp-proxy.ts';
import { Client } from './lib/client.mjs';
import { storiesOf } from './lib/examine.mjs';
import { Load } from './lib/load.mjs';
import { Member } from './lib/member.mjs';
import { verdictOf } from './lib/soak-verdict.mjs';
import { SoakWitness } from './lib/soak-witness.mjs';
import { Troubles } from './lib/troubles.mjs';
import { COLLECTING, descriptorsOf, memoryHeldBy, seriesOf } from './lib/vitals.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    /** Requests a second. */
    rate: { type: 'string', default: '40' },
    json: { type: 'string' },
  },
});
const [MINUTES, RATE] = [values.minutes, values.rate].map(Number);
const TOTAL_MS = MINUTES * 60_000;
/** Until caches, pools and compiled code are there: not counted. */
const WARM_UP_MS = Math.min(TOTAL_MS * 0.5, 300_000);
/** At the end, without faults: whatever fails then has not recovered. */
const CALM_MS = Math.min(TOTAL_MS * 0.15, 30_000);
/** The breakers close, and what waited is done. */
const RECOVERY_MS = 5000;
const FAULT_EVERY_MS = Math.min(6000, TOTAL_MS / 24);
/** Idle connections of both sides are closed after that. */
const REST_MS = 6000;
const REST_AT_MOST_MS = 30_000;
const SAMPLE_EVERY_MS = 5000;
const PATIENCE_MS = 60_000;
const REQUEST_TIMEOUT_S = 10;
const ANSWER_MS = 100;
const OPS_TOKEN = 'the-ops-token-of-the-soak';

const folder = mkdtempSync(join(tmpdir(), 'consultantos-soak-'));
const upstream = await GeminiServer.start();
upstream.always('*', standIn(ANSWER_MS));
const proxy = await TcpProxy.to(Number(new URL(upstream.url).port));
const witness = new SoakWitness();
const service = new Member(
  'all',
  {
    ...COLLECTING,
    ...upstream.env,
    GEMINI_BASE_URL: `http://127.0.0.1:${proxy.port}`,
    ENVIRONMENT: 'test',
    DATA_DIR: join(folder, 'data'),
    FAULT_INJECTION: 'true',
    OPS_TOKEN,
    REQUEST_TIMEOUT: String(REQUEST_TIMEOUT_S),
    HEALTH_CACHE_TTL: '0.5',
  },
  witness.heard,
);
const { pid } = service.child;
const say = (text) => process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${text}\n`);

const begin = () =>
  new Load({
    url: service.url,
    perSecond: RATE,
    deadlineMs: 2 * REQUEST_TIMEOUT_S * 1000,
    next: witness.next,
    answered: witness.answered,
  });
const makeTrouble = () =>
  new Troubles({ url: service.url, opsToken: OPS_TOKEN, proxy, everyMs: FAULT_EVERY_MS });

/** Resolves with the open descriptors once nothing is going on, at the latest after a while. */
async function atRest(atMost = Infinity) {
  await sleep(REST_MS);
  const until = performance.now() + REST_AT_MOST_MS;
  while (descriptorsOf(pid) > atMost && performance.now() < until) await sleep(200);
  return descriptorsOf(pid);
}

let load;
let troubles;
try {
  await service.listens();
  load = begin();
  troubles = makeTrouble();
  await sleep(WARM_UP_MS);
  await troubles.stop();
  await load.stop();
  const before = { descriptors: await atRest(), series: await seriesOf(service.url, OPS_TOKEN) };
  say(
    `warm after ${witness.sent} requests and ${troubles.count} faults: ${Math.round(await memoryHeldBy(service.child))} MB`,
  );

  const samples = [];
  const begun = performance.now();
  const sampling = setInterval(async () => {
    samples.push({ atMs: performance.now() - begun, megabytes: await memoryHeldBy(service.child) });
  }, SAMPLE_EVERY_MS);
  const warmFaults = troubles.count;
  load = begin();
  troubles = makeTrouble();
  await sleep(TOTAL_MS - WARM_UP_MS - CALM_MS);
  await troubles.stop();
  const faultsMade = warmFaults + troubles.count;
  await sleep(RECOVERY_MS);
  witness.calm = true;
  await sleep(CALM_MS);
  await load.stop();
  clearInterval(sampling);
  const after = {
    descriptors: await atRest(before.descriptors),
    series: await seriesOf(service.url, OPS_TOKEN),
  };

  const client = new Client(service.url, REQUEST_TIMEOUT_S * 1000);
  for (const [number, id] of witness.mixture.jobs.entries()) client.accepted.set(number, id);
  const told = await storiesOf(client, PATIENCE_MS);
  const exit = await service.end();

  const run = { minutes: MINUTES, witness, faultsMade, before, after, samples, told, exit };
  const { facts, faults, newSeries, notes } = verdictOf(run);
  console.table(facts);
  if (Object.keys(witness.broken).length > 0) console.log(witness.broken);
  if (newSeries.length > 0) console.log(newSeries);
  for (const note of notes) console.log(note);
  console.log(faults.length === 0 ? 'Nothing leaked, nothing was lost.' : `BROKEN: ${faults.join(', ')}`);
  if (values.json !== undefined)
    writeFileSync(values.json, JSON.stringify({ ...facts, faults, samples }, null, 2));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await troubles?.stop();
  await load?.stop();
  if (service.alive) await service.kill();
  await proxy.close();
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
}
