import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { type Family, readExposition } from '../exposition.js';
import { createTestApp, seriesOf, type TestApp } from '../harness.js';
import { dial, exchange, head } from '../raw-http.js';
import { Deeds, ProbeModule } from './probe.module.js';

const SERVICES = ['gemini', 'firestore', 'redis', 'gcs'];
const FRAMEWORKS = ['porter', 'swot', 'pestel', 'blue_ocean'];
const JOBS = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
const PROBES = ['/health/live', '/health/ready', '/health/startup', '/health/detailed', '/health/metrics'];

/** Section 6 of the contract: type, labels, and the closed set of values of each label that has one. */
const PROMISED: Readonly<Record<string, [string, Readonly<Record<string, readonly string[] | null>>]>> = {
  consultantos_requests_total: ['counter', { method: null, route: null }],
  consultantos_requests_success: ['counter', { method: null, route: null }],
  consultantos_requests_failed: ['counter', { method: null, route: null }],
  consultantos_http_request_duration_seconds: ['histogram', { method: null, route: null, status: null }],
  consultantos_execution_duration_seconds: ['histogram', { operation: ['analysis', ...FRAMEWORKS, 'store'] }],
  consultantos_cache_hits: ['counter', {}],
  consultantos_cache_misses: ['counter', {}],
  consultantos_errors_total: [
    'counter',
    {
      error_type: [
        'internal_error',
        'upstream_error',
        'engine_unavailable',
        'overloaded',
        'shutting_down',
        'deadline_exceeded',
        'uncaught_exception',
        'unhandled_rejection',
      ],
    },
  ],
  consultantos_requests_refused_total: [
    'counter',
    { reason: ['body_bytes', 'event_loop_delay', 'memory', 'pending_jobs', 'requests_in_flight'] },
  ],
  consultantos_api_calls_total: ['counter', { service: SERVICES, status: ['success', 'failed'] }],
  consultantos_api_call_duration_seconds: ['histogram', { service: SERVICES }],
  consultantos_api_cost_total: ['counter', { service: ['gemini'], unit: ['USD'] }],
  // Its series follow from the model, and begin where the Gemini engine is set up.
  consultantos_api_tokens_total: ['counter', { service: null, model: null, kind: null }],
  consultantos_jobs_total: ['gauge', { status: JOBS }],
  consultantos_job_transitions_total: ['counter', { status: JOBS }],
  consultantos_health_check_status: ['gauge', { check: ['database', 'cache', 'gemini', 'storage'] }],
  consultantos_circuit_breaker_state: ['gauge', { service: SERVICES }],
  consultantos_framework_usage_total: [
    'counter',
    {
      framework: FRAMEWORKS,
      engine: ['gemini', 'extractive'],
      outcome: ['complete', 'partial', 'insufficient_evidence', 'failed'],
    },
  ],
  consultantos_build_info: ['gauge', { version: null, commit: null, node: null }],
};

const exposition = async (service: TestApp) => readExposition(await service.scrape());
const labelsOf = ({ series }: Family) =>
  new Set(series.flatMap(({ labels }) => Object.keys(labels)).filter((name) => name !== 'le'));

describe('The exposition at the first scrape', () => {
  let service: TestApp;
  let families: Map<string, Family>;

  beforeAll(async () => {
    // A key, so that the model whose tokens are counted is known; nothing is called.
    service = await createTestApp({
      env: { GEMINI_API_KEY: 'a-key-for-nobody', GEMINI_BASE_URL: 'http://127.0.0.1:9' },
    });
    families = await exposition(service);
  });
  afterAll(async () => service.close());

  it('is Prometheus text 0.0.4', async () => {
    const answer = await service.get('/health/metrics');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
  });

  it.each(Object.entries(PROMISED))('has %s with its type and labels', (name, [type, labels]) => {
    const family = families.get(name);
    expect(family).toMatchObject({ type, help: expect.stringMatching(/^[A-Z].*\.$/) });
    if (family!.series.length > 0) expect([...labelsOf(family!)].sort()).toEqual(Object.keys(labels).sort());
  });

  const bounded = Object.entries(PROMISED).filter(([name]) => name !== 'consultantos_api_tokens_total');
  it.each(bounded)('has every series of the closed sets of %s', (name, [, labels]) => {
    const series = families.get(name)!.series.filter((each) => !each.name.endsWith('_bucket'));
    const closed = Object.entries(labels).flatMap(([label, values]) => (values ? [{ label, values }] : []));
    const combinations = closed.reduce<Record<string, string>[]>(
      (sets, { label, values }) => sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value }))),
      [{}],
    );
    for (const combination of combinations)
      expect(series).toContainEqual(
        expect.objectContaining({ labels: expect.objectContaining(combination) }),
      );
  });

  it('has each of them at 0, but for what is true already', () => {
    const states = [
      'consultantos_build_info',
      'consultantos_health_check_status',
      'consultantos_memory_limit_bytes',
      // The loop may have stood still while the application was built.
      'consultantos_event_loop_stalled_seconds_total',
    ];
    const ours = [...families].filter(([name]) => name.startsWith('consultantos_') && !states.includes(name));
    const beyond = ours.flatMap(([, { series }]) => series.filter(({ value }) => value !== 0));
    expect(beyond).toEqual([]);
    expect(families.get('consultantos_build_info')?.series).toEqual([
      {
        name: 'consultantos_build_info',
        labels: { version: '0.1.0', commit: 'unknown', node: process.version },
        value: 1,
      },
    ]);
  });

  it('has what every process and Node have, under the names that prom-client gives', () => {
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
      'nodejs_gc_duration_seconds',
    ])
      expect([name, families.get(name)?.series.length]).toEqual([name, expect.any(Number)]);
  });

  it('has the routes of the API by their patterns, under both forms, and no probe and no page', () => {
    const routes = new Set(
      families.get('consultantos_requests_total')!.series.map(({ labels }) => labels.route),
    );
    for (const route of ['/analyze', '/v1/analyze', '/reports/:id', '/v1/reports/:id', 'unmatched'])
      expect(routes).toContain(route);
    expect([...routes].filter((route) => /^\/(?:health|docs|openapi)/.test(route ?? ''))).toEqual([]);
  });

  it('reaches from 5 ms to 300 s where executions are timed', () => {
    const edges = families
      .get('consultantos_execution_duration_seconds')!
      .series.filter(({ labels }) => labels.operation === 'analysis' && labels.le !== undefined)
      .map(({ labels }) => labels.le);
    expect([edges[0], edges.at(-2), edges.at(-1)]).toEqual(['0.005', '300', '+Inf']);
  });
});

