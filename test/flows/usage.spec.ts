import { createHash } from 'node:crypto';
import { UsageRepository } from '../../src/analysis/ports/usage-repository.port.js';
import type { Report } from '../../src/analysis/analysis.js';
import { eventually } from '../contracts/eventually.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { JobClient } from '../doubles/job-client.js';
import { createTestApp, type TestApp } from '../harness.js';

const SOURCES = [
  {
    id: 'a',
    title: 'Report',
    content:
      'Our brand is strong in the north. Two suppliers sell all of our chips. A new law limits imports.',
  },
];
const BODY = {
  company: 'AT&T',
  sources: SOURCES,
  depth: 'quick',
  frameworks: ['swot', 'pestel'],
  cache: 'bypass',
};
/** The stand-in's usage is 2,400 tokens in, 400 of them cached, and 800 out. */
const PRICES = JSON.stringify({ 'gemini-3.8-flash': { input: 1, cached: 0.1, output: 2 } });
const CALL_USD = (2000 * 1 + 400 * 0.1 + 800 * 2) / 1e6;
const TODAY = () => new Date().toISOString().slice(0, 10);

interface Figures {
  readonly analyses: number;
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
}
interface Usage {
  readonly from: string;
  readonly to: string;
  readonly total: Figures;
  readonly days: readonly (Figures & { day: string; frameworks: Record<string, Figures> })[];
  readonly budget: { daily_usd: number; spent_usd: number; left_usd: number; resets_at: string } | null;
}

let server: gemini.GeminiServer;
let service: TestApp;
beforeEach(async () => {
  server = await gemini.GeminiServer.start();
  server.always('*', standIn());
});
afterEach(async () => {
  await service.close();
  await server.close();
});

const open = async (env: Record<string, string> = {}) => {
  service = await createTestApp({ env: { ...server.env, GEMINI_PRICES: PRICES, ...env } });
};
const usage = async (query = '', headers: Record<string, string> = {}): Promise<Usage> =>
  (await (await service.get(`/usage${query}`, { headers })).json()) as Usage;
const analyse = (fields: object = {}, headers: Record<string, string> = {}) =>
  service.post('/analyze', { ...BODY, ...fields }, headers);

describe('GET /usage', () => {
  it('shows analyses, tokens and USD by day and framework', async () => {
    await open();
    await analyse();
    await analyse({ frameworks: ['swot'] });
    const { total, days, budget, from, to } = await usage();
    const one = { analyses: 1, calls: 1, unpriced_calls: 0, tokens: 3200, usd: CALL_USD };
    expect(total).toEqual({
      analyses: 2,
      calls: 5,
      unpriced_calls: 0,
      tokens: 16_000,
      usd: expect.closeTo(5 * CALL_USD, 9),
    });
    expect(days).toEqual([
      {
        day: TODAY(),
        ...total,
        frameworks: { pestel: one, swot: { ...one, analyses: 2, calls: 2, tokens: 6400, usd: 2 * CALL_USD } },
      },
    ]);
    expect(budget).toBeNull();
    expect(to).toBe(TODAY());
    expect(Date.parse(to) - Date.parse(from)).toBe(29 * 86_400_000);
  });

  it('counts an extractive analysis at no cost, and an answer from the cache not at all', async () => {
    await open();
    for (let time = 0; time < 2; time += 1) await analyse({ engine: 'extractive', cache: 'use' });
    expect(await usage()).toMatchObject({
      total: { analyses: 1, calls: 0, tokens: 0, usd: 0 },
      days: [{ frameworks: { swot: { analyses: 1 }, pestel: { analyses: 1 } } }],
    });
  });

  it('counts what was paid for an analysis that failed later', async () => {
    await open();
    server.answer('swot', gemini.prose('no JSON'), gemini.prose('no JSON'));
    expect((await analyse({ frameworks: ['swot'] })).status).toBe(502);
    expect((await usage()).total).toMatchObject({ analyses: 0, calls: 2 });
  });

  it('counts a job once, with the calls of all its attempts, as its report does', async () => {
    await open();
    server.answer('pestel', gemini.failure(400, 'INVALID_ARGUMENT'));
    const client = new JobClient(service);
    const id = await client.accepted(BODY);
    const { report_id } = await client.until(id, 'completed');
    const { cost } = (await (await service.get(`/reports/${report_id ?? ''}`)).json()) as Report;
    expect((await usage()).total).toMatchObject({
      analyses: 1,
      calls: cost.calls,
      tokens: cost.tokens,
      usd: cost.usd,
    });
  });

  it('says how many calls have no known price', async () => {
    await open({ GEMINI_PRICES: '{}' });
    await analyse({ frameworks: ['swot'] });
    expect((await usage()).total).toMatchObject({ calls: 2, unpriced_calls: 2, tokens: 6400, usd: 0 });
  });

  it('is each client’s own, and only for whoever has a key', async () => {
    const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
    await open({ API_KEYS: `alice:${sha256('alice')},bob:${sha256('bob')}` });
    const as = (name: string) => ({ authorization: `Bearer ${name}` });
    await analyse({}, as('alice'));
    expect((await usage('', as('alice'))).total.analyses).toBe(1);
    expect((await usage('', as('bob'))).days).toEqual([]);
    expect((await service.get('/usage')).status).toBe(401);
  });

  it('takes a period, and refuses what is none', async () => {
    await open();
    await analyse();
    expect((await usage('?from=2020-01-01&to=2020-12-31')).days).toEqual([]);
    expect((await usage(`?from=${TODAY()}&to=${TODAY()}`)).total.analyses).toBe(1);
    for (const query of [
      'from=2026-13-01',
      'from=yesterday',
      'from=2026-03-02&to=2026-03-01',
      'from=2020-01-01&to=2026-01-01',
      'day=1',
    ])
      expect((await service.get(`/usage?${query}`)).status).toBe(400);
  });
});

