import { EventEmitter, once } from 'node:events';
import { pbkdf2, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs';
import { readFile as readFilePromise } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { gzip } from 'node:zlib';
import { Body, Controller, Get, Injectable, Module, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../../src/errors/errors.js';
import { Log } from '../../src/logging/log.js';
import { RequestContext } from '../../src/request-context/request-context.js';
import { signalOf } from '../../src/request-context/request-signal.js';

/** Ways through which code goes on later, each of which could lose the request it belongs to. */
export const HOPS: Readonly<Record<string, () => Promise<unknown>>> = {
  await: async () => Promise.resolve(),
  timer: async () => sleep(1),
  callback_timer: async () => new Promise<void>((done) => setTimeout(done, 1)),
  interval: async () =>
    new Promise<void>((done) => {
      const timer = setInterval(() => {
        clearInterval(timer);
        done();
      }, 1);
    }),
  immediate: async () => new Promise<void>((done) => setImmediate(done)),
  next_tick: async () => new Promise<void>((done) => process.nextTick(done)),
  microtask: async () => new Promise<void>((done) => queueMicrotask(done)),
  file: async () => readFilePromise(__filename),
  file_callback: async () => new Promise<void>((done) => readFile(__filename, () => done())),
  thread_pool: async () => promisify(pbkdf2)('a', 'b', 10, 16, 'sha256'),
  random: async () => promisify(randomBytes)(16),
  compression: async () => promisify(gzip)('text'),
  stream: async () => Readable.from(['a', 'b']).toArray(),
  event: async () => {
    const emitter = new EventEmitter();
    setTimeout(() => emitter.emit('done'), 1);
    await once(emitter, 'done');
  },
  socket: async () => {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await (await fetch(`http://127.0.0.1:${port}`).catch(() => undefined))?.text();
    server.close();
  },
  worker_thread: async () => {
    const worker = new Worker('require("worker_threads").parentPort.postMessage(1)', { eval: true });
    await once(worker, 'message');
    await worker.terminate();
  },
};
/** Those that a thousand requests can take at once. */
const LIGHT = ['timer', 'file', 'immediate', 'event', 'random', 'callback_timer', 'stream'] as const;

/** Things that are not errors, or errors that defend themselves against being read. */
export const THROWN: Readonly<Record<string, () => unknown>> = {
  error: () => new Error('The ledger is out of balance'),
  type_error: () => new TypeError('x is not a function'),
  string: () => 'just a string',
  undefined: () => undefined,
  null: () => null,
  number: () => 42,
  object: () => ({ reason: 'none', api_key: 'sk-0123456789abcdefghij' }),
  bare_object: () => Object.create(null) as unknown,
  frozen: () => Object.freeze(new Error('frozen')),
  hostile: () =>
    Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('not to be read');
      },
    }),
  circular: () => {
    const error = new Error('circular');
    error.cause = error;
    return error;
  },
  upstream_404: () => Object.assign(new Error('upstream says no'), { statusCode: 404, code: 404 }),
  upstream_401: () => Object.assign(new Error('upstream key is wrong'), { status: 401, statusCode: 401 }),
  path: () => new Error("ENOENT: no such file or directory, open '/srv/my data/reports/a.json'"),
  secret: () => new Error('Call to https://host/x?key=AIzaSyA1234567890abcdefghijklmnopqrstuv failed'),
};

/** What the test controller did, for tests to wait on. */
@Injectable()
export class Deeds extends EventEmitter {}

/** Routes of a test: echoes, failures, and slow work. */
@Controller('probe')
export class ProbeController {
  constructor(
    private readonly context: RequestContext,
    private readonly log: Log,
    private readonly deeds: Deeds,
  ) {}

  /** Takes every hop, says after each one in which request it is, and says it once more after the answer. */
  @Get('hops')
  async hops(): Promise<Record<string, string | undefined>> {
    const seen: Record<string, string | undefined> = {};
    for (const [hop, take] of Object.entries(HOPS)) {
      await take();
      seen[hop] = this.context.requestId;
      this.log.info('probe_hop', { hop });
    }
    setTimeout(() => this.log.info('probe_afterwards'), 20);
    return seen;
  }

  /** Takes some hops in an order and at a pace of its own. */
  @Get('wander')
  async wander(@Query('seed') seed: string): Promise<(string | undefined)[]> {
    const seen = [];
    for (let step = 0; step < 5; step += 1) {
      await sleep((Number(seed) * (step + 3)) % 7);
      await HOPS[LIGHT[(Number(seed) + step) % LIGHT.length]!]!();
      seen.push(this.context.requestId);
      this.log.info('probe_wandered', { step });
    }
    return seen;
  }

  @Post('echo')
  echo(@Body() body: unknown): { request_id: string | undefined; body: unknown } {
    this.log.info('probe_echo');
    return { request_id: this.context.requestId, body };
  }

  /** Throws, at once or after a while. */
  @Get('throw/:what')
  async throw(@Param('what') what: string, @Query('after') after?: string): Promise<never> {
    if (after !== undefined) await sleep(Number(after));
    throw THROWN[what]!();
  }

  @Get('code/:code')
  code(@Param('code') code: ErrorCode, @Query('bare') bare?: string): never {
    const known = { retryAfterSeconds: 7, cause: new Error('the reason') };
    throw new AppError(code, `This is ${code}.`, bare === undefined ? known : {});
  }

  /** Fails after it has named what it was going to send. */
  @Get('half-made')
  async halfMade(@Res({ passthrough: true }) reply: FastifyReply): Promise<never> {
    void reply.headers({ ETag: '"x"', 'Content-Disposition': 'attachment', 'Content-Type': 'text/html' });
    void reply.headers({ 'Cache-Control': 'public, max-age=3600', 'Content-Length': '5' });
    await sleep(1);
    throw new Error('It broke on the way');
  }

  @Get('stream/:how')
  stream(@Param('how') how: string): Readable {
    return Readable.from(
      (async function* () {
        if (how === 'at-once') throw new Error('The stream broke before its first byte');
        yield 'the first half';
        await sleep(1);
        if (how === 'midway') throw new Error('The stream broke midway');
        yield ', and the second';
      })(),
      { objectMode: false },
    );
  }

  /** Writes past Fastify, and then throws. */
  @Get('raw')
  raw(@Res() reply: FastifyReply): never {
    reply.raw.write('half an answer');
    throw new Error('After the first byte');
  }

  /** Works until its request is given up. */
  @Get('patient')
  async patient(@Req() request: FastifyRequest): Promise<never> {
    return this.wait(request);
  }

  @Post('patient')
  async patientPost(@Req() request: FastifyRequest): Promise<never> {
    return this.wait(request);
  }

  private async wait(request: FastifyRequest): Promise<never> {
    const signal = signalOf(request);
    this.deeds.emit('waiting', request.id);
    try {
      await sleep(60_000, undefined, { signal });
    } catch (error) {
      this.log.info('probe_given_up', { reason: (signal.reason as Error).message });
      this.deeds.emit('given up', request.id);
      throw error;
    }
    throw new Error('Nobody gave it up');
  }
}

@Module({ controllers: [ProbeController], providers: [Deeds] })
export class ProbeModule {}
