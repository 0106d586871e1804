import { createHash } from 'node:crypto';
import { AppError } from '../../src/errors/errors.js';
import { AnalysisDesk } from '../../src/analysis/analysis-desk.js';
import { createTestApp, type TestApp } from '../harness.js';

const digest = (key: string) => createHash('sha256').update(key).digest('hex');
const API_KEYS = `alice:${digest('alice-key')},bob:${digest('bob-key')}`;
const OPS_TOKEN = 'the-operators-token';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const SOURCE = {
  id: 'a',
  title: 'Report',
  content: 'Revenue rose by 12 % to $4.1 billion. Competition is intense.',
};
const REQUEST = { company: 'Acme', frameworks: ['swot'], sources: [SOURCE] };
const UUID = /^[0-9a-f-]{36}$/;

describe('A service with API keys', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp({ env: { API_KEYS, OPS_TOKEN } });
  });
  afterAll(() => service.close());

  const analysed = async (key: string) => {
    const answer = await service.post('/analyze', REQUEST, bearer(key));
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { report_id: string }).report_id;
  };

  it.each([
    ['no key', {}],
    ['a wrong key', bearer('mallory-key')],
    ['the digest of a key', bearer(digest('alice-key'))],
    ['the name of a client', { 'x-api-key': 'alice' }],
    ['the ops token', bearer(OPS_TOKEN)],
    ['another scheme', { authorization: `Basic ${Buffer.from('alice:alice-key').toString('base64')}` }],
  ])('refuses %s in the common shape', async (_what, headers) => {
    for (const path of ['/reports', '/v1/reports', '/engines']) {
      const answer = await service.get(path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      const body = (await answer.json()) as Record<string, string>;
      expect(body).toEqual({
        error: 'Unauthorized',
        code: 'unauthorized',
        request_id: expect.stringMatching(UUID) as string,
        message: 'Send an API key as "Authorization: Bearer …".',
      });
      expect(answer.headers.get('x-request-id')).toBe(body.request_id);
    }
  });

  it('takes a key as bearer token or as X-API-Key', async () => {
    for (const headers of [bearer('alice-key'), { 'x-api-key': 'alice-key' }]) {
      expect((await service.get('/reports', { headers })).status).toBe(200);
    }
  });

  it('leaves the probes to everybody', async () => {
    for (const path of ['live', 'ready', 'startup']) {
      expect((await service.get(`/health/${path}`)).status).toBe(200);
    }
  });

  it.each(['/health/detailed', '/health/metrics', '/health/log-level'])(
    'keeps %s to whoever holds the ops token',
    async (path) => {
      for (const headers of [{}, bearer('alice-key'), bearer(`${OPS_TOKEN}x`)]) {
        const answer = await service.get(path, { headers });
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject({
          code: 'unauthorized',
          message: 'Send the ops token as "Authorization: Bearer …".',
        });
      }
      expect((await service.get(path, { headers: bearer(OPS_TOKEN) })).status).toBe(200);
    },
  );

  it('says of a path that does not exist no more than that, with a key and without', async () => {
    for (const headers of [{}, bearer('alice-key')]) {
      expect((await service.get('/nothing', { headers })).status).toBe(404);
    }
  });

  it('shows nobody the reports of another: they look like reports that never were', async () => {
    const id = await analysed('alice-key');
    const never = '11111111-2222-4333-8444-555555555555';
    const asked = async (report: string, path = '', method = 'GET') => {
      const init = { method, headers: bearer('bob-key') };
      const answer = await service.get(`/reports/${report}${path}`, init);
      const { request_id: _id, ...body } = (await answer.json()) as Record<string, unknown>;
      return [answer.status, body];
    };
    for (const [path, method] of [
      ['', 'GET'],
      ['?format=markdown', 'GET'],
      ['/download', 'GET'],
      ['', 'DELETE'],
    ]) {
      const [status, body] = await asked(id, path, method);
      expect(status).toBe(404);
      expect([status, body]).toEqual(await asked(never, path, method));
    }
    const list = await service.get('/reports', { headers: bearer('bob-key') });
    expect(await list.json()).toEqual({ reports: [], next_cursor: null, count: 0 });
    expect((await service.get(`/reports/${id}`, { headers: bearer('alice-key') })).status).toBe(200);
  });

  it('gives nobody the cached analysis of another', async () => {
    await analysed('alice-key');
    const answer = await service.post('/analyze', REQUEST, bearer('bob-key'));
    const { report } = (await answer.json()) as { report: { cache: { hit: boolean } } };
    expect(report.cache.hit).toBe(false);
  });

  it('writes no key and no token to its log', () => {
    expect(service.logs.text).not.toMatch(/alice-key|bob-key|mallory-key|the-operators-token/);
  });
});

