import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import { Drain } from '../../src/health/health.js';
import { StartupGate } from '../../src/health/startup-gate.js';
import { Log } from '../../src/logging/log.js';
import { LogRoot } from '../../src/logging/log-root.js';
import { Shutdown } from '../../src/shutdown/shutdown.js';
import { AudienceOf } from '../../src/access/access.js';
import { eventually } from '../contracts/eventually.js';
import { LogCatcher } from '../log-catcher.js';
import { parseAnswers } from '../raw-http.js';

jest.setTimeout(30_000);

const root = mkdtempSync(join(tmpdir(), 'consultantos-pipelining-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`;

/** What was asked of it, in order; whatever is held waits for `release`. */
class Work {
  readonly begun: string[] = [];
  private readonly held = Promise.withResolvers<undefined>();
  readonly release = () => this.held.resolve(undefined);

  async answer(name: string): Promise<object> {
    this.begun.push(name);
    if (name.startsWith('held')) await this.held.promise;
    return { name };
  }
}

describe('Requests that a client sends before it has its answers', () => {
  let work: Work;
  let app: NestFastifyApplication;
  let logs: LogCatcher;
  let shutdown: Shutdown;
  let socket: Socket;
  let text: string;

  beforeEach(async () => {
    work = new Work();
    const asked = work;
    @Controller('work')
    class WorkController {
      @AudienceOf('public')
      @Get(':name')
      answer(@Param('name') name: string): Promise<object> {
        return asked.answer(name);
      }
    }
    @Module({ controllers: [WorkController] })
    class WorkModule {}
    logs = new LogCatcher();
    const env = {
      ENVIRONMENT: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: mkdtempSync(join(root, 'data-')),
    };
    const config = parseConfig({ ...env, GRACEFUL_SHUTDOWN_TIMEOUT: '3' });
    app = await createApp({ config, destination: logs, imports: [WorkModule] });
    shutdown = new Shutdown(app, Log.named(app.get(LogRoot), 'Service'));
    await app.listen(0, '127.0.0.1');
    await app.get(StartupGate).run();
    socket = connect(Number(new URL(await app.getUrl()).port), '127.0.0.1');
    text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await once(socket, 'connect');
  });
  afterEach(() => socket.destroy());

  const send = async (...paths: readonly string[]) => {
    const before = work.begun.length;
    socket.write(paths.map(get).join(''));
    await eventually(() => work.begun.length === before + paths.length);
  };
  /** Begins to stop, and waits until answers ask their clients to connect elsewhere. */
  const stop = async () => {
    const ended = shutdown.run('SIGTERM');
    await once(app.get(Drain).closing, 'abort');
    return { ended };
  };
  /** The answers of a connection that the service closed. */
  const answers = async () => {
    if (!socket.readableEnded) await once(socket, 'end');
    return parseAnswers(text).map(({ status, headers, body }) => [status, headers.connection, body]);
  };
  const served = (name: string, connection: string) => [200, connection, JSON.stringify({ name })];

  it('are all answered at a shutdown, and the connection closed after the last', async () => {
    await send('/work/held', '/work/second');
    const { ended } = await stop();
    await send('/work/third');
    work.release();
    expect(await ended).toBe(0);
    expect(await answers()).toEqual([
      served('held', 'keep-alive'),
      served('second', 'keep-alive'),
      served('third', 'close'),
    ]);
  });

  it('are not carried out after an answer that closes the connection', async () => {
    const { ended } = await stop();
    // What no route serves is answered before the next one is even read.
    socket.write(get('/nowhere') + get('/work/second'));
    expect(await ended).toBe(0);
    expect(await answers()).toEqual([[404, 'close', expect.any(String)]]);
    expect(work.begun).toEqual([]);
  });

  it('are all refused where they are not done in time', async () => {
    await send('/work/held', '/work/held-too');
    const { ended } = await stop();
    expect(await ended).toBe(1);
    expect(await answers()).toEqual([
      [503, 'keep-alive', expect.stringContaining('shutting_down')],
      [503, 'close', expect.stringContaining('shutting_down')],
    ]);
    expect(logs.of('shutdown_deadline_exceeded')).toMatchObject([{ requests_refused: 2 }]);
  });
});
