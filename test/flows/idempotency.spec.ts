import { JobRepository } from '../../src/analysis/ports/job-repository.port.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { StubAnalyst } from '../doubles/stub-analyst.js';
import { createTestApp, type TestApp, type TestOptions } from '../harness.js';

const KEY = { 'idempotency-key': 'order-7' };

describe('An Idempotency-Key (case 18)', () => {
  let service: TestApp;
  let client: JobClient;

  const open = async (options: TestOptions = {}) => {
    service = await createTestApp(options);
    StubAnalyst.in(service.app);
    client = new JobClient(service);
  };
  afterEach(async () => service.close());

  const count = async () => ((await (await service.get('/jobs')).json()) as { count: number }).count;
  const idOf = async (answer: Response) => ((await answer.json()) as JobView).job_id;

  it('gives the same job for the same body, also when it is finished', async () => {
    await open();
    const first = await client.order({}, KEY);
    const id = await idOf(first);
    await client.until(id, 'completed');
    const second = await client.order({}, KEY);
    expect(second.status).toBe(202);
    expect(second.headers.get('location')).toBe(`/jobs/${id}`);
    expect(await second.json()).toMatchObject({ job_id: id, status: 'completed' });
    expect(await count()).toBe(1);
  });

  it('takes a body for the same that says the same', async () => {
    await open();
    const metadata = { a: '1', b: '2' };
    const id = await client.accepted({ frameworks: ['swot', 'porter'], metadata }, KEY);
    const again = { metadata: { b: '2', a: '1' }, frameworks: ['PORTER', 'swot'], language: 'en' };
    expect(await client.accepted(again, KEY)).toBe(id);
  });

  it('is refused with another body', async () => {
    await open();
    await client.accepted({}, KEY);
    const answer = await client.order({ company: 'Southwind' }, KEY);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'idempotency_key_reused' });
    expect(await count()).toBe(1);
  });

  it('makes one job of many requests at the same time', async () => {
    await open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.order({}, KEY)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(await Promise.all(answers.map(idOf))).size).toBe(1);
    expect(await count()).toBe(1);
  });

  it('costs nothing of the allowance when it is sent again', async () => {
    await open({ env: { RATE_LIMIT_PER_HOUR: '1' } });
    const id = await client.accepted({}, KEY);
    expect(await client.accepted({}, KEY)).toBe(id);
    expect((await client.order({}, { 'idempotency-key': 'order-8' })).status).toBe(429);
  });

  it('is kept for 24 hours', async () => {
    await open();
    await client.accepted({}, KEY);
    const jobs = service.app.get(JobRepository, { strict: false });
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    expect(await jobs.keyUse('anonymous', 'order-7', later(23.9))).not.toBeNull();
    expect(await jobs.keyUse('anonymous', 'order-7', later(24.1))).toBeNull();
  });

  it('is each client’s own', async () => {
    const keys =
      'alice:2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90,' +
      'bob:81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd9ec58ce9';
    await open({ env: { API_KEYS: keys } });
    const ids = await Promise.all(
      ['alice', 'bob'].map((name) =>
        new JobClient(service, { authorization: `Bearer ${name}` }).accepted({ company: name }, KEY),
      ),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it.each(['', 'two words', 'x'.repeat(256), 'sm\u00f8r'])('is refused as "%s"', async (key) => {
    await open();
    const answer = await client.order({}, { 'idempotency-key': key });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'validation_error',
      details: [{ path: 'Idempotency-Key' }],
    });
    expect(await count()).toBe(0);
  });
});
