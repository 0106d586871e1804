import { JobRepository } from '../../src/analysis/ports/job-repository.port.js';
import { AppError } from '../../src/errors/errors.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { requestOf } from '../doubles/sample-analysis.js';
import { newJob } from '../doubles/sample-jobs.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, sample, type TestApp, type TestOptions } from '../harness.js';

const STRENGTH = [{ id: 'a', title: 'Report', content: 'The brand is strong.' }];

describe('Jobs', () => {
  let service: TestApp;
  let stub: StubAnalyst;
  let client: JobClient;

  const open = async (options: TestOptions = {}) => {
    service = await createTestApp(options);
    stub = StubAnalyst.in(service.app);
    client = new JobClient(service);
  };
  afterEach(async () => service.close());

  const gauge = async (status: string) =>
    sample(await service.scrape(), `consultantos_jobs_total{status="${status}"}`);

  describe('from order to report', () => {
    it('accepts an analysis, works on it and gives its report (case 14)', async () => {
      await open();
      const held = stub.hold('Northwind/swot');
      const answer = await client.order({ frameworks: ['swot', 'porter'], sources: STRENGTH });
      const accepted = (await answer.json()) as JobView;
      const id = accepted.job_id;
      expect(answer.status).toBe(202);
      expect(accepted).toEqual({
        job_id: id,
        status: 'pending',
        status_url: `/jobs/${id}`,
        events_url: `/jobs/${id}/events`,
        cancel_url: `/jobs/${id}/cancel`,
      });
      expect(answer.headers.get('location')).toBe(`/jobs/${id}`);

      await held.reached;
      const running = await client.show(id);
      expect(running).toMatchObject({
        status: 'processing',
        phase: 'swot',
        attempt: 1,
        company: 'Northwind',
        frameworks: ['porter', 'swot'],
        report_id: null,
        finished_at: null,
        error: null,
      });
      expect(running.progress).toBeGreaterThan(0);
      expect(running.progress).toBeLessThan(1);
      expect(await gauge('processing')).toBe(1);

      held.release();
      const done = await client.until(id, 'completed', 'failed');
      expect(done).toMatchObject({ status: 'completed', progress: 1, attempt: 1, error: null });
      expect(done.cost).toMatchObject({ usd: 0, status: 'free' });
      const report = await service.get(`/reports/${done.report_id ?? ''}`);
      expect(((await report.json()) as { company: string }).company).toBe('Northwind');
      expect(await (await service.get(`/jobs/${id}/status`)).json()).toEqual(done);
    });

    it('makes an analysis with the real engine', async () => {
      service = await createTestApp();
      client = new JobClient(service);
      const id = await client.accepted({ sources: STRENGTH });
      expect(await client.until(id, 'completed', 'failed')).toMatchObject({
        status: 'completed',
        progress: 1,
      });
    });

    it('is served under /v1 as well', async () => {
      await open();
      const answer = await service.post('/v1/analyze/async', { company: 'Northwind' });
      const { job_id } = (await answer.json()) as JobView;
      expect(answer.status).toBe(202);
      await client.until(job_id, 'completed');
      for (const path of ['', '/status']) {
        expect((await service.get(`/v1/jobs/${job_id}${path}`)).status).toBe(200);
      }
    });

    it('writes the submitter’s request ID in every line of the job', async () => {
      await open();
      const id = await client.accepted({}, { 'x-request-id': 'order-from-the-shop' });
      await service.logs.until('job_completed');
      const lines = service.logs.lines.filter(
        (line) => line.job_id === id || line.event.startsWith('analysis_'),
      );
      expect(lines.map(({ event }) => event)).toEqual([
        'analysis_request_received',
        'job_enqueued',
        'job_started',
        'analysis_completed',
        'job_completed',
      ]);
      expect(new Set(lines.map(({ request_id }) => request_id))).toEqual(new Set(['order-from-the-shop']));
    });

    it('answers an equal job from the cache, at no cost', async () => {
      await open();
      const first = await client.until(await client.accepted(), 'completed');
      const worked = stub.worked.length;
      const second = await client.until(await client.accepted(), 'completed');
      expect(second.report_id).toBe(first.report_id);
      expect(second.cost).toMatchObject({ usd: 0, calls: 0 });
      expect(stub.worked).toHaveLength(worked);
    });

    it('works once for equal jobs that run at the same time', async () => {
      await open();
      const held = stub.hold('Northwind/porter');
      const ids = [await client.accepted(), await client.accepted(), await client.accepted()];
      await held.reached;
      held.release();
      const jobs = await Promise.all(ids.map((id) => client.until(id, 'completed')));
      expect(new Set(jobs.map(({ report_id }) => report_id)).size).toBe(1);
      expect(stub.worked).toHaveLength(4);
    });

    it('refuses what the engine cannot do before it accepts it', async () => {
      await open();
      expect((await client.order({ engine: 'gemini' })).status).toBe(503);
      expect((await client.order({ frameworks: ['foo'] })).status).toBe(400);
      expect(await (await service.get('/jobs')).json()).toEqual({ jobs: [], next_cursor: null, count: 0 });
    });

    it('counts against the same allowance as analyses that are waited for', async () => {
      await open({ env: { RATE_LIMIT_PER_HOUR: '2' } });
      await client.accepted();
      expect((await service.post('/analyze', { company: 'Northwind' })).status).toBe(200);
      const refused = await client.order();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  describe('that fail', () => {
    const upstream = () => new AppError('upstream_error', 'The model’s service failed.', { retryable: true });

    it('are tried again, without the stages that are done', async () => {
      await open();
      stub.fail('Northwind/pestel', upstream());
      const id = await client.accepted();
      const done = await client.until(id, 'completed', 'failed');
      expect(done).toMatchObject({ status: 'completed', attempt: 2 });
      expect(stub.worked.map((stage) => stage.split('/')[1])).toEqual([
        'porter',
        'swot',
        'pestel',
        'pestel',
        'blue_ocean',
      ]);
      expect(service.logs.of('job_retrying')).toMatchObject([{ job_id: id, code: 'upstream_error' }]);
    });

    it('fail at once where another try would not help, with the code', async () => {
      await open();
      stub.fail('Northwind/swot', new AppError('budget_too_low', 'The budget cannot hold the analysis.'));
      const id = await client.accepted({}, { 'x-request-id': 'r-1' });
      expect(await client.until(id, 'completed', 'failed')).toMatchObject({
        status: 'failed',
        attempt: 1,
        report_id: null,
        error: {
          error: 'Unprocessable Entity',
          code: 'budget_too_low',
          request_id: 'r-1',
          message: 'The budget cannot hold the analysis.',
        },
      });
      expect(service.logs.of('job_failed')).toMatchObject([{ job_id: id, code: 'budget_too_low' }]);
    });

    it('tell nothing of the inside where something unforeseen happened', async () => {
      await open();
      stub.fail('Northwind/swot', new TypeError('secret of /srv/app.ts'));
      const id = await client.accepted();
      const done = await client.until(id, 'completed', 'failed');
      expect(done.error).toMatchObject({
        error: 'Internal server error',
        code: 'internal_error',
        message: 'An unexpected error occurred',
      });
      expect(JSON.stringify(done)).not.toContain('secret');
      expect(service.logs.of('job_failed')[0]).toMatchObject({
        level: 'ERROR',
        error_message: expect.anything(),
      });
      expect(sample(await service.scrape(), 'consultantos_errors_total{error_type="internal_error"}')).toBe(
        1,
      );
    });

    it('are given up after three attempts', async () => {
      await open();
      stub.fail('Northwind/swot', upstream());
      const id = await twiceTried();
      const done = await client.until(id, 'failed');
      expect(done).toMatchObject({ status: 'failed', attempt: 3, error: { code: 'attempts_exhausted' } });
      expect(stub.worked).toEqual(['Northwind/porter', 'Northwind/swot']);
    });

    /** A job that has failed twice, as the register knows it. */
    const twiceTried = async () => {
      const request = requestOf({ company: 'Northwind' });
      const job = newJob({ client: 'anonymous', company: 'Northwind', attempt: 2 }, { request });
      await service.app.get(JobRepository, { strict: false }).create(job);
      return job.record.id;
    };
  });

  describe('that are cancelled', () => {
    it('end at once while they run, and make no report (case 16)', async () => {
      await open();
      const held = stub.hold('Northwind/swot');
      const id = await client.accepted();
      await held.reached;
      const answer = await client.cancel(id);
      expect(answer.status).toBe(202);
      expect(((await answer.json()) as JobView).status).toBe('cancelled');
      await service.logs.until('job_cancelled');
      expect(stub.aborted).toEqual(['Northwind/swot']);
      expect(await client.show(id)).toMatchObject({ status: 'cancelled', report_id: null, error: null });
      expect(await (await service.get('/reports')).json()).toMatchObject({ count: 0 });
      expect((await client.cancel(id)).status).toBe(200);
    });

    it('are never begun when they were still waiting', async () => {
      await open({ env: { JOB_CONCURRENCY: '1' } });
      const held = stub.hold('First/porter');
      const first = await client.accepted({ company: 'First' });
      await held.reached;
      const second = await client.accepted({ company: 'Second' });
      expect((await client.cancel(second)).status).toBe(202);
      held.release();
      await client.until(first, 'completed');
      expect(stub.worked.filter((stage) => stage.startsWith('Second'))).toEqual([]);
    });

    it('cannot be cancelled once they are finished otherwise', async () => {
      await open();
      const id = await client.accepted();
      await client.until(id, 'completed');
      const answer = await client.cancel(id);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({
        code: 'conflict',
        message: 'The job is completed already.',
      });
    });
  });

  describe('in lists', () => {
    it('show newest first, page by page, also while others are added', async () => {
      await open();
      const ids: string[] = [];
      for (let index = 0; index < 5; index += 1) ids.unshift(await client.accepted({ company: `C${index}` }));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query = `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
        const page = (await (await service.get(`/jobs?${query}`)).json()) as {
          jobs: JobView[];
          next_cursor: string | null;
          count: number;
        };
        expect(page.count).toBe(page.jobs.length);
        seen.push(...page.jobs.map(({ job_id }) => job_id));
        cursor = page.next_cursor;
        await client.accepted({ company: 'Later' });
      } while (cursor !== null);
      expect(seen).toEqual(ids);
    });

    it('can be asked for by status; other questions are refused', async () => {
      await open();
      const id = await client.accepted();
      await client.until(id, 'completed');
      const of = async (query: string) => service.get(`/jobs?${query}`);
      expect(await (await of('status=completed')).json()).toMatchObject({ count: 1 });
      expect(await (await of('status=failed')).json()).toMatchObject({ count: 0 });
      for (const query of ['status=lost', 'limit=0', 'limit=101', 'cursor=x', 'page=2'])
        expect((await of(query)).status).toBe(400);
    });
  });

  it('are there for nobody but their client', async () => {
    const sha256 = {
      alice: '2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90',
      bob: '81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd9ec58ce9',
    };
    await open({ env: { API_KEYS: `alice:${sha256.alice},bob:${sha256.bob}` } });
    const alice = new JobClient(service, { authorization: 'Bearer alice' });
    const bob = new JobClient(service, { authorization: 'Bearer bob' });
    const id = await alice.accepted();
    await alice.until(id, 'completed');
    const theirs = await service.get(`/jobs/${id}`, { headers: { authorization: 'Bearer bob' } });
    const unknown = await service.get('/jobs/0b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11', {
      headers: { authorization: 'Bearer bob' },
    });
    const [one, other] = [await theirs.json(), await unknown.json()] as { request_id: string }[];
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    expect({ ...one, request_id: '' }).toEqual({ ...other, request_id: '' });
    expect((await bob.cancel(id)).status).toBe(404);
    expect(
      await (await service.get('/jobs', { headers: { authorization: 'Bearer bob' } })).json(),
    ).toMatchObject({
      count: 0,
    });
  });

  describe('in the metrics', () => {
    it('are counted by status, and by how they moved', async () => {
      await open({ env: { JOB_CONCURRENCY: '1' } });
      const zero = await service.scrape();
      for (const status of ['pending', 'processing', 'completed', 'failed', 'cancelled']) {
        expect(sample(zero, `consultantos_jobs_total{status="${status}"}`)).toBe(0);
        expect(sample(zero, `consultantos_job_transitions_total{status="${status}"}`)).toBe(0);
      }
      expect(sample(zero, 'consultantos_jobs_oldest_pending_seconds')).toBe(0);
      stub.fail('Bad/swot', new AppError('insufficient_evidence', 'No evidence.'));
      await client.until(await client.accepted({ company: 'Good' }), 'completed');
      await client.until(await client.accepted({ company: 'Bad' }), 'failed');
      const after = await service.scrape();
      expect(sample(after, 'consultantos_job_transitions_total{status="pending"}')).toBe(2);
      expect(sample(after, 'consultantos_job_transitions_total{status="processing"}')).toBe(2);
      expect(sample(after, 'consultantos_job_transitions_total{status="completed"}')).toBe(1);
      expect(sample(after, 'consultantos_job_transitions_total{status="failed"}')).toBe(1);
    });
  });
});
