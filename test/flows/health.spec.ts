import { Module } from '@nestjs/common';
import { ConfigInvalid } from '../../src/config/config.js';
import { CannotStart } from '../../src/errors/errors.js';
import { CheckFailed, Drain, type StartupTask, StartupTaskFor } from '../../src/health/health.js';
import { StartupGate } from '../../src/health/startup-gate.js';
import { hanging, passing, ScriptedCheck } from '../doubles/scripted-check.js';
import { createTestApp, sample, type TestApp, type TestOptions } from '../harness.js';

const TIMEOUT_S = 0.3;
const EACH_PROBE_CHECKS = { HEALTH_CHECK_TIMEOUT: String(TIMEOUT_S), HEALTH_CACHE_TTL: '0' };
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const NUMBER = expect.any(Number) as number;
const gauge = (check: string) => `consultantos_health_check_status{check="${check}"}`;
const refusing = () => Promise.reject(new CheckFailed('refused'));

let running: TestApp | undefined;

async function serve(options: TestOptions = {}): Promise<TestApp> {
  running = await createTestApp({ ...options, env: { ...EACH_PROBE_CHECKS, ...options.env } });
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

type Section = Record<string, Record<string, unknown>>;
interface Body {
  status: string;
  timestamp: string;
  info: Section;
  error: Section;
  details: Section;
}

async function ready(service: TestApp): Promise<Body & { code: number }> {
  const answer = await service.get('/health/ready');
  return { code: answer.status, ...((await answer.json()) as Body) };
}

describe('The probes of a healthy service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp({ env: { COMMIT: '0123abc' } });
  });
  afterAll(() => service.close());

  it('say that it is alive', async () => {
    const answer = await service.get('/health/live');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'alive', timestamp: ISO });
  });

  it('say that it has started', async () => {
    const answer = await service.get('/health/startup');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'started', startup_complete: true, timestamp: ISO });
  });

  it('say that it is ready, and of each check its provider, its criticality and its latency', async () => {
    const { code, ...body } = await ready(service);
    expect(code).toBe(200);
    expect(body).toMatchObject({ status: 'ok', timestamp: ISO, error: {} });
    expect(body.details).toEqual(body.info);
    const { database } = body.details;
    expect(database).toEqual({
      status: 'up',
      provider: 'sqlite',
      criticality: 'critical',
      latency_ms: NUMBER,
    });
    const criticalities = Object.entries(body.details).map(([name, { criticality }]) => [name, criticality]);
    expect(Object.fromEntries(criticalities)).toEqual({
      database: 'critical',
      cache: 'degrading',
      storage: 'degrading',
      gemini: 'degrading',
    });
  });

  it('describe everything on one page', async () => {
    const answer = await service.get('/health/detailed');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'healthy',
      timestamp: ISO,
      probes: { liveness: 'alive', readiness: 'ok', startup: 'started' },
      checks: {
        database: {
          status: 'up',
          provider: 'sqlite',
          criticality: 'critical',
          reason: null,
          latency_ms: NUMBER,
          last_checked: ISO,
          last_changed: ISO,
          history: [{ status: 'up', reason: null, latency_ms: NUMBER, at: ISO }],
        },
        gemini: { reason: 'not_configured' },
      },
      metrics: {
        requests_total: 0,
        requests_failed: 0,
        errors_total: 0,
        cache_hits: 0,
        cache_misses: 0,
        api_cost_usd: 0,
      },
      system: {
        version: '0.1.0',
        commit: '0123abc',
        environment: 'test',
        uptime_seconds: NUMBER,
        node: process.version,
        memory: { rss_mib: NUMBER, heap_used_mib: NUMBER },
        event_loop_delay_ms: { mean: NUMBER, p99: NUMBER, max: NUMBER },
      },
    });
  });

  it('expose the metrics as Prometheus text 0.0.4, process and Node defaults among them', async () => {
    const answer = await service.get('/health/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const types = [...(await answer.text()).matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(types).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'process_open_fds',
        'process_start_time_seconds',
        'nodejs_eventloop_lag_seconds',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_heap_size_used_bytes',
        'nodejs_gc_duration_seconds',
        'nodejs_active_handles',
      ]),
    );
  });

  it('are answered by no versioned path', async () => {
    for (const path of ['live', 'ready', 'startup', 'detailed', 'metrics']) {
      expect((await service.get(`/v1/health/${path}`)).status).toBe(404);
    }
  });
});

it('Metrics that are switched off are not found', async () => {
  const service = await serve({ env: { ENABLE_METRICS: 'false' } });
  const answer = await service.get('/health/metrics');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: 'Not Found', code: 'not_found' });
});

