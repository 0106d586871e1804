import { randomUUID } from 'node:crypto';
import { JobRetention } from '../../src/analysis/jobs/job-retention.js';
import { newLease } from '../../src/analysis/jobs/lease.js';
import { JobRepository, type NewJob } from '../../src/analysis/ports/job-repository.port.js';
import { StartupGate } from '../../src/health/startup-gate.js';
import { JobClient } from '../doubles/job-client.js';
import { requestOf } from '../doubles/sample-analysis.js';
import { newJob } from '../doubles/sample-jobs.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, type TestApp } from '../harness.js';

const FRAMEWORKS = ['porter', 'swot', 'pestel'] as const;
const [HOST, , , SPACE] = newLease(new Date()).owner.split('/');
/** No process has a number so high. */
const DEAD = `${HOST}/999999999/${randomUUID()}/${SPACE}`;
const ELSEWHERE = `another-host/1/${randomUUID()}/${SPACE}`;
/** As two containers on the network of their host, each with a process of the same number. */
const SAME_HOST_NAME = `${HOST}/${process.pid}/${randomUUID()}/${randomUUID()}:pid:[4026532177]`;
/** Nothing tells in which table its number stands. */
const OF_OLDER_RELEASE = `${HOST}/999999999/${randomUUID()}`;
const inSeconds = (seconds: number) => new Date(Date.now() + 1000 * seconds).toISOString();

/** A job that another process was working on. */
function held(owner: string, until: string, fields: Partial<NewJob['record']> = {}): NewJob {
  return newJob(
    {
      client: 'anonymous',
      company: 'Northwind',
      frameworks: FRAMEWORKS,
      request_id: 'before-the-kill',
      status: 'processing',
      attempt: 1,
      phase: 'swot',
      progress: 0.25,
      started_at: inSeconds(-10),
      lease: { owner, token: randomUUID(), until, reached: 'result' },
      ...fields,
    },
    {
      request: requestOf({ company: 'Northwind', frameworks: [...FRAMEWORKS] }),
      stages: [{ name: 'porter', result: {} }],
    },
  );
}

