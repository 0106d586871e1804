import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Controller, Get, Injectable, Module, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { createApp } from '../../src/app.js';
import { JobRepository } from '../../src/analysis/ports/job-repository.port.js';
import { parseConfig } from '../../src/config/config.js';
import { StartupGate } from '../../src/health/startup-gate.js';
import { Log } from '../../src/logging/log.js';
import { LogRoot } from '../../src/logging/log-root.js';
import { Shutdown, Workers } from '../../src/shutdown/shutdown.js';
import { eventually } from '../contracts/eventually.js';
import { describeWith } from '../doubles/describe-with.js';
import * as gemini from '../doubles/gemini-server.js';
import type { JobView } from '../doubles/job-client.js';
import { RedisServer } from '../doubles/redis-server.js';
import { LogCatcher } from '../log-catcher.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const SECONDS = 5;
/** A timer fires late on a busy machine. */
const JITTER_MS = 250;
const PHASES = ['drain', 'listener', 'workers', 'clients'];
const HANGING = new Promise<never>(() => undefined);
const root = mkdtempSync(join(tmpdir(), 'consultantos-hangs-'));
let folders = 0;
const newFolder = () => join(root, String((folders += 1)));
afterAll(() => rmSync(root, { recursive: true, force: true }));

@Injectable()
class NeverStopped {
  constructor(workers: Workers) {
    workers.register(() => HANGING);
  }
}
@Injectable()
class FailsToStop {
  constructor(workers: Workers) {
    workers.register(() => Promise.reject(new Error('It cannot be stopped')));
  }
}
class NeverSaysGoodbye {
  beforeApplicationShutdown = () => HANGING;
}
class NeverClosed {
  onApplicationShutdown = () => HANGING;
}
/** Sees in its turn whether what comes after a phase that hangs is still closed. */
class Last {
  closed = false;
  onApplicationShutdown(): void {
    this.closed = true;
  }
}
@Controller('hanging')
class HangingController {
  @Get('answer')
  answer(): Promise<never> {
    return HANGING;
  }

  /** More than the buffers of a loopback connection hold. */
  @Get('flood')
  flood(@Res() reply: FastifyReply): void {
    void reply.send(Buffer.alloc(32 * 1024 * 1024));
  }
}

