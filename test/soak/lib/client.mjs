import { setTimeout as sleep } from 'node:timers/promises';

/** A document in which the engines find something. */
export const SOURCE = {
  id: 'a',
  title: 'Report',
  content:
    'Our brand is strong in every region. Two suppliers sell all of our chips. Rivals cut their prices again this year. ' +
    'A new law limits what we may import. Customers ask for longer contracts than before.',
};
/** On top of what the service allows itself: the machine is busy. */
const GRACE_MS = 2500;
const PAUSE_MS = 200;

/** A client that asks until it is told yes, under one key for each job, and counts what it was told meanwhile. */
export class Client {
  /** The id of each accepted job by its number. */
  accepted = new Map();
  requests = 0;
  /** By status; 0 where the connection broke. */
  answers = {};
  /** No answer within the service's own deadline. */
  overdue = 0;
  slowestMs = 0;

  /** @param deadlineMs REQUEST_TIMEOUT of the service */
  constructor(url, deadlineMs) {
    this.url = url;
    this.deadlineMs = deadlineMs;
  }

  async order(number, frameworks = ['swot', 'pestel']) {
    const body = JSON.stringify({ company: `Soak ${number}`, frameworks, depth: 'quick', sources: [SOURCE] });
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': `soak-${number}`,
      'x-request-id': `soak-${number}`,
    };
    for (;;) {
      const answer = await this.ask('/analyze/async', { method: 'POST', headers, body });
      if (answer.status === 202) return void this.#accept(number, answer.body.job_id);
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 409)
        throw new Error(`Job ${number}: ${answer.status} ${JSON.stringify(answer.body)}`);
      await sleep(PAUSE_MS);
    }
  }

  /** The answer, or status 0 where the connection broke. */
  async ask(path, init = {}) {
    const begun = performance.now();
    this.requests += 1;
    const answer = await this.#fetch(path, init);
    this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
    this.answers[answer.status] = (this.answers[answer.status] ?? 0) + 1;
    return answer;
  }

  /** Asks again until the answer is 200. */
  async read(path) {
    for (;;) {
      const answer = await this.ask(path);
      if (answer.status === 200) return answer.body;
      await sleep(PAUSE_MS);
    }
  }

  async #fetch(path, init) {
    try {
      const signal = AbortSignal.timeout(this.deadlineMs + GRACE_MS);
      const answer = await fetch(`${this.url}${path}`, { ...init, signal });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.startsWith('application/json');
      return { status: answer.status, body: isJson ? JSON.parse(text) : text };
    } catch (error) {
      if (error.name === 'TimeoutError') this.overdue += 1;
      return { status: 0, body: null };
    }
  }

  #accept(number, id) {
    const before = this.accepted.get(number);
    if (before !== undefined && before !== id) throw new Error(`Job ${number} exists twice.`);
    this.accepted.set(number, id);
  }
}
