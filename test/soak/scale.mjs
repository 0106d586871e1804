/**
 * How the throughput of jobs grows with the workers, where the upstream takes its fixed time for each answer and is so
 * the bottleneck. `npm run soak:scale -- [--jobs 60] [--answer 400] [--json FILE]`
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from './lib/client.mjs';
import { Cluster } from './lib/cluster.mjs';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '60' },
    answer: { type: 'string', default: '400' },
    database: { type: 'string', default: 'firestore' },
    json: { type: 'string' },
  },
});
/** Near-linear, less what a start, sharing and writing may take of a second worker. */
const LEAST_RATIO = 1.6;
const [JOBS, ANSWER_MS] = [values.jobs, values.answer].map(Number);

/** Jobs a second with so many workers; all are ordered before the first worker comes. */
async function throughput(workers) {
  const cluster = await Cluster.start({
    apis: 1,
    workers: 0,
    answerMs: ANSWER_MS,
    database: values.database,
    env: { JOB_CONCURRENCY: '2' },
  });
  try {
    const client = new Client(cluster.url, 60_000);
    for (let number = 1; number <= JOBS; number += 1) await client.order(number, ['swot']);
    for (let index = 0; index < workers; index += 1) await cluster.addWorker();
    while (cluster.backends.gcs.objects.size === 0) await sleep(5);
    const [begun, already] = [performance.now(), cluster.backends.gcs.objects.size];
    // To the last but a few: at the end there is not work enough for all.
    const enough = JOBS - 2 * workers;
    while (cluster.backends.gcs.objects.size < enough) await sleep(5);
    return ((enough - already) / (performance.now() - begun)) * 1000;
  } finally {
    await cluster.close();
  }
}

const one = await throughput(1);
const two = await throughput(2);
const facts = {
  answer_ms: ANSWER_MS,
  jobs_a_second_1_worker: Number(one.toFixed(2)),
  jobs_a_second_2_workers: Number(two.toFixed(2)),
  ratio: Number((two / one).toFixed(2)),
};
console.table(facts);
if (facts.ratio < LEAST_RATIO) {
  console.log(`BROKEN: the second worker adds too little (at least ${LEAST_RATIO} is wanted).`);
  process.exitCode = 1;
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(facts, null, 2));
