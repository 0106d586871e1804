import type { JobConsumer, JobQueue } from '../../src/analysis/ports/job-queue.port.js';
import type { JobRecord, JobRepository } from '../../src/analysis/ports/job-repository.port.js';
import { newJob } from '../doubles/sample-jobs.js';
import { type Make, subjectOf } from './contract.js';
import { eventually } from './eventually.js';

export interface QueueSubject {
  readonly jobs: JobRepository;
  /** A queue as another process, or the next start, would open it. */
  open(): JobQueue;
}

const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

export function describeJobQueue(name: string, make: Make<QueueSubject>): void {
  describe(`JobQueue: ${name}`, () => {
    const consumers: JobConsumer[] = [];
    // Before the subject is closed, which the next line sees to: jest keeps the order.
    afterEach(async () => {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
    });
    const subject = subjectOf(make);

    const consume = (queue: JobQueue, concurrency: number, work: (id: string) => Promise<void>) => {
      const consumer = queue.consume(concurrency, work);
      consumers.push(consumer);
      return consumer;
    };
    /** A pending job, handed over. */
    const add = async (queue: JobQueue, readyAt = fromNow(0)): Promise<string> => {
      const created = await subject().jobs.create(newJob({ ready_at: readyAt }));
      if (!('job' in created)) throw new Error('The job was not created.');
      await queue.add(created.job.id, readyAt);
      return created.job.id;
    };
    /** As a worker does: whoever changes the row first has the job. */
    const claim = async (id: string): Promise<JobRecord | null> => {
      const job = await subject().jobs.load(id);
      if (job?.status !== 'pending') return null;
      return subject().jobs.update(job, { change: { status: 'processing' } });
    };

    it('brings every job that was handed over, before and after the worker came', async () => {
      const queue = subject().open();
      const before = [await add(queue), await add(queue)];
      const taken: string[] = [];
      consume(queue, 2, async (id) => {
        if (await claim(id)) taken.push(id);
      });
      const after = [await add(queue), await add(queue)];
      await eventually(() => taken.length === 4);
      expect(new Set(taken)).toEqual(new Set([...before, ...after]));
    });

    it('brings what an earlier process handed over and did not live to do', async () => {
      const id = await add(subject().open());
      const taken: string[] = [];
      consume(subject().open(), 1, async (each) => {
        if (await claim(each)) taken.push(each);
      });
      await eventually(() => taken.length > 0);
      expect(taken).toEqual([id]);
    });

    it('brings what another process hands over', async () => {
      const taken: string[] = [];
      consume(subject().open(), 1, async (id) => {
        if (await claim(id)) taken.push(id);
      });
      const id = await add(subject().open());
      await eventually(() => taken.length > 0);
      expect(taken).toEqual([id]);
    });

    it('gives at most so many at once as the worker asks for', async () => {
      const queue = subject().open();
      let running = 0;
      let most = 0;
      let done = 0;
      // Nobody is done before two have met, however long a job takes to be claimed.
      const { promise: company, resolve: meet } = Promise.withResolvers<unknown>();
      consume(queue, 3, async (id) => {
        if (!(await claim(id))) return;
        running += 1;
        most = Math.max(most, running);
        if (running > 1) meet(undefined);
        await company;
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        done += 1;
      });
      await Promise.all(Array.from({ length: 20 }, () => add(queue)));
      await eventually(() => done === 20);
      expect(most).toBeLessThanOrEqual(3);
      expect(most).toBeGreaterThan(1);
    });

    it('waits until a job may be begun', async () => {
      const queue = subject().open();
      const readyAt = fromNow(300);
      let takenAt = '';
      consume(queue, 1, async (id) => {
        if (await claim(id)) takenAt = fromNow(0);
      });
      await add(queue, readyAt);
      await eventually(() => takenAt !== '');
      expect(takenAt >= readyAt).toBe(true);
    });

    it('rests: brings nothing for so long, then what waited', async () => {
      const queue = subject().open();
      let taken = 0;
      const take = async (id: string) => {
        if (await claim(id)) taken += 1;
      };
      consume(queue, 2, take);
      await add(queue);
      await eventually(() => taken === 1);
      const rested = performance.now();
      await queue.rest(400);
      await add(queue);
      await eventually(() => taken === 2);
      expect(performance.now() - rested).toBeGreaterThan(350);
    });

    it('brings a job again at its new time that its worker put off', async () => {
      const queue = subject().open();
      const times: number[] = [];
      consume(queue, 1, async (id) => {
        times.push(Date.now());
        const job = await subject().jobs.load(id);
        if (job && times.length === 1)
          await subject().jobs.update(job, { change: { ready_at: fromNow(300) } });
        else await claim(id);
      });
      await add(queue);
      await eventually(() => times.length === 2);
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(300);
    });

    it('gives a job to one of many workers only, where the row decides', async () => {
      const queue = subject().open();
      const claims: string[] = [];
      for (let index = 0; index < 3; index += 1)
        consume(index === 0 ? queue : subject().open(), 2, async (id) => {
          if (await claim(id)) claims.push(id);
        });
      const ids = await Promise.all(Array.from({ length: 15 }, () => add(queue)));
      await eventually(() => claims.length >= 15);
      expect(claims.sort()).toEqual(ids.sort());
    });

    it('brings a job again whose worker failed before it claimed it', async () => {
      const queue = subject().open();
      let tries = 0;
      consume(queue, 1, async (id) => {
        tries += 1;
        if (tries === 1) throw new Error('The first try fails.');
        await claim(id);
      });
      await add(queue);
      await eventually(() => tries === 2);
    });

    it('stops: takes nothing more, and waits for what is in hand', async () => {
      const queue = subject().open();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const events: string[] = [];
      const consumer = queue.consume(1, async (id) => {
        if (!(await claim(id))) return;
        events.push('begun');
        await promise;
        events.push('ended');
      });
      await add(queue);
      await add(queue);
      await eventually(() => events.length === 1);
      const stopped = consumer.stop().then(() => events.push('stopped'));
      resolve(undefined);
      await stopped;
      expect(events).toEqual(['begun', 'ended', 'stopped']);
      expect(await subject().jobs.ready(fromNow(1000), 10)).toHaveLength(1);
    });
  });
}
