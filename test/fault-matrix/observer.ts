import { randomUUID } from 'node:crypto';
import { eventually } from '../contracts/eventually.js';
import { readExposition } from '../exposition.js';
import type { ServiceProcess } from '../service-process.js';

/** Which call meets a fault first decides whether these come: they are left out. */
const BY_CHANCE = new Set([
  'circuit_state_changed',
  'event_loop_delayed',
  'job_queue_error',
  'job_queue_unreadable',
  'job_upkeep_failed',
]);
const FAILURES = ['consultantos_api_calls_total', 'consultantos_errors_total'];
const labelled = (labels: object) =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');

interface Readiness {
  readonly code: number;
  readonly status: string;
  readonly check: string;
}

/** A probe, a scraper and a reader of the log in one. */
export class Observer {
  private read = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly service: ServiceProcess,
    private readonly url: string,
    private readonly check: string,
  ) {}

  /** What is logged and counted from now on will be told. */
  async begin(): Promise<void> {
    await this.untilLogged();
    this.read = this.service.logs.lines.length;
    this.counts = await this.failures();
  }

  /** Until the service has started, or has said why it has not. */
  async untilStartTold(): Promise<void> {
    const told = () => this.service.logs.of('startup_task_failed').length > 0;
    await eventually(async () => told() || (await fetch(`${this.url}/health/startup`)).status === 200);
  }

  async untilWell(): Promise<void> {
    await eventually(async () => (await this.readiness()).status === 'ok');
  }

  async untilTroubled(): Promise<void> {
    await eventually(async () => (await this.readiness()).check !== 'up');
  }

  async probes(): Promise<string> {
    const [live, startup] = await Promise.all(
      ['live', 'startup'].map(async (probe) => (await fetch(`${this.url}/health/${probe}`)).status),
    );
    const { code, status, check } = await this.readiness();
    return `live ${live}, startup ${startup}, ready ${code} \`${status}\`, ${this.check} ${check}`;
  }

  /** Events of WARNING and above. @param except those that are left out */
  async logged(except: readonly string[] = []): Promise<string> {
    await this.untilLogged();
    const lines = this.service.logs.lines.slice(this.read);
    const grave = lines.filter(({ level }) => level !== 'INFO' && level !== 'DEBUG');
    const events = new Set(grave.map(({ event }) => event));
    return list([...events].filter((event) => !BY_CHANCE.has(event) && !except.includes(event)));
  }

  /** Counters of failures that grew. @param except those that are left out */
  async counted(except: readonly string[] = []): Promise<string> {
    return list((await this.grown()).filter((counter) => !except.includes(counter)));
  }

  /** Waits for one more failure. */
  async untilFailing(): Promise<void> {
    this.counts = await this.failures();
    await eventually(async () => (await this.grown()).length > 0);
  }

  private async grown(): Promise<string[]> {
    const grown = [...(await this.failures())].filter(([key, value]) => value > (this.counts.get(key) ?? 0));
    return grown.map(([key]) => key);
  }

  private async failures(): Promise<Map<string, number>> {
    const families = readExposition(await (await fetch(`${this.url}/health/metrics`)).text());
    const series = FAILURES.flatMap((name) => families.get(name)?.series ?? []);
    const failed = series.filter(
      // What the background makes of it is chance as well.
      ({ labels }) => labels.status !== 'success' && labels.error_type !== 'background_failure',
    );
    return new Map(failed.map(({ name, labels, value }) => [`${name}{${labelled(labels)}}`, value]));
  }

  private async readiness(): Promise<Readiness> {
    const answer = await fetch(`${this.url}/health/ready`);
    const { status, details } = (await answer.json()) as {
      status: string;
      details: Record<string, { status: string }>;
    };
    return { code: answer.status, status, check: details[this.check]?.status ?? 'not told' };
  }

  /** Lines are gathered for up to a second: waits for one of its own. */
  private async untilLogged(): Promise<void> {
    const id = randomUUID();
    await fetch(`${this.url}/nothing`, { headers: { 'x-request-id': id } });
    await this.service.logs.until('http_request_completed', 1, ({ request_id }) => request_id === id);
  }
}

const list = (words: readonly string[]) =>
  words.length === 0
    ? '–'
    : words
        .toSorted()
        .map((word) => `\`${word}\``)
        .join(', ');
