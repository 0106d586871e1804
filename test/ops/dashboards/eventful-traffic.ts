import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../drill/instance.ts';
import type { Rehearsal } from '../drill/rehearsal.ts';
import { analysis, ordinaryTraffic, repeatedly } from '../drill/traffic.ts';
import { SLOW_COMPANY } from '../drill/upstream.ts';

/** How long each kind of trouble lasts, and the calm after it. */
const TROUBLE_MS = 4000;
const CALM_MS = 6000;
/** Long enough for a paid call to end meanwhile. */
const LAPSE_MS = 1500;
/** Each may be 1 MiB, and MAX_BODY_SHARE of the heap is less than thirty of them. */
const UPLOADS = 40;

/**
 * Users, jobs, callers at fault and paid analyses all the time, and jobs that come to nothing; over and over some requests
 * fail with 500, then the database does, then some are refused, then jobs wait. All calls to Gemini fail the first time only: what comes back of it
 * is to be seen too, and its circuit holds calls back for a minute. So every query has more than 0 to show. @returns ends it
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
    // There is nothing to be found in no sources.
    repeatedly(1200, () => main.status('/analyze/async', hopeless()), 2),
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

/** More uploads that stand still than there is room for: the last ones, and all that is posted meanwhile, are refused. @returns ends them */
function holdUploads({ url }: Instance): () => void {
  const over = new AbortController();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' } as const;
  for (let each = 0; each < UPLOADS; each += 1) {
    const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{')) });
    void fetch(`${url}/analyze/estimate`, { ...init, body, signal: over.signal }).catch(() => undefined);
  }
  return () => over.abort();
}

const hopeless = () => ({ ...analysis('extractive'), sources: [], require_evidence: true });

async function troubleOverAndOver({ main, upstream }: Rehearsal, over: AbortSignal): Promise<void> {
  const wait = (ms: number) => sleep(ms, undefined, { signal: over }).catch(() => undefined);
  for (let round = 1; !over.aborted; round += 1) {
    await wait(CALM_MS);
    await main.setFaults({ failing_share: 0.2, loop_block_ms: 150 });
    await wait(TROUBLE_MS);
    // Paid calls that end now cannot be booked: that fails outside any answer.
    await main.setFaults({ backends: { database: { mode: 'failing' } } });
    await wait(LAPSE_MS);
    await main.setFaults({});
    await wait(CALM_MS);
    const release = holdUploads(main);
    await wait(LAPSE_MS);
    release();
    if (round === 1) upstream.mode = 'down';
    await main.setFaults({ backends: { queue: { mode: 'hanging' } } });
    await wait(TROUBLE_MS);
    await main.setFaults({});
    upstream.mode = 'well';
  }
}
