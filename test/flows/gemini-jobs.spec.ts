import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/analysis/analysis.js';
import { eventually } from '../contracts/eventually.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { JobClient, type JobView } from '../doubles/job-client.js';
import { createTestApp, type TestApp } from '../harness.js';

const SOURCES = [
  { id: 'a', title: 'Report', content: 'Our brand is strong here. Two suppliers sell our chips.' },
];
const BODY = { company: 'AT&T', sources: SOURCES, depth: 'quick' };

let server: gemini.GeminiServer;
let service: TestApp;
let client: JobClient;

beforeEach(async () => {
  server = await gemini.GeminiServer.start();
});
afterEach(async () => {
  await service.close();
  await server.close();
});

const open = async (env: Record<string, string> = {}) => {
  service = await createTestApp({ env: { ...server.env, ...env } });
  client = new JobClient(service);
};
const reportOf = async (id: string | null): Promise<Report> =>
  (await (await service.get(`/reports/${id ?? ''}`)).json()) as Report;

describe('A job of the gemini engine', () => {
  it('ends the call in flight when it is cancelled, and has no report (case 16)', async () => {
    server.always('*', gemini.hang);
    await open();
    const id = await client.accepted({ ...BODY, frameworks: ['swot'] });
    await server.until(() => server.openRequests === 1);
    const cancelled = performance.now();
    expect((await service.post(`/jobs/${id}/cancel`, {})).status).toBe(202);
    await server.until(() => server.openRequests === 0 && server.openSockets === 0);
    expect(performance.now() - cancelled).toBeLessThan(1000);
    expect(await client.until(id, 'cancelled', 'completed', 'failed')).toMatchObject({
      status: 'cancelled',
      report_id: null,
    });
  });

  it('is resumed without a paid call being repeated, and reports what all attempts cost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'consultantos-gemini-'));
    const frameworks = ['porter', 'swot', 'pestel'];
    server.answer('pestel', gemini.hang).always('*', standIn());
    await open({ DATA_DIR: folder });
    const id = await client.accepted({ ...BODY, frameworks });
    await server.until(() => server.openRequests === 1 && server.asked().length === 3);
    await service.close();

    const look = Promise.withResolvers<undefined>();
    server.answer('synthesis', async (response, request) => {
      await look.promise;
      await standIn()(response, request);
    });
    await open({ DATA_DIR: folder });
    await server.until(() => server.asked('synthesis').length === 1);
    expect(await client.show(id)).toMatchObject({ cost: { calls: 3, tokens: 3 * 3200 } });
    look.resolve(undefined);
    const done = await client.until(id, 'completed', 'failed');
    expect(done).toMatchObject({ status: 'completed', progress: 1 });
    const steps = server.asked().map(({ step }) => step);
    expect(steps.toSorted()).toEqual(['pestel', 'pestel', 'porter', 'swot', 'synthesis']);
    const { cost, partial, claims } = await reportOf(done.report_id);
    expect(partial).toBe(false);
    expect(cost).toMatchObject({ calls: 4, tokens: 4 * 3200 });
    expect(done.cost).toEqual(cost);
    expect(new Set(claims.map(({ path }) => path)).size).toBe(claims.length);
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what was spent where it fails', async () => {
    server.always('swot', gemini.prose('no JSON'));
    await open();
    const id = await client.accepted({ ...BODY, frameworks: ['swot'] });
    const { cost } = await client.until(id, 'failed');
    expect(cost).toMatchObject({ calls: 2, tokens: 2600, status: 'priced' });
    const usage = (await (await service.get('/usage')).json()) as { total: { usd: number } };
    expect(cost?.usd).toBeGreaterThan(0);
    expect(usage.total.usd).toBeCloseTo(cost?.usd ?? 0, 9);
  });

  it('shows what was spent where it is cancelled', async () => {
    server.always('swot', gemini.hang).always('*', standIn());
    await open();
    const id = await client.accepted({ ...BODY, frameworks: ['swot', 'pestel'] });
    await eventually(async () => (await client.show(id)).cost !== null);
    await client.cancel(id);
    const { jobs } = (await (await service.get('/jobs')).json()) as { jobs: JobView[] };
    expect(jobs).toMatchObject([{ status: 'cancelled', cost: { calls: 1, tokens: 3200 } }]);
  });

  it('is refused when it is ordered where its budget is too low', async () => {
    await open();
    const answer = await client.order({ ...BODY, limits: { max_cost_usd: 0.0001 } });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { code: string }).code).toBe('budget_too_low');
  });
});
