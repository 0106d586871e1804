import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const FINAL = ['completed', 'failed', 'cancelled'];

/** Runs `read` on the register as the killed service left it. */
function lookInto(folder, read) {
  const database = new DatabaseSync(join(folder, 'consultantos.db'), { readOnly: true });
  try {
    return read((sql) => database.prepare(sql).all());
  } finally {
    database.close();
  }
}

/** What must not be paid for again: kept stages as `company/stage`, and companies whose job is finished. */
export const paidFor = (folder) =>
  lookInto(folder, (all) => {
    const jobs = all('SELECT id, status, record FROM jobs');
    const companies = new Map(jobs.map(({ id, record }) => [id, JSON.parse(record).company]));
    return {
      stages: all('SELECT job_id, name FROM job_stages').map(
        ({ job_id, name }) => `${companies.get(job_id)}/${name}`,
      ),
      finished: jobs.filter(({ status }) => FINAL.includes(status)).map(({ id }) => companies.get(id)),
    };
  });

/** Every job with the names of its events in order, and the number of reports registered under its id. */
export const allJobs = (folder) =>
  lookInto(folder, (all) => {
    const events = Map.groupBy(
      all('SELECT job_id, name, data FROM job_events ORDER BY job_id, id'),
      (row) => row.job_id,
    );
    const reports = new Set(all('SELECT id FROM reports').map(({ id }) => id));
    return all('SELECT record FROM jobs').map((row) => {
      const job = JSON.parse(row.record);
      const own = events.get(job.id) ?? [];
      return {
        ...job,
        events: own.map(({ name }) => name),
        finishedStages: stagesOf(own),
        reported: reports.has(job.id),
      };
    });
  });

const stagesOf = (events) =>
  events
    .map(({ data }) => JSON.parse(data))
    .flatMap(({ stage, state }) => (state === 'finished' ? [stage] : []));

export const integrity = (folder) =>
  lookInto(folder, (all) => all('PRAGMA integrity_check').map((row) => row.integrity_check));