const send = async (url: string, path: string): Promise<Socket> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`);
  return socket;
};

interface Hang {
  readonly what: string;
  readonly providers?: readonly Type[];
  /** Makes it hang once the service runs; gives the connections that it opened. */
  readonly begin?: (url: string, repository: JobRepository) => Promise<Socket[]> | undefined;
  readonly silent?: boolean;
  readonly overrun: readonly string[];
  readonly code: 0 | 1;
  /** Whether the rest is closed all the same. */
  readonly closed?: boolean;
}

const TABLE: readonly Hang[] = [
  { what: 'nothing', overrun: [], code: 0 },
  {
    what: 'a keep-alive client',
    begin: async (url) => {
      const socket = await send(url, '/health/live');
      await once(socket, 'data');
      return [socket];
    },
    overrun: [],
    code: 0,
  },
  {
    what: 'a request without an answer',
    begin: async (url) => [await send(url, '/hanging/answer')],
    overrun: ['listener'],
    code: 1,
  },
  {
    what: 'a client that does not read its answer',
    begin: async (url) => {
      const socket = await send(url, '/hanging/flood');
      socket.pause();
      await once(socket, 'readable');
      return [socket];
    },
    overrun: ['listener'],
    code: 1,
  },
  { what: 'a worker', providers: [NeverStopped], overrun: ['workers'], code: 1 },
  { what: 'a worker that fails to stop', providers: [FailsToStop], overrun: [], code: 1 },
  {
    what: 'a register that does not answer',
    begin: (_url, repository) => {
      repository.ready = () => HANGING;
      return undefined;
    },
    overrun: [],
    code: 0,
  },
  {
    what: 'the goodbye of a client',
    providers: [NeverSaysGoodbye],
    overrun: ['clients'],
    code: 1,
    closed: false,
  },
  { what: 'the close of a client', providers: [NeverClosed], overrun: ['clients'], code: 1 },
  {
    what: 'a worker and a client',
    providers: [NeverStopped, NeverClosed],
    begin: async (url) => [await send(url, '/hanging/answer')],
    overrun: ['listener', 'workers', 'clients'],
    code: 1,
  },
  { what: 'the reader of the log', silent: true, overrun: [], code: 0 },
];

/** A log that is never drained, unless it is given up as it is told to be. */
class StalledLog extends LogCatcher {
  drained = async (limitMs: number) => new Promise<void>((resolve) => setTimeout(resolve, limitMs));
}

async function build({ providers = [], silent = false }: Hang) {
  @Module({ controllers: [HangingController], providers: [Last, ...providers] })
  class HangingModule {}
  const logs = silent ? new StalledLog() : new LogCatcher();
  const env = { ENVIRONMENT: 'test', HOST: '127.0.0.1', PORT: '0', DATA_DIR: newFolder() };
  const config = parseConfig({ ...env, GRACEFUL_SHUTDOWN_TIMEOUT: String(SECONDS) });
  const app = await createApp({ config, destination: logs, imports: [HangingModule] });
  const shutdown = new Shutdown(app, Log.named(app.get(LogRoot), 'Service'));
  await app.listen(0, '127.0.0.1');
  await app.get(StartupGate).run();
  return { app, logs, shutdown, url: await app.getUrl() };
}

interface Outcome {
  readonly code: 0 | 1;
  readonly ms: number;
  readonly closed: boolean;
  readonly logs: LogCatcher;
}

async function outcomeOf({ app, logs, shutdown }: Awaited<ReturnType<typeof build>>): Promise<Outcome> {
  const begun = performance.now();
  const code = await shutdown.run('SIGTERM');
  const { closed } = app.get(Last, { strict: false });
  return { code, ms: performance.now() - begun, closed, logs };
}

describe('On the way out', () => {
  const outcomes = new Map<string, Outcome>();

  // All at the same time: each may take as long as it is allowed to.
  beforeAll(async () => {
    const services = [];
    for (const hang of TABLE) services.push({ hang, service: await build(hang) });
    const sockets: Socket[] = [];
    for (const { hang, service } of services) {
      const repository = service.app.get(JobRepository, { strict: false });
      sockets.push(...((await hang.begin?.(service.url, repository)) ?? []));
    }
    const ends = services.map(async ({ hang, service }) => outcomes.set(hang.what, await outcomeOf(service)));
    await Promise.all(ends);
    for (const socket of sockets) socket.destroy();
  });

  it.each(TABLE)(
    'with $what in the way it ends before the deadline, with code $code, and names $overrun',
    ({ what, code, overrun, closed = true }) => {
      const { logs, ...end } = outcomes.get(what)!;
      expect(end.ms).toBeLessThan(1000 * SECONDS + JITTER_MS);
      expect(end).toMatchObject({ code, closed });
      const phases = [...logs.of('shutdown_phase'), ...logs.of('shutdown_failed')];
      expect(phases.map(({ phase }) => phase).sort()).toEqual([...PHASES].sort());
      expect(phases.filter((line) => line.overrun).map(({ phase }) => phase)).toEqual(overrun);
      const verdict = { level: 'CRITICAL', phase: overrun[0], phases: overrun };
      expect(logs.of('shutdown_deadline_exceeded')).toMatchObject(overrun.length > 0 ? [verdict] : []);
    },
  );
});

/** A model that answers nothing, for the tests of a group; the processes that ask it end before it does. */
function hangingModel() {
  const held = {} as { model: gemini.GeminiServer };
  beforeAll(async () => {
    held.model = await gemini.GeminiServer.start();
    held.model.always('*', gemini.hang);
  });
  afterAll(async () => {
    await ServiceProcess.endAll();
    await held.model.close();
  });
  return held;
}

describe('With jobs that wait and a request that never becomes whole', () => {
  const upstream = hangingModel();

  // Jobs are given back when it gets late: taken again at once, they kept the process busy for ever.
  it('the process ends in time, and the jobs wait for the next one', async () => {
    const folder = newFolder();
    const limits = { GRACEFUL_SHUTDOWN_TIMEOUT: String(SECONDS), JOB_CONCURRENCY: '1' };
    const service = new ServiceProcess({ ...upstream.model.env, ...limits, DATA_DIR: folder });
    const { url } = await service.listening();
    const headers = { 'content-type': 'application/json' };
    for (let number = 0; number < 20; number += 1) {
      const body = JSON.stringify({ company: `Northwind ${number}`, frameworks: ['swot'] });
      await fetch(`${url}/analyze/async`, { method: 'POST', headers, body });
    }
    await service.first('job_started');
    const half = connect(Number(new URL(url).port), '127.0.0.1');
    half.write(
      'POST /analyze HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await eventually(async () =>
      (await (await fetch(`${url}/jobs?status=pending`)).text()).includes('pending'),
    );
    const begun = performance.now();
    service.kill('SIGTERM');
    const { code } = await service.exited;
    half.destroy();
    expect(performance.now() - begun).toBeLessThan(1000 * SECONDS + JITTER_MS);
    expect(code).toBe(1);
    expect(service.logs.of('shutdown_deadline_exceeded')).toMatchObject([{ phases: ['listener'] }]);
    expect(service.logs.of('job_started')).toHaveLength(1);
    expect(service.logs.of('job_returned')).toHaveLength(1);
  });
});

describe('With SQLite locked by another process', () => {
  const upstream = hangingModel();

  const JOBS = 40;
  const REQUESTS = 60;
  const CROWD = { JOB_CONCURRENCY: String(JOBS), GEMINI_MAX_CONCURRENCY: '100' };

  // At the end each job is given back and each request made a job: if each waited for the lock, on the main thread, it
  // would take ten seconds, in which not even the deadline's timers had their turn.
  it('running jobs and waiting requests do not keep the process beyond its deadline', async () => {
    const folder = newFolder();
    const env = { GRACEFUL_SHUTDOWN_TIMEOUT: String(SECONDS), DATA_DIR: folder };
    const service = new ServiceProcess({ ...upstream.model.env, ...CROWD, ...env });
    const { url } = await service.listening();
    const order = (path: string, company: string) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ company, depth: 'quick', frameworks: ['swot'] }),
      });
    for (let number = 0; number < JOBS; number += 1) await order('/analyze/async', `Northwind ${number}`);
    await service.logs.until('job_started', JOBS);
    const answers = Array.from({ length: REQUESTS }, (_, number) => order('/analyze', `Acme ${number}`));
    await service.logs.until('analysis_request_received', JOBS + REQUESTS);

    const other = new DatabaseSync(join(folder, 'consultantos.db'));
    other.exec('BEGIN EXCLUSIVE');
    const begun = performance.now();
    service.kill('SIGTERM');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    const { code } = await service.exited;
    expect(performance.now() - begun).toBeLessThan(1000 * SECONDS + JITTER_MS);
    other.close();
    expect(statuses).toEqual(Array(REQUESTS).fill(503));
    expect(code).toBe(0);
    expect(service.logs.of('shutdown_phase').map(({ phase }) => phase)).toEqual(PHASES);
    // Nothing is lost with what could not be written: the next process finds the jobs as this one began them.
    const next = new ServiceProcess({ ...upstream.model.env, ...CROWD, DATA_DIR: folder });
    await next.listening();
    expect(await next.logs.until('job_started', JOBS)).toHaveLength(JOBS);
  });
});

describeWith('redis-server', 'With Redis that hangs, a job, streams and idle clients all at once', () => {
  let redis: RedisServer;
  let upstream: gemini.GeminiServer;
  beforeAll(async () => {
    [redis, upstream] = await Promise.all([RedisServer.start(), gemini.GeminiServer.start()]);
    upstream.always('*', gemini.hang);
  });
  let sockets: Socket[];
  afterEach(async () => {
    redis.resume();
    for (const socket of sockets) socket.destroy();
    await ServiceProcess.endAll();
  });
  afterAll(async () => {
    await redis.close();
    await upstream.close();
  });

  const ORDER = {
    company: 'Northwind',
    depth: 'quick',
    frameworks: ['swot'],
    sources: [{ id: 'a', title: 'Report', content: 'Our brand is strong.' }],
  };
  const T = 8;
  const env = { CACHE: 'redis', QUEUE: 'redis', GRACEFUL_SHUTDOWN_TIMEOUT: String(T) };

  /** A service in the middle of all that can hold up its end. */
  async function busy(more: Record<string, string> = {}) {
    const folder = { DATA_DIR: newFolder(), REDIS_URL: redis.url };
    const service = new ServiceProcess({ ...env, ...folder, ...upstream.env, ...more });
    const { url } = await service.listening();
    await service.first('startup_completed');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/analyze/async`, {
      method: 'POST',
      headers,
      body: JSON.stringify(ORDER),
    });
    const { job_id: id } = (await answer.json()) as JobView;
    await service.first('job_started');
    const stream = (await send(url, `/jobs/${id}/events`)).pause();
    const idle = await send(url, '/health/live');
    await once(idle, 'data');
    await once(stream, 'readable');
    redis.pause();
    sockets = [stream, idle];
    return { service, id };
  }

  it('the process ends in time, in order, and the job waits for the next one', async () => {
    const { service, id } = await busy();
    const begun = performance.now();
    service.kill('SIGTERM');
    const { code } = await service.exited;
    expect(performance.now() - begun).toBeLessThan(1000 * T + JITTER_MS);
    const phases = service.logs.of('shutdown_phase');
    expect(phases.map(({ phase }) => phase)).toEqual(PHASES);
    expect(phases.filter(({ overrun }) => overrun)).toEqual([]);
    expect(code).toBe(0);
    expect(service.logs.of('job_returned')).toMatchObject([{ job_id: id }]);
    expect(service.logs.of('unhandled_rejection')).toEqual([]);
  });

  it('a second signal ends it at once', async () => {
    const { service } = await busy({ GRACEFUL_SHUTDOWN_TIMEOUT: '3600' });
    service.kill('SIGTERM');
    await service.logs.until('shutdown_phase', 2);
    // Later than the time in which two count as one.
    const again = setInterval(() => service.kill('SIGINT'), 100);
    await eventually(() => service.logs.of('shutdown_abandoned').length > 0);
    const heard = performance.now();
    const { code } = await service.exited;
    clearInterval(again);
    expect(performance.now() - heard).toBeLessThan(1000);
    expect(code).toBe(1);
    expect(service.logs.of('shutdown_abandoned')).toMatchObject([{ level: 'CRITICAL', phase: 'workers' }]);
  });
});
