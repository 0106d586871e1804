import { randomUUID } from 'node:crypto';
import type {
  JobRecord,
  JobRepository,
  JobWrite,
  NewJob,
} from '../../src/analysis/ports/job-repository.port.js';
import type { PageMark } from '../../src/analysis/ports/report-repository.port.js';
import { requestOf, sourceOf } from '../doubles/sample-analysis.js';
import { event, newJob } from '../doubles/sample-jobs.js';
import { type Make, subjectOf } from './contract.js';

const minute = (index: number) => new Date(Date.UTC(2026, 2, 1, 12, index)).toISOString();
const NOON = minute(0);
const KEY = { value: 'order-7', body_hash: 'a'.repeat(64), expires_at: minute(60) };
const COMPLETED: JobWrite = {
  change: { status: 'completed', progress: 1, finished_at: minute(5), lease: null },
  events: [event('completed')],
};

export function describeJobRepository(name: string, make: Make<JobRepository>): void {
  describe(`JobRepository: ${name}`, () => {
    const jobs = subjectOf(make);

    /** Creates a job that must be new. */
    const create = async (job: NewJob = newJob()): Promise<JobRecord> => {
      const created = await jobs().create(job);
      if (!('job' in created)) throw new Error('The key was taken.');
      return created.job;
    };
    /** A write that must succeed. */
    const update = async (job: JobRecord, write: JobWrite): Promise<JobRecord> => {
      const updated = await jobs().update(job, write);
      if (!updated) throw new Error('The row had moved on.');
      return updated;
    };
    const eventsOf = async (id: string) =>
      (await jobs().events(id, 0, 100)).map((each) => [each.id, each.name]);

    describe('creating', () => {
      it('gives back row, request, stages and events as they were written', async () => {
        const request = requestOf({
          company: 'Société Générale',
          sources: [sourceOf('a', 'Sales grew 7 %.')],
        });
        const stage = { name: 'research', result: { found: ['“x”'], none: null } };
        const given = newJob(
          { company: 'Société Générale', phase: 'research' },
          { request, stages: [stage], events: [event('enqueued'), event('started', { attempt: 1 })] },
        );
        const job = await create(given);
        expect(job).toMatchObject({ ...given.record, last_event: 2 });
        expect(await jobs().load(job.id)).toEqual(job);
        expect(await jobs().request(job.id)).toEqual(request);
        expect(await jobs().stages(job.id)).toEqual([stage]);
        expect(await jobs().events(job.id, 0, 10)).toEqual([
          { id: 1, ...event('enqueued') },
          { id: 2, ...event('started', { attempt: 1 }) },
        ]);
      });

      it('shows a job to nobody but its client', async () => {
        const job = await create();
        expect(await jobs().find(job.id, 'alice')).toEqual(job);
        expect(await jobs().find(job.id, 'bob')).toBeNull();
        expect(await jobs().find(randomUUID(), 'alice')).toBeNull();
        expect((await jobs().list({ client: 'bob', limit: 10 })).records).toEqual([]);
      });
    });

    describe('a client’s key', () => {
      it('stands for the job that was created with it', async () => {
        const job = await create(newJob({}, { key: KEY }));
        const use = { job_id: job.id, body_hash: KEY.body_hash };
        expect(await jobs().keyUse('alice', KEY.value, NOON)).toEqual(use);
        expect(await jobs().create(newJob({}, { key: KEY }))).toEqual({ taken: use });
        expect((await jobs().list({ client: 'alice', limit: 10 })).records).toHaveLength(1);
      });

      it('is the client’s own', async () => {
        await create(newJob({}, { key: KEY }));
        expect(await jobs().keyUse('bob', KEY.value, NOON)).toBeNull();
        expect(await jobs().create(newJob({ client: 'bob' }, { key: KEY }))).toHaveProperty('job');
      });

      it('makes one job of many that are created at once', async () => {
        const tries = Array.from({ length: 10 }, () => jobs().create(newJob({}, { key: KEY })));
        const outcomes = await Promise.all(tries);
        expect(outcomes.filter((outcome) => 'job' in outcome)).toHaveLength(1);
        expect((await jobs().list({ client: 'alice', limit: 100 })).records).toHaveLength(1);
      });

      it('is free again past its time', async () => {
        await create(newJob({}, { key: KEY }));
        expect(await jobs().keyUse('alice', KEY.value, minute(60))).toBeNull();
        const later = { ...KEY, body_hash: 'b'.repeat(64), expires_at: minute(120) };
        const second = await create(newJob({ created_at: minute(61) }, { key: later }));
        expect(await jobs().keyUse('alice', KEY.value, minute(61))).toMatchObject({ job_id: second.id });
        await jobs().removeExpiredKeys(minute(90));
        expect(await jobs().keyUse('alice', KEY.value, minute(91))).toMatchObject({ job_id: second.id });
        await jobs().removeExpiredKeys(minute(121));
        expect(await jobs().keyUse('alice', KEY.value, minute(61))).toBeNull();
      });
    });

    describe('writing', () => {
      it('changes the row, adds events with the next numbers, and gives another revision', async () => {
        const job = await create();
        const lease = { owner: 'here', token: randomUUID(), until: minute(1), reached: 'result' as const };
        const begun = await update(job, {
          change: { status: 'processing', attempt: 1, started_at: NOON, lease },
          events: [event('started'), event('progress')],
        });
        expect(begun).toEqual({
          ...job,
          status: 'processing',
          attempt: 1,
          started_at: NOON,
          lease,
          last_event: 3,
          revision: begun.revision,
        });
        expect(begun.revision).not.toBe(job.revision);
        expect(await jobs().load(job.id)).toEqual(begun);
        expect(await eventsOf(job.id)).toEqual([
          [1, 'enqueued'],
          [2, 'started'],
          [3, 'progress'],
        ]);
      });

      it('refuses whoever has not seen the last revision, and then writes nothing of theirs', async () => {
        const seen = await create();
        const job = await update(seen, { change: { phase: 'porter' } });
        const late = {
          change: { phase: 'swot' },
          events: [event('late')],
          stage: { name: 'swot', result: 1 },
        };
        expect(await jobs().update(seen, late)).toBeNull();
        expect(await jobs().load(job.id)).toEqual(job);
        expect(await jobs().stages(job.id)).toEqual([]);
        expect(await eventsOf(job.id)).toEqual([[1, 'enqueued']]);
      });

      it('lets exactly one of many win who saw the same revision', async () => {
        const job = await create();
        const tries = Array.from({ length: 10 }, (_, index) =>
          jobs().update(job, { change: { phase: `p${index}` }, events: [event('started')] }),
        );
        const won = (await Promise.all(tries)).filter((outcome) => outcome !== null);
        expect(won).toHaveLength(1);
        expect(await jobs().load(job.id)).toEqual(won[0]);
        expect(await eventsOf(job.id)).toHaveLength(2);
      });

      it('keeps a stage with the write that tells of it', async () => {
        let job = await create();
        job = await update(job, { change: { progress: 0.5 }, stage: { name: 'swot', result: [1] } });
        await update(job, { change: { progress: 0.7 }, stage: { name: 'porter', result: null } });
        const stages = await jobs().stages(job.id);
        expect(new Map(stages.map((stage) => [stage.name, stage.result]))).toEqual(
          new Map<string, unknown>([
            ['swot', [1]],
            ['porter', null],
          ]),
        );
      });

      it('never changes a finished job, and keeps neither its request nor its stages', async () => {
        const job = await create(newJob({}, { stages: [{ name: 'swot', result: 1 }] }));
        const finished = await update(job, COMPLETED);
        expect(await jobs().request(job.id)).toBeNull();
        expect(await jobs().stages(job.id)).toEqual([]);
        expect(
          await jobs().update(finished, { change: { status: 'pending', finished_at: null } }),
        ).toBeNull();
        expect(await jobs().load(job.id)).toEqual(finished);
        expect(await eventsOf(job.id)).toEqual([
          [1, 'enqueued'],
          [2, 'completed'],
        ]);
      });

      it('writes nothing to a job that is gone', async () => {
        const job = await update(await create(), COMPLETED);
        expect(await jobs().removeFinished(minute(10), 10)).toBe(1);
        expect(await jobs().update(job, { change: { phase: 'x' } })).toBeNull();
      });
    });

    describe('the event log', () => {
      it('is read from any event on, in order and in portions', async () => {
        let job = await create();
        for (let index = 2; index <= 6; index += 1)
          job = await update(job, { change: {}, events: [event(`e${index}`)] });
        expect((await jobs().events(job.id, 0, 2)).map(({ id }) => id)).toEqual([1, 2]);
        expect((await jobs().events(job.id, 3, 100)).map(({ name: each }) => each)).toEqual([
          'e4',
          'e5',
          'e6',
        ]);
        expect(await jobs().events(job.id, 6, 100)).toEqual([]);
        expect(await jobs().events(randomUUID(), 0, 100)).toEqual([]);
      });
    });

    describe('lists', () => {
      it('show newest first, by status where asked', async () => {
        const first = await create(newJob({ created_at: minute(1) }));
        const second = await create(newJob({ created_at: minute(2) }));
        const done = await update(first, COMPLETED);
        expect((await jobs().list({ client: 'alice', limit: 10 })).records).toEqual([second, done]);
        expect((await jobs().list({ client: 'alice', status: 'pending', limit: 10 })).records).toEqual([
          second,
        ]);
        expect((await jobs().list({ client: 'alice', status: 'failed', limit: 10 })).records).toEqual([]);
      });

      it('neither repeat nor skip a job while others come and change', async () => {
        const made: JobRecord[] = [];
        for (let index = 0; index < 7; index += 1)
          made.push(await create(newJob({ created_at: minute(Math.floor(index / 2)) })));
        const seen: string[] = [];
        let after: PageMark | null = null;
        let later = 100;
        do {
          const page = await jobs().list({ client: 'alice', limit: 2, ...(after && { after }) });
          seen.push(...page.records.map(({ id }) => id));
          after = page.next;
          await create(newJob({ created_at: minute(later++) }));
          await update(made[later - 101] ?? made[0]!, { change: { phase: 'moved' } });
        } while (after);
        const expected = [...made].sort((left, right) =>
          `${left.created_at} ${left.id}` < `${right.created_at} ${right.id}` ? 1 : -1,
        );
        expect(seen).toEqual(expected.map(({ id }) => id));
      });
    });

    describe('what the service asks for itself', () => {
      it('finds pending jobs that may be begun, the longest waiting first', async () => {
        const late = await create(newJob({ ready_at: minute(3) }));
        const early = await create(newJob({ ready_at: minute(1) }));
        const future = await create(newJob({ ready_at: minute(30) }));
        const taken = await create(newJob({ ready_at: minute(0) }));
        await update(taken, { change: { status: 'processing' } });
        expect(await jobs().ready(minute(10), 10)).toEqual([early.id, late.id]);
        expect(await jobs().ready(minute(10), 1)).toEqual([early.id]);
        expect(await jobs().ready(minute(30), 10)).toContain(future.id);
      });

      it('finds jobs being processed', async () => {
        await create();
        const taken = await update(await create(), { change: { status: 'processing' } });
        expect(await jobs().processing(10)).toEqual([taken]);
        await update(taken, COMPLETED);
        expect(await jobs().processing(10)).toEqual([]);
      });

      it('counts jobs by status, and tells since when the oldest waits', async () => {
        const zero = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
        expect(await jobs().statistics()).toEqual({ counts: zero, oldest_ready_at: null });
        expect(await jobs().pending()).toBe(0);
        const first = await create(newJob({ ready_at: minute(1) }));
        await create(newJob({ ready_at: minute(2) }));
        await create(newJob({ status: 'processing' }));
        expect(await jobs().statistics()).toEqual({
          counts: { ...zero, pending: 2, processing: 1 },
          oldest_ready_at: minute(1),
        });
        expect(await jobs().pending()).toBe(2);
        await update(first, COMPLETED);
        expect(await jobs().statistics()).toEqual({
          counts: { ...zero, pending: 1, processing: 1, completed: 1 },
          oldest_ready_at: minute(2),
        });
        expect(await jobs().pending()).toBe(1);
        await jobs().removeFinished(minute(10), 10);
        expect((await jobs().statistics()).counts.completed).toBe(0);
      });

      it('removes finished jobs with all that belongs to them, the oldest first and not too many at once', async () => {
        const key = { ...KEY, expires_at: minute(600) };
        const ended = async (finished_at: string, rest: object = {}) =>
          update(await create(newJob({}, rest)), { change: { status: 'failed', finished_at } });
        const oldest = await ended(minute(1), { key });
        const old = await ended(minute(2));
        const recent = await ended(minute(9));
        const running = await create();
        expect(await jobs().removeFinished(minute(9), 1)).toBe(1);
        expect(await jobs().load(oldest.id)).toBeNull();
        expect(await jobs().events(oldest.id, 0, 10)).toEqual([]);
        expect(await jobs().keyUse('alice', KEY.value, NOON)).toBeNull();
        expect(await jobs().load(old.id)).not.toBeNull();
        expect(await jobs().removeFinished(minute(9), 10)).toBe(1);
        expect(await jobs().removeFinished(minute(9), 10)).toBe(0);
        expect(await jobs().load(recent.id)).not.toBeNull();
        expect(await jobs().load(running.id)).not.toBeNull();
      });
    });
  });
}
