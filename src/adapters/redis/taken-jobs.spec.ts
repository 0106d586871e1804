import { randomUUID } from 'node:crypto';
import { TakenJobs } from './taken-jobs.js';

const payload = () => ({ job_id: randomUUID(), request_id: 'order-1', traceparent: null });
/** Word for word what BullMQ says. */
const unlocked = (id: string) => new Error(`could not renew lock for job ${id}`);

describe('An error of the queue', () => {
  it('that names a job in hand is told once, with its request', () => {
    const taken = new TakenJobs();
    const [job, other] = [payload(), payload()];
    for (const each of [job, other]) taken.add(each);
    expect(taken.untold(unlocked(job.job_id))).toEqual(job);
    expect(taken.untold(unlocked(job.job_id))).toBeNull();
    expect(taken.untold(unlocked(other.job_id))).toEqual(other);
    taken.add(job);
    expect(taken.untold(unlocked(job.job_id))).toBeNull();
  });

  it('that names none, or an unknown one, is of none', () => {
    const taken = new TakenJobs();
    taken.add(payload());
    for (const error of [unlocked(randomUUID()), new Error('the worker cannot take a job now')])
      expect(taken.untold(error)).toBeUndefined();
  });

  it('may be about a job that has just ended; not for ever, and one in hand is never forgotten', () => {
    const taken = new TakenJobs();
    const [long, ended, forgotten] = [payload(), payload(), payload()];
    for (const each of [long, forgotten]) taken.add(each);
    taken.end(forgotten.job_id);
    for (let count = 0; count < 1000; count += 1) {
      const each = count === 999 ? ended : payload();
      taken.add(each);
      taken.end(each.job_id);
    }
    expect(taken.untold(unlocked(ended.job_id))).toEqual(ended);
    expect(taken.untold(unlocked(long.job_id))).toEqual(long);
    expect(taken.untold(unlocked(forgotten.job_id))).toBeUndefined();
  });
});
