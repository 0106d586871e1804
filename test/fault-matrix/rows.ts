import { eventually } from '../contracts/eventually.js';
import { BUNDLE, ServiceProcess } from '../service-process.js';
import { Client } from './client.js';
import { type Dependency, FAULTS, type Question } from './dependency.js';
import { Observer } from './observer.js';
import type { Row } from './table.js';

/** What is slow is well, a connection that was cut is made again at once, and no probe reads every report. */
const HARMLESS: ReadonlySet<string> = new Set([
  'slow',
  'drops mid-call',
  'a report is damaged',
  'a report is deleted',
]);
export const EVERYTHING: readonly Question[] = ['analysis', 'job', 'report'];
export const QUICK = { BACKEND_TIMEOUT: '1', HEALTH_CHECK_TIMEOUT: '1', HEALTH_CACHE_TTL: '0' };

/** One process that starts without the dependency, and then goes through everything that can happen to it. */
export async function rowsOf(dependency: Dependency, folder: string): Promise<Row[]> {
  await dependency.begin('refused');
  const service = new ServiceProcess({ DATA_DIR: folder, ...QUICK, ...dependency.env }, BUNDLE);
  const { url } = await service.listening();
  const course = new Course(
    dependency,
    new Client(service, url),
    new Observer(service, url, dependency.check),
  );
  const rows = [await course.bootWithout()];
  for (const fault of FAULTS) rows.push(await course.suffer(fault));
  rows.push(await course.afterwards());
  await service.end();
  return rows;
}

/** What fails, as far as its course goes. */
interface Subject {
  readonly first: readonly Question[];
  readonly then: readonly Question[];
  readonly chanceWhenCut?: readonly string[];
  begin(fault: string): Promise<void> | void;
  end(fault: string): Promise<void> | void;
}

/** What happens from the beginning of a fault until everything is well again. */
export class Course {
  constructor(
    private readonly dependency: Subject,
    private readonly client: Client,
    private readonly observer: Observer,
  ) {}

  /** The dependency is away already, and comes at the end. */
  async bootWithout(): Promise<Row> {
    await this.observer.untilStartTold();
    return this.endure('down at boot', () => this.dependency.end('refused'));
  }

  async suffer(fault: string): Promise<Row> {
    await this.observer.begin();
    await this.dependency.begin(fault);
    return this.endure(fault, () => this.dependency.end(fault));
  }

  /** @param end lets all be well again */
  private async endure(fault: string, end: () => unknown): Promise<Row> {
    const { client, observer, dependency } = this;
    const harmless = HARMLESS.has(fault);
    const answers = await client.ask(dependency.first);
    await (harmless ? observer.untilWell() : observer.untilTroubled());
    const probes = await observer.probes();
    const chance = [
      // Whether a probe comes while a connection is made again.
      ...(harmless ? ['health_status_changed'] : []),
      ...(fault === 'drops mid-call' ? (dependency.chanceWhenCut ?? []) : []),
    ];
    const counted = await observer.counted(chance);
    const logged = await observer.logged(chance);
    if (dependency.then.length > 0) {
      const failing = harmless ? undefined : observer.untilFailing();
      answers.push(...(await client.ask(dependency.then)));
      await failing;
    }
    await end();
    await observer.untilWell();
    await eventually(() => client.isServed(EVERYTHING));
    return { fault, probes, answers: answers.join(', '), logged, counted, lost: await client.lost() };
  }

  /** Everything works, and everything that was ever promised is there. */
  async afterwards(): Promise<Row> {
    const { client, observer } = this;
    await observer.begin();
    const answers = (await client.ask(EVERYTHING)).join(', ');
    const probes = await observer.probes();
    const lost = await client.lost();
    const [logged, counted] = await Promise.all([observer.logged(), observer.counted()]);
    return { fault: 'back again', probes, answers, logged, counted, lost };
  }
}
