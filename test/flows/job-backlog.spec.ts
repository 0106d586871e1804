import { JobClient } from '../doubles/job-client.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, sample, type TestApp } from '../harness.js';

const REFUSED = 'consultantos_requests_refused_total{reason="pending_jobs"}';

describe('Jobs that would wait beyond MAX_PENDING_JOBS', () => {
  let service: TestApp;
  let client: JobClient;
  afterEach(() => service.close());

  const serve = async (env: Record<string, string>) => {
    service = await createTestApp({ env });
    client = new JobClient(service);
  };
  const orderMany = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, number) => client.order({ company: `Crowd ${number}` })));

  it('are refused and counted, while one that was accepted is told again, until there is room', async () => {
    await serve({ MAX_PENDING_JOBS: '2', JOB_CONCURRENCY: '1', RATE_LIMIT_PER_HOUR: '4' });
    const held = StubAnalyst.in(service.app).hold('Northwind/swot');
    const running = await client.accepted({ frameworks: ['swot'] });
    await held.reached;
    const key = { 'idempotency-key': 'mine' };
    const waiting = [
      await client.accepted({ company: 'Company A' }, key),
      await client.accepted({ company: 'Company B' }),
    ];

    for (let refused = 1; refused <= 5; refused += 1) {
      const answer = await client.order({ company: 'Company C' });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
      expect(await answer.json()).toMatchObject({ error: 'Service Unavailable', code: 'overloaded' });
      expect(sample(await service.scrape(), REFUSED)).toBe(refused);
    }
    expect(await client.accepted({ company: 'Company A' }, key)).toBe(waiting[0]);

    held.release();
    for (const id of [running, ...waiting]) await client.until(id, 'completed');
    // The fourth of this hour: what was refused did not count.
    await client.accepted({ company: 'Company C' });
    expect((await client.order({ company: 'Company D' })).status).toBe(429);
  });

  it('are refused also where they come all at once', async () => {
    await serve({ MAX_PENDING_JOBS: '5', ROLE: 'api' });
    const statuses = (await orderMany(40)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(5);
    expect(statuses.filter((status) => status === 503)).toHaveLength(35);
    expect(sample(await service.scrape(), 'consultantos_jobs_total{status="pending"}')).toBe(5);
  });
});