describe('A check of a module of its own', () => {
  const RAW = 'connect ECONNREFUSED ledger.internal:5432 password=hunter2';
  const untilAborted = async (signal: AbortSignal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return undefined;
  };

  it('hides no other, whether it hangs, throws, is late or is in order', async () => {
    const check = (name: string, script: ScriptedCheck['script']) =>
      new ScriptedCheck({ name, provider: 'x', criticality: 'informational' }, script);
    const checks = [
      check('hangs', hanging),
      check('throws', () => {
        throw new Error(RAW);
      }),
      check('fails', () => Promise.reject(new CheckFailed('refused', new Error(RAW)))),
      check('slow', untilAborted),
      check('works', passing),
    ];
    const service = await serve({ imports: checks.map(({ module }) => module) });
    const answer = await service.get('/health/ready');
    const text = await answer.text();
    const { status, details, error } = JSON.parse(text) as Body;
    expect([answer.status, status]).toEqual([200, 'ok']);
    const said = (name: string) => [details[name]?.status, details[name]?.reason];
    expect(said('hangs')).toEqual(['down', 'timeout']);
    expect(said('throws')).toEqual(['down', 'error']);
    expect(said('fails')).toEqual(['down', 'refused']);
    expect(said('slow')).toEqual(['down', 'timeout']);
    expect(said('works')).toEqual(['up', undefined]);
    expect(said('database')).toEqual(['up', undefined]);
    expect(Object.keys(error).sort()).toEqual(['fails', 'hangs', 'slow', 'throws']);
    expect(text).not.toMatch(/ledger|internal|hunter2|ECONN/);
    // The operator reads the cause in the log, once, without the secret.
    const changes = service.logs.of('health_status_changed').filter((line) => line.check === 'throws');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ level: 'WARNING', from: 'unknown', to: 'down', reason: 'error' });
    expect(changes[0]?.error_message).toBe('connect ECONNREFUSED ledger.internal:5432 password=[redacted]');
  });

  it('that hangs delays the answer by its time-out at most, however many hang', async () => {
    const checks = ['one', 'two', 'three'].map(
      (name) => new ScriptedCheck({ name, provider: 'x', criticality: 'critical' }, untilAborted),
    );
    const service = await serve({ imports: checks.map(({ module }) => module) });
    const durations = [];
    for (let probe = 0; probe < 3; probe += 1) {
      const started = performance.now();
      expect((await ready(service)).code).toBe(503);
      durations.push(performance.now() - started);
    }
    // The contract's own figure; the best of three, since the machine may be busy.
    expect(Math.min(...durations)).toBeLessThan(TIMEOUT_S * 1000 + 250);
    expect(checks.map(({ runs }) => runs)).toEqual([4, 4, 4]);
  });

  it('is told of, and not cut off, where a request has less time than a check', async () => {
    const { module } = new ScriptedCheck({ name: 'hangs', provider: 'x', criticality: 'critical' }, hanging);
    const service = await serve({ imports: [module], env: { REQUEST_TIMEOUT: '0.1' } });
    expect(await ready(service)).toMatchObject({ code: 503, error: { hangs: { reason: 'timeout' } } });
  });

  it('has a signal of its own, which fires when its time is over and not before', async () => {
    const hasty = new ScriptedCheck(
      { name: 'hasty', provider: 'x', criticality: 'critical', timeoutSeconds: 0.05 },
      hanging,
    );
    const patient = new ScriptedCheck({ name: 'patient', provider: 'x', criticality: 'critical' });
    const service = await serve({ imports: [hasty.module, patient.module] });
    await ready(service);
    expect(hasty.signals[0]?.aborted).toBe(true);
    expect(patient.signals[0]?.aborted).toBe(false);
  });

  it('that ignores its signal is reported at once from then on, and not started again and again', async () => {
    const check = new ScriptedCheck({ name: 'stuck', provider: 'x', criticality: 'critical' }, hanging);
    const service = await serve({ env: { HEALTH_CHECK_TIMEOUT: '1' }, imports: [check.module] });
    expect(check.runs).toBe(1);
    for (let probe = 0; probe < 20; probe += 1) {
      const { code, error } = await ready(service);
      expect([code, error.stuck?.status, error.stuck?.reason]).toEqual([503, 'down', 'timeout']);
    }
    // The second may start one time-out after the first; twenty probes that each waited would be twenty runs.
    expect(check.runs).toBeLessThanOrEqual(2);
  });

  it('weighs as its module says: critical 503, degrading 200 and degraded, informational nothing', async () => {
    const of = (name: string, criticality: 'critical' | 'degrading' | 'informational') =>
      new ScriptedCheck({ name, provider: 'x', criticality });
    const vital = of('vital', 'critical');
    const useful = of('useful', 'degrading');
    const curious = of('curious', 'informational');
    const service = await serve({ imports: [vital.module, useful.module, curious.module] });
    const statusWith = async (failing: ScriptedCheck) => {
      failing.script = refusing;
      const { code, status } = await ready(service);
      const { status: detailed } = (await (await service.get('/health/detailed')).json()) as Body;
      failing.script = passing;
      return [code, status, detailed];
    };
    expect(await statusWith(vital)).toEqual([503, 'error', 'unhealthy']);
    expect(await statusWith(useful)).toEqual([200, 'degraded', 'degraded']);
    expect(await statusWith(curious)).toEqual([200, 'ok', 'healthy']);
    vital.script = () => Promise.resolve({ degraded: true, reason: 'slow' });
    const { code, status, info } = await ready(service);
    expect([code, status, info.vital?.status, info.vital?.reason]).toEqual([
      200,
      'degraded',
      'degraded',
      'slow',
    ]);
  });

  it('weighs as the operator says, where the operator says something', async () => {
    const check = new ScriptedCheck({ name: 'ledger', provider: 'x', criticality: 'critical' }, refusing);
    const service = await serve({
      imports: [check.module],
      env: { HEALTH_CRITICALITY: 'ledger=degrading,database=informational' },
    });
    const { code, status, error, details } = await ready(service);
    expect([code, status]).toEqual([200, 'degraded']);
    expect(error.ledger?.criticality).toBe('degrading');
    expect(details.database?.criticality).toBe('informational');
  });

  it('may not have the name of another: the boot is refused, and the message says who and what to do', async () => {
    const twin = new ScriptedCheck({ name: 'database', provider: 'x', criticality: 'critical' });
    await expect(serve({ imports: [twin.module] })).rejects.toThrow(
      new CannotStart(
        'Indicator and SqliteHealth both register "database": rename one of them in its decorator.',
      ),
    );
  });

  it('may not have a name that is no word', async () => {
    const check = new ScriptedCheck({ name: 'My Database', provider: 'x', criticality: 'critical' });
    await expect(serve({ imports: [check.module] })).rejects.toThrow(/called "My Database".*snake_case/);
  });

  it('has to exist where the operator names it', async () => {
    await expect(serve({ env: { HEALTH_CRITICALITY: 'databse=critical' } })).rejects.toThrow(ConfigInvalid);
  });
});