describe('The request counters', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await createTestApp({ imports: [ProbeModule] });
  });
  afterAll(async () => service.close());

  /** What the counters and the histogram gained by some requests, zeros left out. */
  async function gained(work: () => Promise<unknown>, requests: number): Promise<Record<string, number>> {
    const before = await exposition(service);
    const seen = service.logs.of('http_request_completed').length;
    await work();
    await service.logs.until('http_request_completed', seen + requests);
    const after = await exposition(service);
    const gains: Record<string, number> = {};
    for (const [name, { series }] of after) {
      if (!/^consultantos_(?:requests_|http_request_duration)/.test(name)) continue;
      for (const { name: full, labels, value } of series) {
        if (full.endsWith('_bucket') || full.endsWith('_sum')) continue;
        const old = before.get(name)?.series.find((each) => each.name === full && same(each.labels, labels));
        const key = [
          full.replace(/^consultantos_(?:requests_|http_request_duration_seconds_)/, ''),
          ...Object.values(labels),
        ];
        if (value !== old?.value) gains[key.join(' ')] = value - (old?.value ?? NaN);
      }
    }
    return gains;
  }
  const same = (left: object, right: object) => JSON.stringify(left) === JSON.stringify(right);

  it('count a success and its duration under the route’s pattern', async () => {
    const gains = await gained(async () => service.get(`/v1/reports?company=x`), 1);
    expect(gains).toEqual({
      'total GET /v1/reports': 1,
      'success GET /v1/reports': 1,
      'count GET /v1/reports 2xx': 1,
    });
  });

  it('count a mistake of the client as served', async () => {
    const gains = await gained(async () => service.get(`/reports/${randomUUID()}`), 1);
    expect(gains).toEqual({
      'total GET /reports/:id': 1,
      'success GET /reports/:id': 1,
      'count GET /reports/:id 4xx': 1,
    });
  });

  it('count a failure of ours as failed', async () => {
    const gains = await gained(async () => service.get('/probe/throw/error'), 1);
    const route = '/probe/throw/:what';
    expect(gains).toEqual({
      [`total GET ${route}`]: 1,
      [`failed GET ${route}`]: 1,
      [`count GET ${route} 5xx`]: 1,
    });
  });

  it('count what no route serves as unmatched, also what the router itself refuses', async () => {
    const gains = await gained(
      async () =>
        Promise.all(
          ['/nowhere', '/%zz', `/reports/${'a'.repeat(600)}`].map(async (path) => service.get(path)),
        ),
      3,
    );
    expect(gains).toEqual({
      'total GET unmatched': 3,
      'success GET unmatched': 3,
      'count GET unmatched 4xx': 3,
    });
  });

  it('do not count what is asked of the probes and the description, also where nothing is there', async () => {
    const gains = await gained(async () => {
      await Promise.all(
        ['/health', '/health/nothing', '/docs/nothing'].map(async (path) => service.get(path)),
      );
      await service.get('/healthy');
    }, 4);
    expect(gains).toEqual({
      'total GET unmatched': 1,
      'success GET unmatched': 1,
      'count GET unmatched 4xx': 1,
    });
  });

  it('count HEAD, OPTIONS and methods that nobody knows under a bounded set of words', async () => {
    const gains = await gained(async () => {
      await service.get('/engines', { method: 'HEAD' });
      await service.get('/engines', { method: 'OPTIONS' });
      for (const method of ['PROPFIND', 'TRACE', 'MKCOL', 'UNLOCK', 'QUERY'])
        await exchange(service.url, [head(`${method} /engines`)]);
    }, 7);
    expect(gains).toEqual({
      'total HEAD /engines': 1,
      'success HEAD /engines': 1,
      'count HEAD /engines 2xx': 1,
      'total OPTIONS unmatched': 1,
      'success OPTIONS unmatched': 1,
      'count OPTIONS unmatched 4xx': 1,
      'total other unmatched': 5,
      'success other unmatched': 5,
      'count other unmatched 4xx': 5,
    });
  });

  it('count a client that hung up as served, in the class of its 499', async () => {
    const gains = await gained(async () => {
      const waiting = once(service.app.get(Deeds), 'waiting');
      const call = await dial(service.url, head('GET /probe/patient'));
      await waiting;
      call.hangUp();
    }, 1);
    expect(gains).toEqual({
      'total GET /probe/patient': 1,
      'success GET /probe/patient': 1,
      'count GET /probe/patient 4xx': 1,
    });
  });

  it('do not count probes, scrapes and the description of the API', async () => {
    const gains = await gained(async () => {
      for (const path of [...PROBES, '/openapi.json', '/docs'])
        expect((await service.get(path)).status).toBe(200);
      await service.get('/engines');
    }, 3);
    expect(gains).toEqual({
      'total GET /engines': 1,
      'success GET /engines': 1,
      'count GET /engines 2xx': 1,
    });
  });

  it('add up: total is success and failed, and as many durations', async () => {
    const families = await exposition(service);
    const sum = (name: string, suffix = '') =>
      families
        .get(name)!
        .series.filter((each) => each.name === `${name}${suffix}`)
        .reduce((total, { value }) => total + value, 0);
    const total = sum('consultantos_requests_total');
    expect(total).toBeGreaterThan(10);
    expect([
      sum('consultantos_requests_success') + sum('consultantos_requests_failed'),
      sum('consultantos_http_request_duration_seconds', '_count'),
    ]).toEqual([total, total]);
  });
});

