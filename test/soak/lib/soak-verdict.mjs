import { fatesOf } from './examine.mjs';
import { slopeOf } from './vitals.mjs';

const MOST_MB_A_MINUTE = 1;
/** In a shorter time the slope is that of a few hundred compiled functions. */
const LONG_ENOUGH_MINUTES = 5;
/** What can be said of a shorter run: from the end of the warm-up to the end. */
const MOST_MB = 50;
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

const tally = (names) =>
  JSON.stringify(names.reduce((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {}));

/**
 * What a soak came to; `faults` names the promises that it found broken.
 * @param run minutes, witness, faultsMade, before and after (descriptors, series), samples of memory, the jobs as the
 *     service tells them, and its exit code
 */
export function verdictOf({ minutes, witness, faultsMade, before, after, samples, told, exit }) {
  const fates = fatesOf(told);
  const held = samples.map(({ megabytes }) => megabytes);
  const growth = Math.max(...held.slice(-3)) - Math.min(...held.slice(0, 3));
  const newSeries = after.series.filter((series) => !before.series.includes(series));
  const facts = {
    minutes,
    requests: witness.sent,
    answers: JSON.stringify(witness.answers),
    faults_made: faultsMade,
    cut_off_by_faults: witness.cut,
    unanswered: witness.answers[0] ?? 0,
    answers_without_their_id: witness.withoutTheirId,
    ids_not_in_the_log: witness.notInTheLog,
    ids_in_the_log_twice: witness.inTheLogTwice,
    failed_after_the_last_fault: witness.failedInCalm,
    jobs_accepted: fates.accepted,
    jobs_completed: fates.completed,
    jobs_failed_by_faults: tally(told.flatMap(({ job }) => (job.error ? [job.error.code] : []))),
    jobs_lost: fates.lost,
    jobs_ended_twice: fates.ended_twice,
    jobs_reports_missing: fates.reports_missing,
    series_before_after: `${before.series.length} ${after.series.length}`,
    descriptors_before_after: `${before.descriptors} ${after.descriptors}`,
    memory_held_before_after_mb: `${Math.round(held[0])} ${Math.round(held.at(-1))}`,
    memory_mb_a_minute: Number(slopeOf(samples).toFixed(2)),
    exit_code: exit,
  };
  const judged = minutes >= LONG_ENOUGH_MINUTES;
  const faults = MUST_BE_ZERO.filter((name) => facts[name] !== 0);
  // A run in which nothing happened proves nothing.
  for (const name of ['requests', 'faults_made', 'jobs_completed']) if (facts[name] === 0) faults.push(name);
  if (newSeries.length > 0 || before.series.length !== after.series.length) faults.push('series');
  if (after.descriptors > before.descriptors) faults.push('descriptors');
  if (judged ? facts.memory_mb_a_minute >= MOST_MB_A_MINUTE : growth > MOST_MB) faults.push('memory');
  const notes = judged
    ? []
    : [`Too short for the slope of memory: only that it grew by less than ${MOST_MB} MB is judged.`];
  return { facts, faults, newSeries, notes };
}
