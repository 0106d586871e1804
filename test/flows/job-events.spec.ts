import { request as httpRequest } from 'node:http';
import { JobEvents, PACE } from '../../src/analysis/jobs/job-events.js';
import { Drain } from '../../src/health/health.js';
import { EventReader } from '../doubles/event-reader.js';
import { JobClient } from '../doubles/job-client.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, type TestApp, type TestOptions } from '../harness.js';

const NAMES = ['enqueued', 'started', ...Array.from({ length: 8 }, () => 'progress'), 'completed'];

describe('The events of a job', () => {
  let service: TestApp;
  let stub: StubAnalyst;
  let client: JobClient;

  const open = async (options: TestOptions = {}) => {
    service = await createTestApp(options);
    stub = StubAnalyst.in(service.app);
    client = new JobClient(service);
  };
  afterEach(async () => service.close());

  const listen = async (id: string, headers: Record<string, string> = {}) =>
    new EventReader(await service.get(`/jobs/${id}/events`, { headers }));

  it('come as they happen, each with where the job stands, and end with the job', async () => {
    await open();
    const held = stub.hold('Northwind/pestel');
    const id = await client.accepted();
    const reader = await listen(id, { 'x-request-id': 'listener-1' });
    const { headers } = reader.answer;
    expect(reader.answer.status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(headers.get('x-request-id')).toBe('listener-1');
    await held.reached;
    await reader.until(7);
    held.release();
    const events = await reader.end();
    expect(events.map(({ event }) => event)).toEqual(NAMES);
    expect(events.map((each) => each.id)).toEqual(NAMES.map((_, index) => index + 1));
    const progress = events.map(({ data }) => Number(data.progress));
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(events[6]?.data).toEqual({
      job_id: id,
      status: 'processing',
      phase: 'pestel',
      progress: 0.4,
      attempt: 1,
      stage: 'pestel',
      state: 'started',
    });
    const { report_id } = await client.show(id);
    expect(events.at(-1)?.data).toMatchObject({ status: 'completed', progress: 1, report_id });
  });

  it('go on after the last one that the client has, once each (case 17)', async () => {
    await open();
    const held = stub.hold('Northwind/swot');
    const id = await client.accepted();
    const first = await listen(id);
    await first.until(3);
    await first.drop();
    await held.reached;
    held.release();
    const second = await listen(id, { 'last-event-id': '3' });
    const events = await second.end();
    expect(events.map((each) => each.id)).toEqual(NAMES.map((_, index) => index + 1).slice(3));
  });

  it('are told of a finished job too, and after its last one there is nothing more', async () => {
    await open();
    const id = await client.accepted();
    await client.until(id, 'completed');
    const all = await (await listen(id)).end();
    expect(all.map(({ event }) => event)).toEqual(NAMES);
    const over = await service.get(`/jobs/${id}/events`, { headers: { 'last-event-id': `${all.length}` } });
    expect(over.status).toBe(204);
  });

  it('end with a cancellation', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    const reader = await listen(id);
    await held.reached;
    await client.cancel(id);
    expect((await reader.end()).at(-1)).toMatchObject({ event: 'cancelled', data: { status: 'cancelled' } });
  });

  it('are told to many at once', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    const readers = await Promise.all(Array.from({ length: 15 }, () => listen(id)));
    await held.reached;
    held.release();
    for (const events of await Promise.all(readers.map((reader) => reader.end())))
      expect(events.map(({ event }) => event)).toEqual(NAMES);
  });

  it('outlast the time that other requests have', async () => {
    await open({ env: { REQUEST_TIMEOUT: '0.3' } });
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    const reader = await listen(id);
    await held.reached;
    const answer = await service.post('/analyze', { company: 'Northwind', on_timeout: 'fail' });
    expect(answer.status).toBe(504);
    held.release();
    expect((await reader.end()).at(-1)).toMatchObject({ event: 'completed' });
  });

  it('end when the service is about to, with a hint to come back', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    const reader = await listen(id);
    await held.reached;
    await reader.until(3);
    service.app.get(Drain).begin();
    const events = await reader.end();
    expect(events.at(-1)?.event).toBe('progress');
    expect(reader.text).toMatch(/: the service restarts, connect again\nretry: \d+\n\n$/);
    held.release();
    await client.until(id, 'completed');
    const rest = await (await listen(id, { 'last-event-id': '3' })).end();
    expect(rest.at(-1)?.event).toBe('completed');
  });

  it('are kept alive by a heartbeat while nothing happens', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    await held.reached;
    const texts: string[] = [];
    const events = service.app.get(JobEvents, { strict: false });
    for await (const text of events.follow(id, 3, { heartbeatMs: 30, lookMs: 10 })) {
      texts.push(text);
      if (texts.length === 4) held.release();
    }
    expect(texts.slice(0, 4)).toEqual(['retry: 2000\n\n', ...Array<string>(3).fill(': heartbeat\n\n')]);
    expect(texts.at(-1)).toContain('event: completed');
    expect(PACE.heartbeatMs).toBe(15_000);
  });

  it('are there for nobody but the job’s client', async () => {
    await open();
    expect((await service.get('/jobs/0b0e8a5e-5a0e-4b8e-9d0e-3f3c1c6f7a11/events')).status).toBe(404);
    const id = await client.accepted();
    expect((await service.get(`/jobs/${id}/events`, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
  });

  it('are listened to by a bounded number of streams of one client', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    await held.reached;
    const readers = await Promise.all(Array.from({ length: 20 }, () => listen(id)));
    const refused = await service.get(`/jobs/${id}/events`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    await readers[0]?.drop();
    await service.logs.until(
      'http_request_completed',
      1,
      ({ route, status }) => route === '/jobs/:id/events' && status === 200,
    );
    const again = await listen(id);
    expect(again.answer.status).toBe(200);
    held.release();
    await Promise.all([again, ...readers.slice(1)].map((reader) => reader.end()));
  });

  it('cost a HEAD request no stream', async () => {
    await open();
    const held = stub.hold('Northwind/porter');
    const id = await client.accepted();
    await held.reached;
    const status = await new Promise((resolve, reject) => {
      const head = httpRequest(`${service.url}/jobs/${id}/events`, { method: 'HEAD' }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      });
      head.once('error', reject).end();
    });
    expect([200, 404, 405]).toContain(status);
    held.release();
  });
});