describe('The number of series', () => {
  it('is the same after hostile traffic', async () => {
    const service = await createTestApp({ imports: [ProbeModule], env: { RATE_LIMIT_PER_HOUR: '20' } });
    const before = seriesOf(await service.scrape()).sort();
    await hostileTraffic(service);
    expect(seriesOf(await service.scrape()).sort()).toEqual(before);
    await service.close();
  }, 60_000);
});

/** Random paths, methods, headers, bodies, request IDs and companies; things that break, and things that work. */
async function hostileTraffic(service: TestApp): Promise<void> {
  const word = fc.stringMatching(/^[\w./:+=@%~-]{0,30}$/);
  const path = fc.oneof(
    word.map((text) => `/${text}`),
    word.map((text) => `/reports/${text}`),
    word.map((text) => `/v1/analyze/${text}`),
    fc.constantFrom(
      '/engines',
      '/reports',
      '/analyze',
      '/v1/engines',
      '/health/live',
      '/probe/throw/error',
      '/probe/code/overloaded',
      '*',
    ),
  );
  const method = fc.oneof(
    fc.constantFrom(
      'GET',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'LOCK',
      'BIND',
      'M-SEARCH',
    ),
    fc.stringMatching(/^[A-Z]{3,9}$/),
  );
  const request = fc.record({
    method,
    path,
    id: word,
    header: fc.stringMatching(/^[a-z-]{1,20}$/),
    value: word,
    body: fc.json(),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method: verb, path: target, id, header, value, body }) => {
      const headers = [
        `X-Request-ID: ${id}`,
        `x-${header}: ${value}`,
        `Cookie: ${value}`,
        'Content-Type: application/json',
      ];
      const bytes = head(`${verb} ${target}?${value}`, [
        ...headers,
        `Content-Length: ${Buffer.byteLength(body)}`,
      ]);
      await exchange(service.url, [bytes + body], true);
    }),
    { numRuns: 300 },
  );
  const companies = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(companies, fc.string(), async (company, framework) => {
      await service.post('/analyze', { company, frameworks: [framework, 'swot'] });
      await service.post(
        '/analyze',
        { company, metadata: { [framework]: company } },
        { 'idempotency-key': 'x' },
      );
    }),
    { numRuns: 30 },
  );
}

describe('ENABLE_METRICS=false', () => {
  it('answers the scrape 404 in the shape of every error, and counts on', async () => {
    const service = await createTestApp({
      env: { ENABLE_METRICS: 'false', OPS_TOKEN: 'a-token-for-operators' },
    });
    const answer = await service.get('/health/metrics');
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ]);
    expect((await service.get('/engines')).status).toBe(200);
    await service.close();
  });
});
