import { createHash } from 'node:crypto';
import { ReportStorage } from '../../src/analysis/ports/report-storage.port.js';
import { createTestApp, type TestApp } from '../harness.js';

const API_KEYS = ['alice', 'bob']
  .map((name) => `${name}:${createHash('sha256').update(`${name}-key`).digest('hex')}`)
  .join(',');
const NEVER = '11111111-2222-4333-8444-555555555555';
const SOURCE = { id: 'a', title: 'Plan', content: 'The confidential plan raises revenue by 12 % in 2027.' };
const REQUEST = { company: 'Acme', frameworks: ['swot'], sources: [SOURCE] };

interface Document {
  readonly paths: Record<string, Record<string, unknown>>;
}

/** Every route whose path holds an id; one that is added needs no line here, but one of another kind does. */
describe('What belongs to one client', () => {
  let service: TestApp;
  let routes: (readonly [method: string, path: string])[];
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    service = await createTestApp({ env: { API_KEYS, JOB_CONCURRENCY: '1' } });
    const document = (await (await service.get('/openapi.json')).json()) as Document;
    routes = Object.entries(document.paths)
      .filter(([path]) => path.includes('{') && !path.startsWith('/docs'))
      .flatMap(([path, item]) =>
        ['get', 'post', 'put', 'patch', 'delete']
          .filter((method) => method in item)
          .map((method) => [method, path] as const),
      );
    const made = async (path: string) =>
      (await service.post(path, REQUEST, { 'x-api-key': 'alice-key' })).json() as Promise<
        Record<string, string>
      >;
    ids.reports = (await made('/analyze')).report_id!;
    ids.jobs = (await made('/analyze/async')).job_id!;
  });
  afterAll(() => service.close());

  const asked = async (method: string, path: string, id: string, key = 'bob-key') => {
    const init = { method: method.toUpperCase(), headers: { 'x-api-key': key } };
    const answer = await service.get(path.replace(/\{\w+\}/, id), init);
    const body = (await answer.text()).replaceAll(answer.headers.get('x-request-id') ?? '', 'ID');
    const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    return { status: answer.status, body, headers };
  };

  it('stands behind routes of two kinds, reports and jobs', () => {
    const kinds = routes.map(([, path]) => path.split('/')[1]);
    expect([...new Set(kinds)].sort()).toEqual(['jobs', 'reports']);
    expect(routes.length).toBeGreaterThanOrEqual(6);
  });

  it('looks to every other client as if it never was, at each route, in body and headers', async () => {
    const read = jest.spyOn(service.app.get(ReportStorage), 'get');
    for (const version of ['', '/v1']) {
      for (const [method, path] of routes) {
        const id = ids[path.split('/')[1]!]!;
        const foreign = await asked(method, version + path, id);
        expect([path, foreign.status]).toEqual([path, 404]);
        expect([path, foreign]).toEqual([path, await asked(method, version + path, NEVER)]);
      }
    }
    // The same work, too: what somebody else owns is not even fetched, so that time tells nothing.
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  it('is in no list and no usage of another', async () => {
    for (const path of ['/reports', '/jobs', '/reports?company=Acme', '/usage']) {
      const answer = await service.get(path, { headers: { 'x-api-key': 'bob-key' } });
      const text = await answer.text();
      expect([path, answer.status]).toEqual([path, 200]);
      for (const trace of [ids.reports!, ids.jobs!, 'Acme', 'confidential', 'alice'])
        expect([path, text.includes(trace)]).toEqual([path, false]);
    }
  });

  it('is not reached by the cursor of its owner', async () => {
    await service.post('/analyze', { ...REQUEST, cache: 'refresh' }, { 'x-api-key': 'alice-key' });
    const list = await service.get('/reports?limit=1', { headers: { 'x-api-key': 'alice-key' } });
    const { next_cursor: cursor } = (await list.json()) as { next_cursor: string };
    expect(cursor).toBeTruthy();
    const answer = await service.get(`/reports?cursor=${cursor}`, { headers: { 'x-api-key': 'bob-key' } });
    expect(await answer.json()).toMatchObject({ reports: [], count: 0 });
  });

  it('is whole after all that, for whom it belongs to', async () => {
    for (const [kind, id] of Object.entries(ids))
      expect((await asked('get', `/${kind}/{id}`, id, 'alice-key')).status).toBe(200);
  });
});
