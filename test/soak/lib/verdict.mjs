const FINAL = new Set(['completed', 'failed', 'cancelled']);
/** Of those that count, and of all. */
const [MOST_ATTEMPTS, MOST_STARTS] = [3, 10];

const count = (list, holds) => list.filter(holds).length;
const timesOf = (job, name) => count(job.events, (each) => each === name);

/** What became of the accepted jobs, counted; `faults` names each promise that was broken. */
export function verdictOf(accepted, jobs, witness) {
  const known = new Set(jobs.map(({ id }) => id));
  const completed = jobs.filter(({ status }) => status === 'completed');
  const exhausted = jobs.filter((job) => job.error?.code === 'attempts_exhausted');
  const counts = {
    jobs: accepted.size,
    completed: completed.length,
    exhausted: exhausted.length,
    lost:
      count([...accepted.values()], (id) => !known.has(id)) + count(jobs, ({ status }) => !FINAL.has(status)),
    unordered: jobs.length - count([...accepted.values()], (id) => known.has(id)),
    completed_twice: count(jobs, (job) => timesOf(job, 'completed') > 1),
    ended_twice: count(jobs, (job) => count(job.events, (name) => FINAL.has(name)) !== 1),
    without_report: count(completed, ({ reported }) => !reported),
    report_of_unfinished: count(jobs, ({ status, reported }) => reported && status !== 'completed'),
    failed_otherwise: jobs.length - completed.length - exhausted.length,
    exhausted_too_early: count(
      exhausted,
      (job) => job.attempt < MOST_STARTS && job.attempt - (job.spared ?? 0) !== MOST_ATTEMPTS,
    ),
    stages_finished_twice: count(
      jobs,
      ({ finishedStages }) => new Set(finishedStages).size < finishedStages.length,
    ),
    paid_stages_repeated: witness.repeated.length,
    resumed: count(completed, ({ attempt }) => attempt > 1),
  };
  const MUST_BE_ZERO = [
    'lost',
    'unordered',
    'completed_twice',
    'ended_twice',
    'without_report',
    'failed_otherwise',
    'exhausted_too_early',
    'stages_finished_twice',
    'paid_stages_repeated',
  ];
  return { counts, faults: MUST_BE_ZERO.filter((name) => counts[name] !== 0) };
}

/** What a run without faults has shown, and what it has not. */
export const sentenceOf = (result) =>
  [
    `No job was lost or ended twice: ${result.completed} of ${result.jobs} completed, and ${result.exhausted} failed as attempts_exhausted, hit by ${MOST_ATTEMPTS} kills each before they got any further.`,
    'No stage that the register had kept was asked for again.',
    `Not kept at a kill, and so asked again: ${result.calls_interrupted_and_asked_again} calls without an answer yet, and ${result.answers_lost_before_they_were_written} whose answer was not written yet: these can be paid twice.`,
  ].join('\n');
