import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sample } from '../harness.js';
import { MAIN, ServiceProcess } from '../service-process.js';

jest.setTimeout(90_000);

const SIGNALLED_EARLY = join(__dirname, '../doubles/signalled-early.js');
const OBSTINATE = join(__dirname, '../doubles/obstinate-service.js');
const root = mkdtempSync(join(tmpdir(), 'consultantos-shutdown-'));
const PHASES = ['drain', 'listener', 'workers', 'clients'];
const BODY = JSON.stringify({ company: 'Acme', sources: [] });
const HEAD = `POST /analyze/estimate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n`;

let folders = 0;
const serve = (env: Record<string, string>, script: string = MAIN) =>
  new ServiceProcess({ DATA_DIR: join(root, String((folders += 1))), ...env }, script);

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const portOf = (url: string) => Number(new URL(url).port);

async function dial(url: string): Promise<Socket> {
  const socket = connect(portOf(url), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** A connection on which a request has begun whose body is not complete: in flight until `rest` is written. */
async function halfRequest(
  url: string,
): Promise<{ socket: Socket; rest: () => void; answer: Promise<string> }> {
  const socket = await dial(url);
  // A whole request first, so that the service is sure to have the connection.
  socket.write('GET /health/live HTTP/1.1\r\nHost: here\r\n\r\n');
  await once(socket, 'data');
  socket.write(HEAD + BODY.slice(0, 5));
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const answer = once(socket, 'end').then(() => text);
  answer.catch(() => undefined);
  return { socket, rest: () => socket.write(BODY.slice(5)), answer };
}

/** Resolves once readiness has fallen, with its body. */
async function fallen(url: string): Promise<unknown> {
  for (;;) {
    const answer = await fetch(`${url}/health/ready`);
    if (answer.status === 503) return answer.json();
  }
}

async function untilRefused(url: string): Promise<void> {
  for (;;) {
    try {
      (await dial(url)).destroy();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ECONNREFUSED') return;
      // The kernel's word for a connection that was waiting to be accepted when the listener closed.
      if (code !== 'ECONNRESET') throw error;
    }
  }
}

function get(url: string, agent: Agent): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url, { agent }, (answer) => answer.resume().once('end', () => resolve(answer)))
    .once('error', reject)
    .end();
  return promise;
}

/** Keep-alive clients behind a balancer, which opens no connection any more once it was told to `withdraw`. */
class Crowd {
  readonly statuses: Record<string, number> = {};
  private withdrawn = false;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly url: string,
    size: number,
  ) {
    this.clients = Array.from({ length: size }, () => this.client());
  }

  get answers(): number {
    return Object.values(this.statuses).reduce((sum, count) => sum + count, 0);
  }

  async withdraw(): Promise<void> {
    this.withdrawn = true;
    await Promise.all(this.clients);
  }

  private async client(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (await this.goOn(agent));
    agent.destroy();
  }

  /** One request; false where this client has nothing more to ask. */
  private async goOn(agent: Agent): Promise<boolean> {
    try {
      const { statusCode, headers } = await get(`${this.url}/engines`, agent);
      this.count(String(statusCode));
      return !(this.withdrawn && headers.connection === 'close');
    } catch (error) {
      this.count((error as NodeJS.ErrnoException).code ?? String(error));
      return false;
    }
  }

  private count(outcome: string): void {
    this.statuses[outcome] = (this.statuses[outcome] ?? 0) + 1;
  }
}

it('Of thousands of requests in flight at SIGTERM, none is lost', async () => {
  const service = serve({ SHUTDOWN_DELAY: '4', GRACEFUL_SHUTDOWN_TIMEOUT: '60' });
  const { url } = await service.listening();
  const halves = await Promise.all(Array.from({ length: 1000 }, () => halfRequest(url)));
  const idle = await Promise.all(Array.from({ length: 20 }, () => dial(url)));
  const idleEnds = idle.map((socket) => once(socket.resume(), 'end'));
  const crowd = new Crowd(url, 50);
  while (crowd.answers < 1000) await sleep(5);

  service.kill('SIGTERM');
  expect(await fallen(url)).toMatchObject({ status: 'shutting_down' });
  const live = await fetch(`${url}/health/live`);
  expect([live.status, live.headers.get('connection')]).toEqual([200, 'keep-alive']);
  // The balancer has seen it, and opens no new connections; those that are open serve until the listener closes.
  await crowd.withdraw();
  expect(crowd.statuses).toEqual({ 200: crowd.answers });
  await untilRefused(url);
  await Promise.all(idleEnds);

  for (const { rest } of halves) rest();
  const answers = await Promise.all(halves.map(({ answer }) => answer));
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  }
  expect(await service.exited).toEqual({ code: 0, signal: null });
  const phases = service.logs.of('shutdown_phase');
  expect(phases.map(({ phase }) => phase)).toEqual(PHASES);
  for (const { duration_ms } of phases) expect(duration_ms).toEqual(expect.any(Number));
  expect(Number(phases[0]?.duration_ms)).toBeGreaterThanOrEqual(3990);
  expect(service.stderr).toBe('');
});