describe('At the start', () => {
  let service: TestApp;
  let stub: StubAnalyst;
  let client: JobClient;

  beforeEach(async () => {
    service = await createTestApp({ start: false });
    stub = StubAnalyst.in(service.app);
    client = new JobClient(service);
  });
  afterEach(async () => service.close());

  /** The jobs lie in the register when the service starts. */
  const startWith = async (...jobs: NewJob[]) => {
    for (const job of jobs) await service.app.get(JobRepository, { strict: false }).create(job);
    await service.app.get(StartupGate).run();
    return jobs.map(({ record }) => record.id) as [string, ...string[]];
  };

  it.each([
    ['a process of this machine that is gone', DEAD, inSeconds(10)],
    ['a process elsewhere whose lease has ended', ELSEWHERE, inSeconds(-1)],
    ['a process of an older release whose lease has ended', OF_OLDER_RELEASE, inSeconds(-1)],
  ])('a job of %s is taken up where it was', async (_whose, owner, until) => {
    const [id] = await startWith(held(owner, until));
    expect(await client.until(id, 'completed', 'failed')).toMatchObject({ status: 'completed', attempt: 2 });
    expect(stub.worked).toEqual(['Northwind/swot', 'Northwind/pestel']);
    await service.logs.until('job_completed');
    const lines = service.logs.lines.filter(({ job_id }) => job_id === id);
    expect(lines.map(({ event }) => event)).toEqual(['job_recovered', 'job_started', 'job_completed']);
    expect(lines.every(({ request_id }) => request_id === 'before-the-kill')).toBe(true);
    expect(service.logs.of('analysis_completed')).toMatchObject([{ request_id: 'before-the-kill' }]);
  });

  it.each([
    ['on another host', ELSEWHERE],
    ['in another container with the same host name', SAME_HOST_NAME],
    ['of an older release, here or elsewhere', OF_OLDER_RELEASE],
  ])('a job that a process %s works on is left alone', async (_where, owner) => {
    const [id, own] = await startWith(
      held(owner, inSeconds(60)),
      held(DEAD, inSeconds(60), { company: 'Other' }),
    );
    await client.until(own!, 'completed');
    expect(await client.show(id)).toMatchObject({ status: 'processing', attempt: 1 });
    expect(service.logs.of('job_recovered').map(({ job_id }) => job_id)).toEqual([own]);
  });

  /** A job that was in its first stage when its process was killed. */
  const stuck = (fields: Partial<NewJob['record']>) =>
    held(DEAD, inSeconds(60), {
      lease: { owner: DEAD, token: randomUUID(), until: inSeconds(60), reached: 'stage' },
      ...fields,
    });

  it('a job that was killed in its third attempt is given up, and says so', async () => {
    const [id] = await startWith(stuck({ attempt: 3 }));
    const job = await client.until(id, 'failed');
    expect(job).toMatchObject({
      attempt: 3,
      error: { code: 'attempts_exhausted', request_id: 'before-the-kill' },
    });
    expect(stub.worked).toEqual([]);
    expect(service.logs.of('job_failed')).toMatchObject([{ job_id: id, code: 'attempts_exhausted' }]);
  });

  // What ends its process does so in a stage; what had finished one, or begun none, was merely hit.
  it.each(['result', 'nothing'] as const)(
    'a job that had reached %s when it was killed goes on',
    async (reached) => {
      const lease = { owner: DEAD, token: randomUUID(), until: inSeconds(60), reached };
      const [id] = await startWith(held(DEAD, inSeconds(60), { attempt: 5, spared: 4, lease }));
      expect(await client.until(id, 'completed', 'failed')).toMatchObject({
        status: 'completed',
        attempt: 6,
      });
    },
  );

  it('a job that was killed ten times is given up, however far it came', async () => {
    const [id] = await startWith(held(DEAD, inSeconds(60), { attempt: 10, spared: 9 }));
    const error = { code: 'attempts_exhausted' };
    expect(await client.until(id, 'completed', 'failed')).toMatchObject({ attempt: 10, error });
  });

  it('a job that was killed in three attempts that got no further is given up, whatever others had done', async () => {
    const [id] = await startWith(stuck({ attempt: 7, spared: 4 }));
    const error = { code: 'attempts_exhausted' };
    expect(await client.until(id, 'completed', 'failed')).toMatchObject({ attempt: 7, error });
  });

  it('a job that may have ended its process waits as after a failure, and lets others go first', async () => {
    const begun = Date.now();
    const [id] = await startWith(stuck({ attempt: 2 }));
    const job = await service.app.get(JobRepository, { strict: false }).load(id);
    expect(job).toMatchObject({ status: 'pending', attempt: 2, spared: 0 });
    expect(Date.parse(job!.ready_at) - begun).toBeGreaterThan(8000);
    expect(stub.worked).toEqual([]);
  });
});

describe('Finished jobs', () => {
  let service: TestApp;
  afterEach(async () => service.close());

  it('are removed with their events once they are older than JOB_RETENTION_DAYS; keys after a day', async () => {
    service = await createTestApp({ env: { JOB_RETENTION_DAYS: '2' } });
    const client = new JobClient(service);
    const key = { 'idempotency-key': 'order-1' };
    const id = await client.accepted({}, key);
    await client.until(id, 'completed');
    const sweep = (hours: number) =>
      service.app.get(JobRetention, { strict: false }).sweep(new Date(Date.now() + hours * 3_600_000));

    await sweep(23);
    expect(await client.accepted({}, key)).toBe(id);
    await sweep(47);
    expect((await client.show(id)).status).toBe('completed');
    const again = await client.accepted({}, key);
    expect(again).not.toBe(id);

    await sweep(49);
    expect((await service.get(`/jobs/${id}`)).status).toBe(404);
    expect((await service.get(`/jobs/${id}/events`)).status).toBe(404);
    expect(service.logs.of('jobs_removed').length).toBeGreaterThan(0);
  });
});