describe('A service without API keys', () => {
  it('is open, to whoever presents a key too, and what is made there belongs to all', async () => {
    const service = await createTestApp();
    try {
      const made = await service.post('/analyze', REQUEST, bearer('some-key'));
      const { report_id: id } = (await made.json()) as { report_id: string };
      expect((await service.get(`/reports/${id}`)).status).toBe(200);
      expect((await service.get('/health/detailed')).status).toBe(200);
      expect((await service.get('/health/metrics')).status).toBe(200);
    } finally {
      await service.close();
    }
  });
});

describe('The limit of analyses an hour', () => {
  let service: TestApp | undefined;
  const serve = async (env: Record<string, string>, imports: object[] = []) => {
    service = await createTestApp({ env: { RATE_LIMIT_PER_HOUR: '2', ...env }, imports: imports as never });
    return service;
  };
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });
  const statuses = async (
    limited: TestApp,
    headers: Record<string, string>,
    times: number,
    body: object = REQUEST,
  ) => {
    const seen = [];
    for (let time = 0; time < times; time += 1)
      seen.push((await limited.post('/analyze', body, headers)).status);
    return seen;
  };

  it('counts each client for itself, and says when to come back', async () => {
    const limited = await serve({ API_KEYS });
    expect(await statuses(limited, bearer('alice-key'), 3)).toEqual([200, 200, 429]);
    expect(await statuses(limited, { 'x-api-key': 'bob-key' }, 1)).toEqual([200]);
    const refused = await limited.post('/v1/analyze', REQUEST, bearer('alice-key'));
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(await refused.json()).toMatchObject({
      error: 'Too Many Requests',
      code: 'rate_limited',
      message: `At most 2 analyses an hour; try again in ${seconds} s.`,
    });
  });

  it('is not touched by requests that are refused', async () => {
    const limited = await serve({});
    expect(await statuses(limited, {}, 3, { company: 'A' })).toEqual([400, 400, 400]);
    expect(await statuses(limited, { 'content-type': 'text/html' }, 3)).toEqual([415, 415, 415]);
    expect(await statuses(limited, {}, 3)).toEqual([200, 200, 429]);
    expect((await limited.post('/analyze/estimate', REQUEST)).status).toBe(200);
    expect((await limited.get('/reports')).status).toBe(200);
  });

  it('is not touched by what the service itself could not do', async () => {
    const limited = await serve({});
    const desk = limited.app.get(AnalysisDesk);
    const broken = jest.spyOn(desk, 'analyse').mockRejectedValue(new AppError('overloaded', 'Too much.'));
    expect(await statuses(limited, {}, 3)).toEqual([503, 503, 503]);
    broken.mockRestore();
    expect(await statuses(limited, {}, 3)).toEqual([200, 200, 429]);
  });

  it('is off where it is 0', async () => {
    const limited = await serve({ RATE_LIMIT_PER_HOUR: '0' });
    expect(await statuses(limited, {}, 4)).toEqual([200, 200, 200, 200]);
  });

  it('is not evaded by a forged address', async () => {
    const limited = await serve({});
    for (const [index, status] of [200, 200, 429].entries()) {
      const forged = { 'x-forwarded-for': `203.0.113.${index}` };
      expect((await limited.post('/analyze', REQUEST, forged)).status).toBe(status);
    }
  });

  it('counts by the address that the trusted proxies saw, whatever the client wrote before it', async () => {
    const limited = await serve({ TRUST_PROXY: '1' });
    const from = async (forwarded: string) =>
      (await limited.post('/analyze', REQUEST, { 'x-forwarded-for': forwarded })).status;
    expect(await from('198.51.100.1, 203.0.113.7')).toBe(200);
    expect(await from('198.51.100.2, 203.0.113.7')).toBe(200);
    expect(await from('198.51.100.3, 203.0.113.7')).toBe(429);
    expect(await from('203.0.113.8')).toBe(200);
    // One customer's network is one client, whichever of its addresses speaks.
    expect(await from('2001:db8::1')).toBe(200);
    expect(await from('2001:db8::2')).toBe(200);
    expect(await from('2001:db8::3')).toBe(429);
  });
});
