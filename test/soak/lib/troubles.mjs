import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './load.mjs';

const DEADLINE_MS = 15_000;

const backend = (name, fault) => ({ backends: { [name]: fault } });
/** What goes wrong, in turn; the last one is done by the proxy before the model. */
const TROUBLES = [
  ['the storage is slow', backend('storage', { mode: 'slow', delay_ms: 200 })],
  ['the storage fails', backend('storage', { mode: 'failing' })],
  ['the cache fails', backend('cache', { mode: 'failing' })],
  ['the cache hangs', backend('cache', { mode: 'hanging' })],
  ['the database is slow', backend('database', { mode: 'slow', delay_ms: 100 })],
  ['the database fails', backend('database', { mode: 'failing' })],
  ['the database hangs', backend('database', { mode: 'hanging' })],
  ['the queue hangs', backend('queue', { mode: 'hanging' })],
  ['one request in five fails', { failing_share: 0.2 }],
  ['the event loop stands still', { loop_block_ms: 300 }],
  ['the model hangs', {}],
];

/** Faults switched on and off in turn, by the service's own switch and a proxy before the model. */
export class Troubles {
  count = 0;
  #ended = new AbortController();

  /** @param everyMs from one fault to the next; each lasts half of that */
  constructor({ url, opsToken, proxy, everyMs }) {
    Object.assign(this, { url, opsToken, proxy, everyMs });
    this.running = this.#run();
  }

  /** Resolves when all is well again. */
  async stop() {
    this.#ended.abort();
    await this.running;
  }

  async #run() {
    const { signal } = this.#ended;
    const pause = () => sleep(this.everyMs / 2, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted) {
      const [what, faults] = TROUBLES[this.count % TROUBLES.length];
      this.count += 1;
      if (what === 'the model hangs') this.proxy.pause();
      else await this.#set(faults);
      await pause();
      this.proxy.resume();
      await this.#set({});
      await pause();
    }
  }

  async #set(faults) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.opsToken}` };
    const request = { method: 'PUT', path: '/health/faults', headers, body: JSON.stringify(faults) };
    const { status, body } = await ask(this.url, request, DEADLINE_MS, false);
    if (status !== 200) throw new Error(`The faults were refused: ${status} ${body}`);
  }
}
