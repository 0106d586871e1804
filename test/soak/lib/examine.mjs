import { setTimeout as sleep } from 'node:timers/promises';

const FINAL = ['completed', 'failed', 'cancelled'];
const LOOK_EVERY_MS = 500;

const count = (list, holds) => list.filter(holds).length;

/** What became of all that was accepted, told by the service itself and by its backends; `faults` names broken promises. */
export async function examine({ cluster, client, jobs, patienceMs }) {
  const told = await storiesOf(client, patienceMs);
  const gauges = await Promise.all(cluster.urls.map(gaugesOf));
  await cluster.stop();
  const fates = fatesOf(told);
  const { completed, given_up_after_three_kills: exhausted } = fates;
  const strangers = strangersAmong(cluster.jobLines, client.accepted);
  if (strangers.length > 0) console.log(strangers.slice(0, 20).join('\n'));
  const facts = {
    ...fates,
    objects_too_many: Math.max(0, cluster.backends.gcs.objects.size - completed),
    worker_kills: cluster.kills,
    recovered: cluster.recovered,
    upstream_calls: cluster.backends.upstream.asked().length,
    log_lines_with_another_request_id: strangers.length,
    log_lines_of_requests_without_an_id: cluster.linesWithoutId,
    gauges_wrong: count(gauges, (gauge) => !agrees(gauge, completed, exhausted)),
    requests: client.requests,
    answers: JSON.stringify(client.answers),
    requests_unanswered_past_their_deadline: client.overdue,
    requests_cut_off_or_answered_by_nobody: (client.answers[0] ?? 0) + (client.answers[502] ?? 0),
    slowest_answer_ms: Math.round(client.slowestMs),
    exit_codes: cluster.exits.join(' '),
  };
  return { ...facts, faults: faultsIn(facts, jobs) };
}

/** Every accepted job as the service tells it, once all are finished or patience is at its end. */
export async function storiesOf(client, patienceMs) {
  const until = performance.now() + patienceMs;
  while ((await unfinished(client)) > 0 && performance.now() < until) await sleep(LOOK_EVERY_MS);
  const told = [];
  for (const [number, id] of client.accepted) told.push({ number, ...(await story(client, id)) });
  return told;
}

/** What became of them, counted. */
export function fatesOf(told) {
  const completed = count(told, ({ job }) => job.status === 'completed');
  const exhausted = count(told, ({ job }) => job.error?.code === 'attempts_exhausted');
  return {
    accepted: told.length,
    completed,
    given_up_after_three_kills: exhausted,
    lost: count(told, ({ job }) => !FINAL.includes(job.status)),
    failed_otherwise: count(told, ({ job }) => FINAL.includes(job.status)) - completed - exhausted,
    completed_twice: count(told, ({ events }) => count(events, (name) => name === 'completed') > 1),
    ended_twice: count(told, ({ events }) => count(events, (name) => FINAL.includes(name)) !== 1),
    reports_missing: count(told, ({ job, reported }) => job.status === 'completed' && !reported),
  };
}

/** Of these counts of jobs none may be above zero. */
export const JOB_FAULTS = [
  'lost',
  'given_up_after_three_kills',
  'failed_otherwise',
  'completed_twice',
  'ended_twice',
  'reports_missing',
];

function faultsIn(facts, jobs) {
  const zero = [
    ...JOB_FAULTS,
    'objects_too_many',
    'log_lines_with_another_request_id',
    'log_lines_of_requests_without_an_id',
    'gauges_wrong',
    'requests_cut_off_or_answered_by_nobody',
    'requests_unanswered_past_their_deadline',
  ];
  const faults = zero.filter((name) => facts[name] !== 0);
  if (facts.accepted !== jobs) faults.push('not_all_accepted');
  if (/[^0 ]/.test(facts.exit_codes)) faults.push('a_shutdown_that_failed');
  return faults;
}

async function unfinished(client) {
  let sum = 0;
  for (const status of ['pending', 'processing'])
    sum += (await client.read(`/jobs?limit=100&status=${status}`)).count;
  return sum;
}

/** A job, the names of its events, and whether its report can be had. */
async function story(client, id) {
  const job = await client.read(`/jobs/${id}`);
  const events = FINAL.includes(job.status) ? await client.read(`/jobs/${id}/events`) : '';
  const report = job.report_id === null ? null : await client.ask(`/reports/${job.report_id}`);
  return {
    job,
    events: [...events.matchAll(/^event: (.+)$/gm)].map(([, name]) => name),
    reported: report?.status === 200,
  };
}

/** Jobs by status, as one API process tells Prometheus. */
async function gaugesOf(url) {
  const text = await (await fetch(`${url}/health/metrics`)).text();
  const lines = text.matchAll(/^consultantos_jobs_total\{status="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, status, value]) => [status, Number(value)]));
}

const agrees = (gauge, completed, failed) =>
  gauge.pending === 0 && gauge.processing === 0 && gauge.completed === completed && gauge.failed === failed;

/** Lines of a job that carry another request's id, or none. */
function strangersAmong(jobLines, accepted) {
  const owners = new Map([...accepted].map(([number, id]) => [id, `soak-${number}`]));
  return [...jobLines].filter((line) => {
    const [id, request] = line.split(' ');
    return owners.has(id) && owners.get(id) !== request;
  });
}
