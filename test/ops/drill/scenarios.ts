import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { SLOW_COMPANY, type Upstream } from './upstream.ts';
import type { Instance } from './instance.ts';
import { analysis, repeatedly } from './traffic.ts';

/** Something that goes wrong, and the rules (see ruleName) that must tell of it. */
export interface Scenario {
  readonly what: string;
  readonly rules: readonly string[];
  /** Rules that tell of it only once others, which inhibit them, are over. */
  readonly later?: readonly string[];
  /** Waits for what an earlier scenario left behind. */
  readonly ready?: () => Promise<unknown>;
  /** Lets it go wrong; what it gives sets it right again. */
  readonly begin: () => Promise<() => unknown>;
}

export interface Stage {
  readonly main: Instance;
  readonly spare: Instance;
  readonly upstream: Upstream;
  readonly dataDir: string;
  /** Pauses and resumes the ordinary analyses, which the cache answers. */
  readonly pauseAnalyses: () => () => void;
}

const AGE_MS = 1_200_000;
const SLOW_ANALYSES = 16;
const CIRCUIT_MS = 61_000;

/** Faults of several scenarios at once: the service is told all of them. */
class FaultBook {
  private readonly open = new Map<object, object>();
  private readonly instance: Instance;
  private told: Promise<void> = Promise.resolve();

  constructor(instance: Instance) {
    this.instance = instance;
  }

  async add(faults: object): Promise<() => Promise<void>> {
    this.open.set(faults, faults);
    await this.tell();
    return async () => {
      this.open.delete(faults);
      await this.tell();
    };
  }

  /** One after the other: what was said last must be what is heard last. */
  private tell(): Promise<void> {
    return (this.told = this.told.then(() => this.put()));
  }

  private async put(): Promise<void> {
    const all = [...this.open.values()] as { backends?: object }[];
    const backends = Object.fromEntries(all.flatMap((each) => Object.entries(each.backends ?? {})));
    await this.instance.setFaults({
      ...Object.fromEntries(all.flatMap((each) => Object.entries(each))),
      backends,
    });
  }
}

/** Every scenario, in waves of those that do not disturb each other. What takes longest to be over comes first. */
export function waves(stage: Stage): readonly (readonly Scenario[])[] {
  const book = new FaultBook(stage.main);
  const fault = (
    what: string,
    faults: object,
    rules: readonly string[],
    later: readonly string[] = [],
  ): Scenario => ({
    what,
    rules,
    later,
    begin: () => book.add(faults),
  });
  return [
    [
      {
        what: 'one of two instances is killed',
        rules: ['ServiceDown critical service'],
        begin: () => kill(stage),
      },
    ],
    [
      fault(
        'half of the requests fail',
        { failing_share: 0.5 },
        ['HighErrorRate critical api', 'ErrorBudgetBurningFast critical slo 1h'],
        [
          'ErrorBudgetBurningFast critical slo 6h',
          'ErrorBudgetBurningSlowly ticket slo 1d',
          'ErrorBudgetBurningSlowly ticket slo 3d',
        ],
      ),
      {
        what: 'Gemini costs a thousand times as much',
        rules: ['HighAPICosts warning cost', 'HighDailyAPICosts warning cost'],
        begin: () => spend(stage, book),
      },
      fault('the disk fills up', { backends: { storage: { mode: 'degraded' } } }, [
        'DependencyDegraded warning dependency',
      ]),
    ],
    [
      fault('the database takes 2 s', { backends: { database: { mode: 'slow', delay_ms: 2000 } } }, [
        'HighLatency warning api',
      ]),
    ],
    [
      fault(
        'database and storage fail',
        { backends: { database: { mode: 'failing' }, storage: { mode: 'failing' } } },
        ['DependencyDown critical dependency', 'DependencyDown warning dependency'],
      ),
    ],
    [
      {
        what: 'everybody asks for something new',
        rules: ['LowCacheHitRate warning cache'],
        begin: () => ask(stage),
      },
    ],
    [
      {
        what: 'the queue gives nothing',
        rules: ['JobQueueBackup warning jobs', 'JobQueueStuck critical jobs'],
        begin: () => order(stage, book),
      },
    ],
    [
      {
        what: 'every second call to Gemini fails',
        rules: ['APIFailureRate critical upstream'],
        begin: () => degrade(stage, 'half'),
      },
    ],
    [
      {
        what: 'every call to Gemini fails',
        rules: ['CircuitOpen warning upstream'],
        begin: () => degrade(stage, 'down'),
      },
    ],
    [fault('the event loop stands still', { loop_block_ms: 400 }, ['EventLoopStalled warning runtime'])],
    [fault('the heap fills up', { heap_share: 0.92 }, ['MemoryNearLimit warning runtime'])],
    [
      {
        what: 'the cache comes and goes',
        rules: ['DependencyFlapping warning dependency'],
        begin: () => flap(book),
      },
    ],
    [
      {
        what: 'analyses take longer than a minute',
        rules: ['HighLatency warning analysis'],
        ready: () => stage.upstream.reachable,
        begin: () => thinkLong(stage),
      },
    ],
  ];
}

