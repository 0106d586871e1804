/**
 * A process of its own, as a probe's is: what it measures waits for no other work of the soak. Asks `path` of `url`
 * every `pauseMs`, each time on a new connection as the kubelet does, until it is told to stop; then sends
 * `{ slowestMs, statuses, ownDelayMs }`, where `ownDelayMs` is the longest that it was held up itself.
 */
import { once } from 'node:events';
import { get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const [url, path, pauseMs] = process.argv.slice(2);
const DEADLINE_MS = 30_000;
let asking = true;
process.once('message', () => (asking = false));

const own = monitorEventLoopDelay({ resolution: 1 });
const statuses = new Set();
let slowestMs = 0;

/** 0 where nobody answered. */
async function ask() {
  try {
    const request = get(`${url}${path}`, { agent: false, signal: AbortSignal.timeout(DEADLINE_MS) });
    const [answer] = await once(request, 'response');
    for await (const _ of answer);
    return answer.statusCode;
  } catch {
    return 0;
  }
}

// The first loads what asking needs.
await ask();
own.enable();
while (asking) {
  const begun = performance.now();
  statuses.add(await ask());
  slowestMs = Math.max(slowestMs, performance.now() - begun);
  await sleep(Number(pauseMs));
}
process.send({
  slowestMs: Math.round(slowestMs),
  statuses: [...statuses],
  ownDelayMs: Math.round(own.max / 1e6),
});
process.disconnect();
