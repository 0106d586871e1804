import { Agent, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MS = 5;

/**
 * Requests at a fixed rate over keep-alive connections, whether or not those before are answered, and each of them sent
 * once: whatever goes wrong is seen.
 */
export class Load {
  sent = 0;
  #agent = new Agent({ keepAlive: true });
  #underWay = new Set();
  #going = true;

  /**
   * @param next gives request number n: `{ method, path, headers, body }`; with `leaveAfterMs` it hangs up in the answer
   * @param answered is told `(request, { status, headers, body })`; status 0 and `error` where there was none, with `begun` (status, headers) where it was cut off
   */
  constructor({ url, perSecond, deadlineMs, next, answered }) {
    Object.assign(this, { url, perSecond, deadlineMs, next, answered });
    this.begun = performance.now();
    this.sending = this.#sendAll();
  }

  /** Sends no more, and waits for the answers; resolves with the seconds that it sent for. */
  async stop() {
    this.#going = false;
    await this.sending;
    const seconds = (performance.now() - this.begun) / 1000;
    await Promise.all(this.#underWay);
    this.#agent.destroy();
    return seconds;
  }

  async #sendAll() {
    while (this.#going) {
      const due = ((performance.now() - this.begun) / 1000) * this.perSecond;
      while (this.sent < due) this.#begin(this.next((this.sent += 1)));
      await sleep(TICK_MS);
    }
  }

  #begin(request) {
    const done = ask(this.url, request, this.deadlineMs, this.#agent)
      .catch((error) => failure(error))
      .then((answer) => this.answered(request, answer))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}

const failure = ({ code, name, begun }) => ({
  status: 0,
  headers: {},
  body: '',
  error: code ?? name,
  begun,
});

/** One request with one answer. @throws Error where none came in time */
export async function ask(
  url,
  { method = 'GET', path, headers = {}, body, leaveAfterMs },
  deadlineMs,
  agent,
) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const signal = AbortSignal.timeout(deadlineMs);
  const options = { method, headers: { ...headers, ...lengthOf(body) }, agent, signal };
  send(`${url}${path}`, options, resolve).once('error', reject).end(body);
  const answer = await promise;
  const { statusCode: status, headers: told } = answer;
  if (leaveAfterMs === undefined) return { status, headers: told, body: await whole(answer) };
  await sleep(leaveAfterMs);
  answer.destroy();
  return { status, headers: told, body: '' };
}

/** @throws Error which names the answer that had begun */
async function whole(answer) {
  try {
    return await text(answer);
  } catch (error) {
    const { statusCode: status, headers } = answer;
    throw Object.assign(error, { begun: { status, headers } });
  }
}

const lengthOf = (body) => (body === undefined ? {} : { 'content-length': Buffer.byteLength(body) });
