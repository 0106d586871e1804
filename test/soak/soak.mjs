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
import { fatesOf, storiesOf } from './lib/examine.mjs';
import { Load } from './lib/load.mjs';
import { Member } from './lib/member.mjs';
import { Mixture } from './lib/mixture.mjs';
import { Troubles } from './lib/troubles.mjs';
import { descriptorsOf, memoryOf, seriesOf, slopeOf } from './lib/vitals.mjs';

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
const WARM_UP_MS = Math.min(TOTAL_MS * 0.3, 180_000);
/** At the end, without faults: whatever fails then has not recovered. */
const CALM_MS = Math.min(TOTAL_MS * 0.15, 30_000);
/** The breakers close, and what waited is done. */
const RECOVERY_MS = 5000;
const FAULT_EVERY_MS = Math.min(6000, TOTAL_MS / 24);
/** Idle connections of both sides are closed after that. */
const REST_MS = 6000;
const REST_AT_MOST_MS = 30_000;
const PATIENCE_MS = 60_000;
const REQUEST_TIMEOUT_S = 10;
const ANSWER_MS = 100;
const MOST_MB_A_MINUTE = 1;
/** The collector of garbage alone moves the memory by more in a shorter time. */
const LONG_ENOUGH_MINUTES = 5;
/** What can be said of a shorter run: from the end of the warm-up to the end. */
const MOST_MB = 200;
const OPS_TOKEN = 'the-ops-token-of-the-soak';

