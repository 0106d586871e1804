/**
 * Kills the service (SIGKILL) again and again while it works on jobs of the gemini engine, whose upstream is a stand-in
 * that counts every call, and then looks what became of the jobs: none lost, none completed twice, no stage that was kept
 * asked for again. Calls that a kill hit before their answer was kept are asked again, and counted (decision 25). `npm run soak:jobs -- [--kills 100] [--jobs 1000] [--window MS] [--concurrency N] [--json FILE]`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { allJobs, integrity, paidFor } from './lib/register.mjs';
import { sentenceOf, verdictOf } from './lib/verdict.mjs';
import { Victim } from './lib/victim.mjs';
import { Witness } from './lib/witness.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    jobs: { type: 'string', default: '1000' },
    // A kill comes within so many milliseconds after the service listens, or, one in eight, while it starts.
    window: { type: 'string', default: '1500' },
    concurrency: { type: 'string', default: '4' },
    json: { type: 'string' },
  },
});
const [KILLS, JOBS, WINDOW_MS] = [values.kills, values.jobs, values.window].map(Number);
/** Far shorter than a model takes, so that many stages end before a kill. */
const LONGEST_ANSWER_MS = 300;
const START_MS = 900;
/** Once nothing is killed any more: how long the rest may take. */
const PATIENCE_MS = 300_000;
const SOURCE = {
  id: 'a',
  title: 'Report',
  content:
    'Our brand is strong in every region. Two suppliers sell all of our chips. Rivals cut their prices again this year. ' +
    'A new law limits what we may import. Customers ask for longer contracts than before.',
};

const folder = mkdtempSync(join(tmpdir(), 'consultantos-soak-'));
const witness = await Witness.start(LONGEST_ANSWER_MS);
const env = {
  ...witness.env,
  ENVIRONMENT: 'test',
  DATA_DIR: join(folder, 'data'),
  JOB_CONCURRENCY: values.concurrency,
};
/** The id of each job that was promised, by its number. */
const accepted = new Map();
const jobLines = new Set();
let recovered = 0;

/** Orders a job; what the kill left unanswered is ordered again in the next life, under the same key. */
async function order(url, number) {
  try {
    const answer = await fetch(`${url}/analyze/async`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `soak-${number}`,
        'x-request-id': `soak-${number}`,
      },
      body: JSON.stringify({
        company: `Soak ${number}`,
        frameworks: ['swot', 'pestel'],
        depth: 'quick',
        sources: [SOURCE],
      }),
    });
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
    const { job_id } = await answer.json();
    const before = accepted.get(number);
    if (before !== undefined && before !== job_id) throw new Error(`Job ${number} exists twice.`);
    accepted.set(number, job_id);
  } catch (error) {
    if (error.cause === undefined && !/terminated|JSON/.test(error.message)) throw error;
  }
}

const missing = (upTo) =>
  Array.from({ length: upTo }, (_, index) => index + 1).filter((each) => !accepted.has(each));

async function live(upTo) {
  const victim = new Victim(env);
  const early = Math.random() < 1 / 8;
  const death = early ? sleep(Math.random() * START_MS).then(() => victim.kill()) : null;
  if (await victim.listens()) {
    const orders = Promise.all(missing(upTo).map((number) => order(victim.url, number)));
    await (death ?? sleep(Math.random() * WINDOW_MS).then(() => victim.kill()));
    await orders;
  }
  await death;
  note(victim);
}

function note(victim) {
  for (const line of victim.jobLines) jobLines.add(line);
  recovered += victim.recovered;
}

async function finish() {
  const victim = new Victim(env);
  await victim.listens();
  for (const number of missing(JOBS)) await order(victim.url, number);
  const end = performance.now() + PATIENCE_MS;
  while ((await waiting(victim.url)) > 0 && performance.now() < end) await sleep(200);
  await victim.kill();
  note(victim);
}

async function waiting(url) {
  const of = async (status) => (await (await fetch(`${url}/jobs?limit=1&status=${status}`)).json()).count;
  return (await of('pending')) + (await of('processing'));
}

const begun = performance.now();
for (let kill = 1; kill <= KILLS; kill += 1) {
  await live(Math.ceil((JOBS * kill) / KILLS));
  // A life that was too short leaves no database yet.
  const { stages, finished } = accepted.size > 0 ? paidFor(env.DATA_DIR) : { stages: [], finished: [] };
  witness.killed(stages, finished);
  if (kill % 10 === 0)
    process.stderr.write(`${kill} kills, ${accepted.size} accepted, ${finished.length} finished\n`);
}
await finish();

const jobs = allJobs(env.DATA_DIR);
const { counts, faults } = verdictOf(accepted, jobs, witness);
const damage = integrity(env.DATA_DIR).filter((line) => line !== 'ok');
const strangers = [...jobLines].filter((line) => {
  const [id, request] = line.split(' ');
  return jobs.some((job) => job.id === id && job.request_id !== request);
});
const result = {
  kills: KILLS,
  ...counts,
  recovered,
  upstream_calls: witness.calls,
  calls_interrupted_and_asked_again: witness.interrupted,
  answers_lost_before_they_were_written: witness.answeredAndLost,
  lines_with_another_request_id: strangers.length,
  seconds: Math.round((performance.now() - begun) / 1000),
};
if (damage.length > 0) faults.push('database_damaged');
if (strangers.length > 0) faults.push('lines_with_another_request_id');
console.table(result);
if (witness.repeated.length > 0) console.log('repeated:', witness.repeated.slice(0, 20).join(', '));
console.log(faults.length === 0 ? sentenceOf(result) : `BROKEN: ${faults.join(', ')}`);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ ...result, faults }, null, 2));
await witness.close();
if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
else console.log(`The data are kept in ${folder}.`);
process.exitCode = faults.length === 0 ? 0 : 1;