async function kill({ spare }: Stage) {
  await spare.stop('SIGKILL');
  return () => spare.start();
}

async function spend({ main }: Stage, book: FaultBook) {
  const over = await book.add({ price_factor: 1000 });
  const stop = repeatedly(500, () => main.status('/analyze', analysis('gemini')));
  return async () => {
    stop();
    await over();
  };
}

/** A minute is a minute, in a drill too. They end one after the other, so that the latency stays high for a while. */
async function thinkLong({ main }: Stage) {
  for (let each = 0; each < SLOW_ANALYSES; each += 1) {
    void main.patiently('/analyze', analysis('gemini', `${SLOW_COMPANY} ${each}`));
    await sleep(500);
  }
  return () => undefined;
}

async function ask({ main, pauseAnalyses }: Stage) {
  const resume = pauseAnalyses();
  const stop = repeatedly(120, () => main.status('/analyze', analysis('extractive')), 4);
  return Promise.resolve(() => {
    stop();
    resume();
  });
}

async function order({ main, dataDir }: Stage, book: FaultBook) {
  const over = await book.add({ backends: { queue: { mode: 'hanging' } } });
  for (let job = 0; job < 120; job += 1) await main.status('/analyze/async', analysis('extractive'));
  age(dataDir);
  return over;
}

/** Makes one waiting job twenty minutes old: nobody wants to wait for that in a drill. */
function age(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'consultantos.db'), { timeout: 5000 });
  const since = new Date(Date.now() - AGE_MS).toISOString();
  database
    .prepare(
      `UPDATE jobs SET ready_at = ?, record = json_set(record, '$.ready_at', ?)
       WHERE id = (SELECT id FROM jobs WHERE status = 'pending' ORDER BY ready_at DESC LIMIT 1)`,
    )
    .run(since, since);
  database.close();
}

async function degrade({ main, upstream }: Stage, mode: 'half' | 'down') {
  upstream.mode = mode;
  const stop = repeatedly(200, () => main.status('/analyze', analysis('gemini')), 4);
  return Promise.resolve(() => {
    stop();
    upstream.mode = 'well';
    // An open circuit closes only when somebody calls.
    if (mode === 'down') upstream.reachable = closeCircuit(main);
  });
}

async function closeCircuit(main: Instance): Promise<void> {
  await sleep(CIRCUIT_MS);
  for (let call = 0; call < 3; call += 1) await main.status('/analyze', analysis('gemini'));
}

/** Each turn is longer than a scrape, or it would not be seen. */
const TURN_MS = 1300;

function flap(book: FaultBook) {
  const calm = new AbortController();
  const turns = (async () => {
    while (!calm.signal.aborted) {
      const over = await book.add({ backends: { cache: { mode: 'failing' } } });
      await sleep(TURN_MS);
      await over();
      await sleep(TURN_MS);
    }
  })();
  return Promise.resolve(() => {
    calm.abort();
    return turns;
  });
}