describe('DAILY_BUDGET_USD', () => {
  const spend = async (usd: number) => {
    const figures = { analyses: 0, calls: 1, unpriced_calls: 0, tokens: 1, framework: null };
    const entry = { ...figures, id: `spent-${Math.random()}`, client: 'anonymous', day: TODAY(), usd };
    await service.app.get(UsageRepository, { strict: false }).add([entry]);
  };
  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

  it('that is spent refuses analyses that cost, until midnight in UTC, before anything is asked', async () => {
    await open({ DAILY_BUDGET_USD: '0.5' });
    expect((await analyse()).status).toBe(200);
    await spend(0.5);
    const before = server.asked().length;
    for (const path of ['/analyze', '/analyze/async']) {
      const refused = await service.post(path, BODY);
      const wait = Number(refused.headers.get('retry-after'));
      expect([refused.status, await codeOf(refused)]).toEqual([429, 'rate_limited']);
      const midnight = Date.parse(`${TODAY()}T00:00:00Z`) + 86_400_000;
      expect(Math.abs(Date.now() + 1000 * wait - midnight)).toBeLessThan(2000);
    }
    expect(server.asked()).toHaveLength(before);
    const { budget } = await usage();
    expect(budget).toMatchObject({
      daily_usd: 0.5,
      left_usd: 0,
      resets_at: expect.stringMatching(/T00:00:00.000Z$/),
    });
    expect(budget?.spent_usd).toBeGreaterThan(0.5);
    // What costs nothing is not held up.
    expect((await analyse({ engine: 'extractive' })).status).toBe(200);
  });

  it('lets an answer from the cache through, which costs nothing', async () => {
    await open({ DAILY_BUDGET_USD: '0.5' });
    expect((await analyse({ cache: 'use' })).status).toBe(200);
    await spend(0.5);
    expect((await analyse({ cache: 'use' })).status).toBe(200);
  });

  it('caps what a run may cost: what is left is spent on what can be done, and the report is partial', async () => {
    await open({ DAILY_BUDGET_USD: '0.05' });
    const estimate = (await (await service.post('/analyze/estimate', BODY)).json()) as {
      cost_usd_max: number;
    };
    // Enough for what comes first, and spent elsewhere meanwhile.
    await spend(0.05 - estimate.cost_usd_max / 2);
    server.answer('swot', async (response, request) => {
      await spend(estimate.cost_usd_max / 2 - 2.1 * CALL_USD);
      return standIn()(response, request);
    });
    const answer = await analyse();
    const { report } = (await answer.json()) as { report: Report };
    expect(report).toMatchObject({
      partial: true,
      partial_reasons: expect.arrayContaining(['budget_exhausted']),
    });
    expect(report.cost.calls).toBeGreaterThan(0);
    expect((await usage()).budget?.spent_usd).toBeLessThanOrEqual(0.05);
  });

  it('that holds not one call more is told as spent, not as an empty report', async () => {
    await open({ DAILY_BUDGET_USD: '0.05' });
    await spend(0.0499);
    const answer = await analyse();
    expect([answer.status, await codeOf(answer)]).toEqual([429, 'rate_limited']);
    const client = new JobClient(service);
    const id = await client.accepted(BODY);
    expect(await client.until(id, 'failed')).toMatchObject({ attempt: 1, error: { code: 'rate_limited' } });
    expect(server.asked()).toEqual([]);
  });

  it('is not passed by many analyses at once', async () => {
    await open({ DAILY_BUDGET_USD: '0.1' });
    server.always('*', standIn(20));
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => analyse({ company: `Company ${index}` })),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 429]);
    const { budget, total } = await usage();
    expect(budget?.spent_usd).toBe(total.usd);
    expect(budget?.spent_usd).toBeLessThanOrEqual(0.1);
    expect(total.usd).toBeCloseTo(server.asked().length * CALL_USD, 9);
  });

  it('is waited for where only a call in flight holds it', async () => {
    await open({ DAILY_BUDGET_USD: '0.03' });
    server.answer('swot', gemini.hang);
    const client = new JobClient(service);
    const body = { ...BODY, frameworks: ['swot'] };
    const first = await client.accepted(body);
    await server.until(() => server.openRequests === 1);
    const second = await client.accepted(body);
    await eventually(async () => (await client.show(second)).phase === 'swot');
    expect(server.asked()).toHaveLength(1);
    await client.cancel(first);
    const { report_id, attempt } = await client.until(second, 'completed');
    const report = (await (await service.get(`/reports/${report_id ?? ''}`)).json()) as Report;
    expect([attempt, report.partial, report.cost.calls]).toEqual([1, false, 2]);
  });

  it('lets a crowd of jobs through that costs less than it', async () => {
    await open({ DAILY_BUDGET_USD: '0.1', JOB_CONCURRENCY: '8' });
    server.always('*', standIn(20));
    const client = new JobClient(service);
    const ids = await Promise.all(
      Array.from({ length: 10 }, () => client.accepted({ ...BODY, frameworks: ['swot'] })),
    );
    for (const id of ids) await client.until(id, 'completed');
    expect((await usage()).total).toMatchObject({ calls: 20, usd: expect.closeTo(20 * CALL_USD, 9) });
  });

  it('frees what a failed call had set aside', async () => {
    await open({ DAILY_BUDGET_USD: '0.05' });
    server
      .answer('swot', gemini.failure(400, 'INVALID_ARGUMENT'))
      .answer('pestel', gemini.failure(400, 'INVALID_ARGUMENT'));
    expect((await analyse()).status).toBe(502);
    expect((await analyse()).status).toBe(200);
  });
});
