import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventReader } from '../doubles/event-reader.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, type TestApp } from '../harness.js';

const BODY = { company: 'Northwind', frameworks: ['porter', 'swot', 'pestel'] };

describe('An analysis that takes longer than its client waits', () => {
  let folder: string;
  let service: TestApp;
  let stub: StubAnalyst;
  let client: JobClient;

  const open = async () => {
    service = await createTestApp({ env: { REQUEST_TIMEOUT: '3', DATA_DIR: folder } });
    stub = StubAnalyst.in(service.app);
    client = new JobClient(service);
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'consultantos-promotion-'));
    await open();
  });
  afterEach(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const analyse = (headers: Record<string, string> = {}) => service.post('/analyze', BODY, headers);
  const stagesWorked = () => stub.worked.map((stage) => stage.split('/')[1]);

  it('goes on as a job: what is done is not done again, and its report comes at the end', async () => {
    const held = stub.hold('Northwind/pestel');
    const answer = await analyse({ 'x-request-id': 'patient-1' });
    const accepted = (await answer.json()) as JobView;
    const id = accepted.job_id;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/jobs/${id}`);
    expect(accepted).toEqual({
      job_id: id,
      status: 'processing',
      status_url: `/jobs/${id}`,
      events_url: `/jobs/${id}/events`,
      cancel_url: `/jobs/${id}/cancel`,
    });
    expect(await client.show(id)).toMatchObject({ status: 'processing', attempt: 1, progress: 0.5 });

    held.release();
    const done = await client.until(id, 'completed', 'failed');
    expect(done).toMatchObject({ status: 'completed', progress: 1, report_id: id, attempt: 1 });
    expect(stagesWorked()).toEqual(['porter', 'swot', 'pestel']);
    expect((await service.get(`/reports/${id}`)).status).toBe(200);
    const lines = service.logs.lines.filter(({ job_id }) => job_id === id);
    expect(lines.map(({ event }) => event)).toEqual(['job_enqueued', 'job_completed']);
    expect(lines.every(({ request_id }) => request_id === 'patient-1')).toBe(true);
    const events = await new EventReader(await service.get(`/jobs/${id}/events`)).end();
    expect(events.map(({ event }) => event)).toEqual(['enqueued', 'started', 'progress', 'completed']);
  });

  it('is one job for all who wait for it', async () => {
    const held = stub.hold('Northwind/porter');
    const answers = await Promise.all([analyse(), analyse(), analyse()]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as JobView).job_id));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(ids).size).toBe(1);
    held.release();
    await client.until(ids[0]!, 'completed');
    expect(stagesWorked()).toEqual(['porter', 'swot', 'pestel']);
  });

  it('survives the restart that comes then, with the stages from before it was a job', async () => {
    const held = stub.hold('Northwind/pestel');
    const { job_id: id } = (await (await analyse()).json()) as JobView;
    await held.reached;
    await service.close();

    await open();
    expect(await client.until(id, 'completed', 'failed')).toMatchObject({ status: 'completed', attempt: 1 });
    expect(stagesWorked()).toEqual(['pestel']);
  });

  it('can be cancelled like every job', async () => {
    stub.hold('Northwind/pestel');
    const { job_id: id } = (await (await analyse()).json()) as JobView;
    expect((await client.cancel(id)).status).toBe(202);
    await service.logs.until('job_cancelled');
    expect(stub.aborted).toEqual(['Northwind/pestel']);
    expect((await service.get(`/reports/${id}`)).status).toBe(404);
  });

  it('is answered 504 and stopped where the client asks for that', async () => {
    stub.hold('Northwind/pestel');
    const answer = await service.post('/analyze', { ...BODY, on_timeout: 'fail' });
    expect(answer.status).toBe(504);
    expect(((await answer.json()) as { code: string }).code).toBe('deadline_exceeded');
    expect(stub.aborted).toEqual(['Northwind/pestel']);
    expect(await (await service.get('/jobs')).json()).toMatchObject({ count: 0 });
  });
});
