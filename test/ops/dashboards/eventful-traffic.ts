import { setTimeout as sleep } from 'node:timers/promises';
import type { Rehearsal } from '../drill/rehearsal.ts';
import { analysis, ordinaryTraffic, repeatedly } from '../drill/traffic.ts';
import { SLOW_COMPANY } from '../drill/upstream.ts';

/** How long each kind of trouble lasts, and the calm after it. */
const TROUBLE_MS = 4000;
const CALM_MS = 6000;

/**
 * Users, jobs, callers at fault and paid analyses all the time; over and over some requests fail with 500, then all
 * calls to Gemini do, while jobs wait. So every panel has something to show. @returns ends it
 */
export function eventfulTraffic(rehearsal: Rehearsal): () => Promise<void> {
  const { main, spare } = rehearsal;
  // Under way for as long as anybody looks: the others are done between two scrapes.
  void main.status('/analyze/async', analysis('gemini', SLOW_COMPANY));
  const stops = [
    ordinaryTraffic([main, spare]),
    repeatedly(500, () => main.status('/analyze', analysis('extractive')), 2),
    repeatedly(700, () => main.status('/analyze', analysis('gemini')), 4),
    repeatedly(400, () => main.status('/analyze/async', analysis('extractive')), 4),
    // Nobody knows this report.
    repeatedly(900, () => spare.status('/reports/00000000-0000-4000-8000-000000000000')),
    repeatedly(1500, () => main.status('/analyze/async', analysis('gemini')), 2),
  ];
  const over = new AbortController();
  const troubles = troubleOverAndOver(rehearsal, over.signal);
  return async () => {
    stops.forEach((stop) => stop());
    over.abort();
    await troubles;
  };
}

async function troubleOverAndOver({ main, upstream }: Rehearsal, over: AbortSignal): Promise<void> {
  const wait = (ms: number) => sleep(ms, undefined, { signal: over }).catch(() => undefined);
  while (!over.aborted) {
    await wait(CALM_MS);
    await main.setFaults({ failing_share: 0.2, loop_block_ms: 150 });
    await wait(TROUBLE_MS);
    await main.setFaults({});
    await wait(CALM_MS);
    upstream.mode = 'down';
    await main.setFaults({ backends: { queue: { mode: 'hanging' } } });
    await wait(TROUBLE_MS);
    await main.setFaults({});
    upstream.mode = 'well';
  }
}