it('Those who wait to be accepted when it comes have their answer', async () => {
  const service = serve({ SHUTDOWN_DELAY: '0' });
  const { url } = await service.listening();
  // The kernel takes connections for a process that stands still.
  service.kill('SIGSTOP');
  const sockets = await Promise.all(Array.from({ length: 20 }, () => dial(url)));
  const answers = sockets.map(async (socket) => {
    socket.write('GET /engines HTTP/1.1\r\nHost: service\r\n\r\n');
    return String((await once(socket, 'data'))[0]).split('\r\n')[0];
  });
  service.kill('SIGTERM');
  service.kill('SIGCONT');
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 200 OK']));
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

it('SIGINT ends it in the same order, and one signal that comes twice counts once', async () => {
  const service = serve({});
  await service.listening();
  // As from a terminal under `npm start`: the terminal sends it, and npm passes it on.
  service.kill('SIGINT');
  service.kill('SIGINT');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.logs.of('shutdown_started')).toMatchObject([{ signal: 'SIGINT' }]);
  expect(service.logs.of('shutdown_phase').map(({ phase }) => phase)).toEqual(PHASES);
});

it('With nothing left that keeps the process alive it still goes through every phase, and waits to its deadline', async () => {
  const service = serve({ SHUTDOWN_DELAY: '1' });
  await service.listening();
  service.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.logs.of('shutdown_phase').map(({ phase }) => phase)).toEqual(PHASES);

  // A client whose promise nobody keeps holds no handle: only the deadline's own timer is left.
  const hung = serve({ OBSTINATE: 'never-closed', GRACEFUL_SHUTDOWN_TIMEOUT: '2' }, OBSTINATE);
  await hung.listening();
  hung.kill('SIGTERM');
  expect(await hung.exited).toEqual({ code: 1, signal: null });
  expect(hung.logs.of('shutdown_deadline_exceeded')).toMatchObject([{ level: 'CRITICAL', phase: 'clients' }]);
});

it('A request that is not done in time is refused, and the process ends with code 1', async () => {
  const service = serve({ GRACEFUL_SHUTDOWN_TIMEOUT: '3' });
  const { url } = await service.listening();
  const { answer } = await halfRequest(url);
  service.kill('SIGTERM');
  const text = await answer;
  expect(text).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(text).toMatch(/\r\nconnection: close\r\n/i);
  expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({
    error: 'Service Unavailable',
    code: 'shutting_down',
    request_id: expect.any(String) as string,
  });
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.logs.of('shutdown_deadline_exceeded')).toMatchObject([
    { level: 'CRITICAL', requests_refused: 1, timeout_seconds: 3 },
  ]);
  // What could still be closed in order was.
  expect(service.logs.of('shutdown_phase').map(({ phase }) => phase)).toEqual(PHASES);
});

it('A client that never closes is left behind at the deadline, and METRICS_PORT answers until then', async () => {
  const env = { OBSTINATE: 'never-closed', GRACEFUL_SHUTDOWN_TIMEOUT: '3', METRICS_PORT: '0' };
  const service = serve(env, OBSTINATE);
  const { url, managementUrl } = await service.listening();
  service.kill('SIGTERM');
  await untilRefused(url);
  const ask = async (path: string) => {
    const answer = await fetch(`${managementUrl}${path}`);
    return [answer.status, await answer.text()] as const;
  };
  await service.logs.until('shutdown_phase', 3);
  expect((await ask('/health/live'))[0]).toBe(200);
  const [status, body] = await ask('/health/ready');
  expect([status, (JSON.parse(body) as { status: string }).status]).toEqual([503, 'shutting_down']);
  expect((await ask('/metrics'))[1]).toContain('consultantos_build_info');
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.logs.of('shutdown_deadline_exceeded')).toMatchObject([
    { level: 'CRITICAL', phase: 'clients' },
  ]);
});

