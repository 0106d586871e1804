import { Agent, createServer, request as send } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;
const LOOK_TIMEOUT_MS = 3000;
/** They are said from one connection's end to the other's, and not passed on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding'];

const passedOn = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));

/**
 * A loopback proxy before several processes, as simple as a balancer can be: it sends to those whose readiness is 200,
 * in turn, and to another one where a connection is refused, which is safe since nothing was sent.
 */
export class Balancer {
  #agent = new Agent({ keepAlive: true });
  #ready = new Set();
  #turn = 0;
  #ended = new AbortController();

  constructor(targets) {
    this.targets = targets;
    // A client's idle connection stays open: closing it could cross with its next request.
    const options = { keepAliveTimeout: 0 };
    this.server = createServer(options, (request, response) => void this.#pass(request, response));
    for (const target of targets) void this.#watch(target);
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  async untilReady(target) {
    while (!this.#ready.has(target)) await sleep(20);
  }

  /** One look after the other: an older one that comes back late must not undo what a newer one saw. */
  async #watch(target) {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#look(target);
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(target) {
    const signal = AbortSignal.timeout(LOOK_TIMEOUT_MS);
    const ready = await fetch(`${target}/health/ready`, { signal }).then(
      async (answer) => (await answer.body?.cancel(), answer.ok),
      () => false,
    );
    if (ready) this.#ready.add(target);
    else this.#ready.delete(target);
  }

  async #pass(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    for (const target of this.#choices()) {
      const outcome = await this.#try(target, request, body, response);
      if (outcome !== 'refused') return;
    }
    response.writeHead(502).end();
  }

  /** The ready ones in turn; where none is, all: somebody has to say why. */
  #choices() {
    const ready = this.targets.filter((target) => this.#ready.has(target));
    const list = ready.length > 0 ? ready : this.targets;
    this.#turn += 1;
    return list.map((_, index) => list[(index + this.#turn) % list.length]);
  }

  #try(target, request, body, response) {
    return new Promise((resolve) => {
      const { method, url } = request;
      const headers = { ...passedOn(request.headers), 'content-length': body.length };
      const upstream = send(`${target}${url}`, { method, headers, agent: this.#agent }, (answer) => {
        response.writeHead(answer.statusCode, passedOn(answer.headers));
        answer.pipe(response);
        answer.once('close', () => resolve('answered'));
        answer.once('error', () => response.destroy());
      });
      upstream.once('error', (error) => {
        if (error.code === 'ECONNREFUSED') return resolve('refused');
        response.destroy();
        resolve('broken');
      });
      response.once('close', () => upstream.destroy());
      upstream.end(body);
    });
  }

  close() {
    this.#ended.abort();
    this.#agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }
}