describe('A check that changes', () => {
  it('is told once, however often it is asked, and the gauge follows', async () => {
    const check = new ScriptedCheck({ name: 'ledger', provider: 'x', criticality: 'degrading' });
    const service = await serve({ imports: [check.module] });
    const seen: (number | undefined)[] = [];
    for (const script of [
      passing,
      refusing,
      () => Promise.resolve({ degraded: true, reason: 'slow' }),
      passing,
    ]) {
      check.script = script;
      for (let probe = 0; probe < 3; probe += 1) await ready(service);
      seen.push(sample(await service.scrape(), gauge('ledger')));
    }
    expect(seen).toEqual([1, 0, 0.5, 1]);
    const changes = service.logs.of('health_status_changed').filter((line) => line.check === 'ledger');
    expect(changes.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      ['unknown', 'up', undefined],
      ['up', 'down', 'refused'],
      ['down', 'degraded', 'slow'],
      ['degraded', 'up', undefined],
    ]);
    const detailed = (await (await service.get('/health/detailed')).json()) as {
      checks: Record<string, { history: { status: string }[] }>;
    };
    const history = detailed.checks.ledger?.history.map(({ status }) => status).join(' ');
    expect(history).toBe('up up up up down down down degraded degraded degraded up up up up');
  });

  it('and flaps is held steady by failAfter and recoverAfter', async () => {
    const check = new ScriptedCheck({
      name: 'flapping',
      provider: 'x',
      criticality: 'critical',
      failAfter: 3,
      recoverAfter: 2,
    });
    const service = await serve({ imports: [check.module] });
    const codes = [];
    for (const works of [false, false, true, false, false, false, true, false, true, true]) {
      check.script = works ? passing : refusing;
      codes.push((await ready(service)).code);
    }
    expect(codes).toEqual([200, 200, 200, 200, 200, 503, 503, 503, 503, 200]);
  });

  it('runs once for two hundred probes at a time', async () => {
    const check = new ScriptedCheck({ name: 'ledger', provider: 'x', criticality: 'critical' });
    const service = await serve({ imports: [check.module], env: { HEALTH_CACHE_TTL: '300' } });
    const codes = await Promise.all(Array.from({ length: 200 }, async () => (await ready(service)).code));
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(check.runs).toBe(1);
  });

  it('shares a run that is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const check = new ScriptedCheck({ name: 'ledger', provider: 'x', criticality: 'critical' });
    const service = await serve({ imports: [check.module], env: { HEALTH_CHECK_TIMEOUT: '10' } });
    check.script = () => promise;
    const probes = Array.from({ length: 50 }, () => ready(service));
    while (check.runs === 1) await service.get('/health/live');
    expect(check.runs).toBe(2);
    check.script = passing;
    resolve(undefined);
    for (const { code } of await Promise.all(probes)) expect(code).toBe(200);
  });

  describe('no more', () => {
    // Time that ages results passes at the test's word; everything else goes on as ever.
    const TIMERS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const;
    const REST = ['clearImmediate', 'nextTick', 'queueMicrotask', 'Date', 'hrtime'] as const;
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: [...TIMERS, ...REST] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('is unknown once its last good result is too old, and counts as down', async () => {
      const check = new ScriptedCheck({
        name: 'ledger',
        provider: 'x',
        criticality: 'critical',
        failAfter: 99,
      });
      const service = await serve({ imports: [check.module] });
      check.script = refusing;
      expect((await ready(service)).details.ledger?.status).toBe('up');
      jest.advanceTimersByTime(60_000);
      expect(sample(await service.scrape(), gauge('ledger'))).toBe(0);
      const { code, status, error } = await ready(service);
      expect([code, status]).toEqual([503, 'error']);
      expect(error.ledger).toMatchObject({ status: 'down', reason: 'expired' });
      expect(sample(await service.scrape(), gauge('database'))).toBe(1);
    });
  });
});