it('What blocks the process past the deadline, so that no timer tells of it, makes the code 1 all the same', async () => {
  const service = serve({ OBSTINATE: 'blocks-at-close', GRACEFUL_SHUTDOWN_TIMEOUT: '2' }, OBSTINATE);
  await service.listening();
  service.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 1, signal: null });
  const verdict = { level: 'CRITICAL', phase: 'clients', phases: ['clients'], timeout_seconds: 2 };
  expect(service.logs.of('shutdown_deadline_exceeded')).toMatchObject([verdict]);
});

it('A second signal ends it at once, with code 1', async () => {
  const service = serve({ GRACEFUL_SHUTDOWN_TIMEOUT: '3600' });
  const { url } = await service.listening();
  const { socket } = await halfRequest(url);
  socket.on('error', () => undefined);
  service.kill('SIGTERM');
  const again = setInterval(() => service.kill('SIGTERM'), 100);
  await service.exited;
  clearInterval(again);
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.logs.of('shutdown_abandoned')).toMatchObject([
    { level: 'CRITICAL', phase: 'listener', signal: 'SIGTERM' },
  ]);
});

describe.each([
  ['exception', 'uncaught_exception'],
  ['rejection', 'unhandled_rejection'],
])('What nobody caught (%s)', (kind, event) => {
  it.each([
    ['in a request, with its ID', 'order-9'],
    ['outside any request', undefined],
  ])(
    'is told at CRITICAL without its secret and counted, %s, and ends it in order with code 1',
    async (_where, id) => {
      const service = serve({ OBSTINATE: kind, METRICS_PORT: '0' }, OBSTINATE);
      const { url, managementUrl } = await service.listening();
      const { rest, answer } = await halfRequest(url);
      const asked = id === undefined ? null : fetch(`${url}/careless`, { headers: { 'x-request-id': id } });
      if (!asked) service.kill('SIGUSR2');
      const line = await service.first(event);
      expect(line).toMatchObject({ level: 'CRITICAL', error_type: 'Error' });
      expect(line.request_id).toBe(id);
      expect(line.error_message).toMatch(/^Nobody caught this/);
      const refused = await asked;
      expect(refused?.status).toBe(id === undefined ? undefined : 500);
      expect(((await refused?.json()) as { request_id: string } | undefined)?.request_id).toBe(id);
      // Whoever else was waiting is served, and the last scrape shows what happened.
      const exposition = await (await fetch(`${managementUrl}/metrics`)).text();
      expect(sample(exposition, `consultantos_errors_total{error_type="${event}"}`)).toBe(1);
      rest();
      expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(await service.exited).toEqual({ code: 1, signal: null });
      expect(service.logs.of(event)).toHaveLength(1);
      expect(service.logs.text + service.stderr).not.toContain('hidden-secret');
      expect(service.logs.of('shutdown_phase').map(({ phase }) => phase)).toEqual(PHASES);
    },
  );
});

it('A signal while the startup tasks run ends them and the process', async () => {
  const service = serve({ OBSTINATE: 'never-started' }, OBSTINATE);
  const { url } = await service.listening();
  expect((await fetch(`${url}/health/startup`)).status).toBe(503);
  service.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.logs.of('startup_completed')).toEqual([]);
});

it('A defect at the start is one line of the log without secrets, and exit code 1', async () => {
  const service = serve({ OBSTINATE: 'never-built' }, OBSTINATE);
  expect(await service.exited).toEqual({ code: 1, signal: null });
  const [line] = service.logs.of('start_failed');
  expect(line).toMatchObject({ level: 'CRITICAL', logger: 'Service', error_type: 'Error' });
  expect(line?.error_message).toMatch(/^Nobody caught this/);
  expect(service.logs.text + service.stderr).not.toContain('hidden-secret');
});

it('A signal while its modules are being loaded is not lost', async () => {
  const service = serve({}, SIGNALLED_EARLY);
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

it('A signal while it is being built ends the process', async () => {
  const folder = join(root, 'built');
  const service = new ServiceProcess({ DATA_DIR: folder });
  while (!existsSync(join(folder, 'consultantos.db'))) await sleep(2);
  service.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.stderr).toBe('');
});
