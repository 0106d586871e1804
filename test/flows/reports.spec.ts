import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../contracts/eventually.js';
import { createTestApp, sample, type TestApp } from '../harness.js';

const SOURCE = {
  id: 'news',
  title: 'News',
  content: 'Inflation raised costs by 7 % in 2025. The government raised tariffs on imported chips.',
};
const keys = { alice: 'alice-key-0123456789', bob: 'bob-key-0123456789' };
const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const as = (client: keyof typeof keys) => ({ 'x-api-key': keys[client] });

interface Made {
  readonly report_id: string;
  readonly report: { readonly cache: { readonly hit: boolean; readonly age_seconds: number | null } };
}

describe('Reports', () => {
  let service: TestApp;
  const get = (path: string, headers: Record<string, string> = {}) =>
    service.get(path, { headers: { ...as('alice'), ...headers } });
  const make = async (
    company: string,
    extra: object = {},
    client: keyof typeof keys = 'alice',
  ): Promise<Made> => {
    const answer = await service.post(
      '/analyze',
      { company, sources: [SOURCE], frameworks: ['pestel'], ...extra },
      as(client),
    );
    expect(answer.status).toBe(200);
    return (await answer.json()) as Made;
  };
  const list = async (query: string) =>
    (await (await get(`/reports?${query}`)).json()) as {
      reports: { report_id: string; company: string }[];
      next_cursor: string | null;
      count: number;
    };

  beforeAll(async () => {
    const pairs = Object.entries(keys).map(([name, key]) => `${name}:${hash(key)}`);
    service = await createTestApp({ env: { API_KEYS: pairs.join(',') } });
  });
  afterAll(async () => service.close());

  it('answers an equal request from the cache, for the same client only', async () => {
    const first = await make('Cached');
    const again = await make('Cached');
    expect(again.report_id).toBe(first.report_id);
    expect([first.report.cache, again.report.cache]).toEqual([
      { hit: false, age_seconds: null },
      { hit: true, age_seconds: expect.any(Number) },
    ]);
    expect((await make('Cached', {}, 'bob')).report_id).not.toBe(first.report_id);
    expect((await make('Cached', { cache: 'bypass' })).report_id).not.toBe(first.report_id);
    expect((await make('Cached', { depth: 'deep' })).report_id).not.toBe(first.report_id);
    expect(sample(await service.scrape(), 'consultantos_cache_hits')).toBe(1);
  });

  it('checks a body that is posted again as before, and says each time how old the analysis is', async () => {
    const wrong = { company: 'Twice', sources: [{ ...SOURCE, id: 'NOT AN ID' }] };
    const answers = [1, 2].map(async () => (await service.post('/analyze', wrong, as('alice'))).status);
    expect(await Promise.all(answers)).toEqual([400, 400]);
    await make('Ages');
    const aged = async () => (await make('Ages')).report.cache.age_seconds;
    expect(await aged()).toBe(0);
    await eventually(async () => (await aged()) === 1);
  });

  it('renews the cache where a client asks for it', async () => {
    const [first, fresh, next] = [
      await make('Renewed'),
      await make('Renewed', { cache: 'refresh' }),
      await make('Renewed'),
    ];
    expect(fresh.report_id).not.toBe(first.report_id);
    expect(next.report_id).toBe(fresh.report_id);
  });

  it('makes one run of many equal requests at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => make('Crowd')));
    expect(new Set(made.map(({ report_id }) => report_id)).size).toBe(1);
    expect((await list('company=crowd')).count).toBe(1);
    const [{ report_id } = { report_id: '' }] = made;
    const lines = await service.logs.until('analysis_completed', 20, (line) => line.report_id === report_id);
    expect(lines.filter(({ cached }) => cached === false)).toHaveLength(1);
  });

  it('forgets a cached analysis whose report was deleted', async () => {
    const { report_id } = await make('Gone');
    expect(
      (await service.get(`/reports/${report_id}`, { method: 'DELETE', headers: as('alice') })).status,
    ).toBe(204);
    expect((await make('Gone')).report_id).not.toBe(report_id);
  });

  it('deletes the source texts with the report', async () => {
    const { report_id } = await make('Erased', {
      sources: [{ ...SOURCE, content: `Secret plan. ${SOURCE.content}` }],
    });
    const stored = () => readdirSync(join(service.dataDir, 'reports'));
    expect(stored()).toContain(`${report_id}.json`);
    await service.get(`/reports/${report_id}`, { method: 'DELETE', headers: as('alice') });
    expect(stored().filter((name) => name.startsWith(report_id))).toEqual([]);
    expect((await get(`/reports/${report_id}`)).status).toBe(404);
    expect(
      (await service.get(`/reports/${report_id}`, { method: 'DELETE', headers: as('alice') })).status,
    ).toBe(404);
  });

  it('shows a client nothing of another, and tells no difference to what never was', async () => {
    const { report_id } = await make('Private');
    const never = '00000000-0000-4000-8000-000000000000';
    const answers = await Promise.all(
      [report_id, never].flatMap((id) =>
        ['', '/download?format=markdown'].map(async (rest) => {
          const answer = await service.get(`/reports/${id}${rest}`, { headers: as('bob') });
          const { request_id: _id, ...body } = (await answer.json()) as Record<string, unknown>;
          return [answer.status, body];
        }),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(404);
    const removal = await service.get(`/reports/${report_id}`, { method: 'DELETE', headers: as('bob') });
    expect(removal.status).toBe(404);
    expect((await get(`/reports/${report_id}`)).status).toBe(200);
  });

  it('gives what Accept or format asks for, and 406 for what it has not', async () => {
    const { report_id } = await make('Formats');
    const type = async (path: string, accept?: string) => {
      const answer = await get(`/reports/${report_id}${path}`, accept === undefined ? {} : { accept });
      return [answer.status, answer.headers.get('content-type')?.split(';')[0]];
    };
    expect(await type('')).toEqual([200, 'application/json']);
    expect(await type('?format=markdown')).toEqual([200, 'text/markdown']);
    expect(await type('', 'text/markdown')).toEqual([200, 'text/markdown']);
    expect(await type('', 'text/markdown;q=0.1, application/json')).toEqual([200, 'application/json']);
    expect(await type('?format=xml')).toEqual([406, 'application/json']);
    expect(await type('', 'application/xml')).toEqual([406, 'application/json']);
    expect((await get(`/reports/${report_id}`)).headers.get('vary')).toContain('Accept');
  });

  it('answers 304 to whoever has it already', async () => {
    const { report_id } = await make('Tagged');
    const etag = (await get(`/reports/${report_id}`)).headers.get('etag') ?? '';
    const other = (await get(`/reports/${report_id}?format=markdown`)).headers.get('etag');
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(other).not.toBe(etag);
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await get(`/reports/${report_id}`, { 'if-none-match': tag });
      expect([answer.status, await answer.text()]).toEqual([304, '']);
      expect(answer.headers.get('x-request-id')).toBeTruthy();
    }
    expect((await get(`/reports/${report_id}`, { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('names a download so that no system stumbles over it', async () => {
    const { report_id } = await make("McDonald's ../ (Société)");
    const answer = await get(`/reports/${report_id}/download?format=markdown`);
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="McDonald-s-Societe-analysis.md"; ' +
        "filename*=UTF-8''McDonald%27s%20..-%20%28Soci%C3%A9t%C3%A9%29%20analysis.md",
    );
  });

  it('pages through reports newest first, stable while new ones come in', async () => {
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1)
      made.unshift((await make('Paged', { metadata: { index: String(index) } })).report_id);
    const first = await list('company=PAGED&limit=2');
    await make('Paged', { metadata: { index: 'late' } });
    const second = await list(`company=Paged&limit=2&cursor=${first.next_cursor ?? ''}`);
    const third = await list(`company=Paged&limit=2&cursor=${second.next_cursor ?? ''}`);
    const seen = [first, second, third].flatMap(({ reports }) => reports.map(({ report_id }) => report_id));
    expect(seen).toEqual(made);
    expect([first.count, third.count, third.next_cursor]).toEqual([2, 1, null]);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=nonsense', 'surprise=1', `company=${'x'.repeat(201)}`])(
    'refuses a list with %s',
    async (query) => {
      const answer = await get(`/reports?${query}`);
      expect(answer.status).toBe(400);
      const { details } = (await answer.json()) as { details: { path: string }[] };
      expect(details[0]?.path).toBe(query.split('=', 1)[0]);
    },
  );

  it('refuses an id that is none', async () => {
    const answer = await get('/reports/..%2f..%2fetc%2fpasswd');
    expect(answer.status).toBe(400);
  });
});

describe('The hourly allowance', () => {
  it('refuses the eleventh analysis of an hour, with Retry-After (case 20)', async () => {
    const service = await createTestApp({ env: { RATE_LIMIT_PER_HOUR: '10' } });
    try {
      const statuses: number[] = [];
      for (let index = 0; index < 10; index += 1)
        statuses.push((await service.post('/analyze', { company: 'Northwind' })).status);
      const refused = await service.post('/analyze', { company: 'Northwind' });
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    } finally {
      await service.close();
    }
  });
});