describe('Liveness', () => {
  it('touches nothing: it answers while every check hangs, and while the service drains', async () => {
    const checks = ['one', 'two'].map(
      (name) => new ScriptedCheck({ name, provider: 'x', criticality: 'critical' }),
    );
    const service = await serve({
      imports: checks.map(({ module }) => module),
      env: { HEALTH_CHECK_TIMEOUT: '60' },
    });
    expect((await service.get('/health/live')).status).toBe(200);
    expect(checks.map(({ runs }) => runs)).toEqual([1, 1]);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    for (const check of checks) check.script = () => promise;
    const pending = ready(service);
    expect((await service.get('/health/live')).status).toBe(200);
    service.app.get(Drain).begin();
    expect((await service.get('/health/live')).status).toBe(200);
    // A draining service waits for no check: while these still hang, readiness answers.
    expect(await ready(service)).toMatchObject({ code: 503, status: 'shutting_down' });
    resolve(undefined);
    await pending;
  });
});

describe('Startup', () => {
  @StartupTaskFor({ name: 'fails_first' })
  class FailsFirst implements StartupTask {
    tries = 0;
    readonly finish = Promise.withResolvers<undefined>();

    async start(): Promise<void> {
      this.tries += 1;
      if (this.tries === 1) throw new Error('not yet');
      await this.finish.promise;
    }
  }
  @Module({ providers: [FailsFirst] })
  class StartupModule {}

  const startup = async (service: TestApp) => {
    const answer = await service.get('/health/startup');
    return [answer.status, await answer.json()];
  };

  it('is complete only after every task, and a task that fails is tried again', async () => {
    const service = await serve({ imports: [StartupModule], start: false });
    const starting = [503, { status: 'starting', startup_complete: false }];
    expect(await startup(service)).toEqual(starting);
    const done = service.app.get(StartupGate).run();
    const task = service.app.get(FailsFirst);
    const [failure] = await service.logs.until('startup_task_failed');
    expect(failure).toMatchObject({ task: 'fails_first', error_message: 'not yet', level: 'ERROR' });
    while (task.tries < 2) await service.get('/health/live');
    expect(await startup(service)).toEqual(starting);
    const notReady = await ready(service);
    expect([notReady.code, notReady.status]).toEqual([503, 'error']);
    expect(notReady.error.startup).toEqual({ status: 'down', reason: 'starting' });
    task.finish.resolve(undefined);
    await done;
    expect(await startup(service)).toEqual([
      200,
      { status: 'started', startup_complete: true, timestamp: ISO },
    ]);
    expect((await ready(service)).code).toBe(200);
    const failures = 'consultantos_errors_total{error_type="startup_task_failed"}';
    expect(sample(await service.scrape(), failures)).toBe(1);
  });

  it('is refused where two tasks have one name', async () => {
    @StartupTaskFor({ name: 'fails_first' })
    class Twin implements StartupTask {
      start = () => Promise.resolve();
    }
    @Module({ providers: [Twin] })
    class TwinModule {}
    await expect(serve({ imports: [StartupModule, TwinModule] })).rejects.toThrow(
      /both register "fails_first"/,
    );
  });
});