const folder = mkdtempSync(join(tmpdir(), 'consultantos-soak-'));
const upstream = await GeminiServer.start();
upstream.always('*', standIn(ANSWER_MS));
const proxy = await TcpProxy.to(Number(new URL(upstream.url).port));
const accessLines = new Map();
const service = new Member(
  'all',
  {
    ...upstream.env,
    GEMINI_BASE_URL: `http://127.0.0.1:${proxy.port}`,
    ENVIRONMENT: 'test',
    DATA_DIR: join(folder, 'data'),
    FAULT_INJECTION: 'true',
    OPS_TOKEN,
    REQUEST_TIMEOUT: String(REQUEST_TIMEOUT_S),
    HEALTH_CACHE_TTL: '0.5',
  },
  ({ event, request_id }) => {
    if (event === 'http_request_completed')
      accessLines.set(request_id, (accessLines.get(request_id) ?? 0) + 1);
  },
);
const { pid } = service.child;
const say = (text) => process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${text}\n`);

const mixture = new Mixture();
/** The ID of every answer. */
const ids = [];
const answers = {};
let [sent, withoutTheirId, failedInCalm, calm] = [0, 0, 0, false];
const broken = {};
const count = (counts, name) => (counts[name] = (counts[name] ?? 0) + 1);

function next(number) {
  sent += 1;
  const request = mixture.next(number);
  // One in ten sends none, and is given one.
  const id = sent % 10 === 0 ? undefined : `soak-${sent}`;
  const headers = { ...request.headers, ...(id && { 'x-request-id': id }) };
  return { ...request, headers, id, calm };
}

function answered(request, answer) {
  count(answers, answer.status);
  if (answer.status === 0) return count(broken, `${request.path}: ${answer.error}`);
  const id = answer.headers['x-request-id'];
  if (!id || (request.id && id !== request.id)) withoutTheirId += 1;
  else ids.push(id);
  if (request.calm && answer.status >= 500) {
    failedInCalm += 1;
    count(broken, `in calm: ${request.path}: ${answer.status} ${answer.body.slice(0, 200)}`);
  }
  mixture.note(request, answer);
}

const begin = () =>
  new Load({
    url: service.url,
    perSecond: RATE,
    deadlineMs: 2 * REQUEST_TIMEOUT_S * 1000,
    next,
    answered,
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
  say(`warm after ${sent} requests and ${troubles.count} faults: ${Math.round(memoryOf(pid))} MB`);

  const samples = [];
  const begun = performance.now();
  const sampling = setInterval(
    () => samples.push({ atMs: performance.now() - begun, megabytes: memoryOf(pid) }),
    1000,
  );
  const warmFaults = troubles.count;
  load = begin();
  troubles = makeTrouble();
  await sleep(TOTAL_MS - WARM_UP_MS - CALM_MS);
  await troubles.stop();
  const faultsMade = warmFaults + troubles.count;
  await sleep(RECOVERY_MS);
  calm = true;
  await sleep(CALM_MS);
  await load.stop();
  clearInterval(sampling);
  const after = {
    descriptors: await atRest(before.descriptors),
    series: await seriesOf(service.url, OPS_TOKEN),
  };

  const client = new Client(service.url, REQUEST_TIMEOUT_S * 1000);
  for (const [number, id] of mixture.jobs.entries()) client.accepted.set(number, id);
  const told = await storiesOf(client, PATIENCE_MS);
  const fates = fatesOf(told);
  const errors = {};
  for (const { job } of told) if (job.error) count(errors, job.error.code);
  const exit = await service.end();

  const half = samples.slice(Math.floor(samples.length / 2));
  const lowest = (list) => Math.min(...list.map(({ megabytes }) => megabytes));
  const newSeries = after.series.filter((series) => !before.series.includes(series));
  const facts = {
    minutes: MINUTES,
    requests: sent,
    answers: JSON.stringify(answers),
    faults_made: faultsMade,
    unanswered: answers[0] ?? 0,
    answers_without_their_id: withoutTheirId,
    ids_not_in_the_log: ids.filter((id) => !accessLines.has(id)).length,
    ids_in_the_log_twice: ids.filter((id) => accessLines.get(id) > 1).length,
    failed_after_the_last_fault: failedInCalm,
    jobs_accepted: fates.accepted,
    jobs_completed: fates.completed,
    jobs_failed_by_faults: JSON.stringify(errors),
    jobs_lost: fates.lost,
    jobs_ended_twice: fates.ended_twice,
    jobs_reports_missing: fates.reports_missing,
    series_before_after: `${before.series.length} ${after.series.length}`,
    descriptors_before_after: `${before.descriptors} ${after.descriptors}`,
    memory_lowest_first_second_half_mb: `${Math.round(lowest(samples.slice(0, half.length)))} ${Math.round(lowest(half))}`,
    memory_mb_a_minute: Number(slopeOf(samples).toFixed(2)),
    exit_code: exit,
  };
  const MUST_BE_ZERO = [
    'unanswered',
    'answers_without_their_id',
    'ids_not_in_the_log',
    'ids_in_the_log_twice',
    'failed_after_the_last_fault',
    'jobs_lost',
    'jobs_ended_twice',
    'jobs_reports_missing',
    'exit_code',
  ];
  const faults = MUST_BE_ZERO.filter((name) => facts[name] !== 0);
  if (newSeries.length > 0 || before.series.length !== after.series.length) faults.push('series');
  if (after.descriptors > before.descriptors) faults.push('descriptors');
  const longEnough = MINUTES >= LONG_ENOUGH_MINUTES;
  if (longEnough && facts.memory_mb_a_minute >= MOST_MB_A_MINUTE) faults.push('memory_mb_a_minute');
  if (lowest(half) - lowest(samples) > MOST_MB) faults.push('memory');
  console.table(facts);
  if (Object.keys(broken).length > 0) console.log(broken);
  if (newSeries.length > 0) console.log(newSeries);
  console.log(
    longEnough
      ? `The memory's slope is that after a warm-up of ${WARM_UP_MS / 1000} s.`
      : `Too short to tell a leak of memory from garbage: the slope is not judged, only that it grew by less than ${MOST_MB} MB. Take ${LONG_ENOUGH_MINUTES} minutes or more.`,
  );
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
