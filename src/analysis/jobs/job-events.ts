import { Injectable } from '@nestjs/common';
import { Drain } from '../../health/health.js';
import { isFinal, type JobEvent } from '../ports/job-repository.port.js';
import { Bell } from './bell.js';
import { JobJournal } from './job-journal.js';

export interface EventPace {
  readonly heartbeatMs: number;
  /** How soon events of other processes are noticed; those of this one are at once. */
  readonly lookMs: number;
}

export const PACE: EventPace = { heartbeatMs: 15_000, lookMs: 1000 };
/** How soon a client should come back: told at the beginning, and again at a shutdown. */
const RETRY_MS = 2000;
/** Read at once, so that a client that reads slowly holds few. */
const BATCH = 50;

/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html; JSON holds no line break. */
const frame = ({ id, name, data }: JobEvent) =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** The stored events of a job as a text stream, and those to come. */
@Injectable()
export class JobEvents {
  constructor(
    private readonly journal: JobJournal,
    private readonly drain: Drain,
  ) {}

  /**
   * Each event after the number `after` once, and then the end, which comes with the job's or with the service's.
   * @param mayListen is asked at each look: a key may be withdrawn while its stream is open.
   */
  async *follow(
    id: string,
    after: number,
    pace = PACE,
    mayListen: () => boolean = () => true,
  ): AsyncGenerator<string, void> {
    const bell = new Bell();
    const forget = this.journal.follow(id, () => bell.ring());
    let spoke = Date.now();
    try {
      yield `retry: ${RETRY_MS}\n\n`;
      for (let last = after; mayListen();) {
        const events = await this.journal.jobs.events(id, last, BATCH);
        for (const event of events) {
          yield frame(event);
          last = event.id;
        }
        if (events.length > 0) spoke = Date.now();
        if (events.length === BATCH) continue;
        if (await this.isOver(id, last)) return;
        if (this.drain.draining) {
          yield `: the service restarts, connect again\nretry: ${RETRY_MS}\n\n`;
          return;
        }
        if (Date.now() - spoke >= pace.heartbeatMs) {
          yield ': heartbeat\n\n';
          spoke = Date.now();
        }
        await bell.heard(pace.lookMs, this.drain.signal);
      }
      yield ': this API key is no longer valid\n\n';
    } finally {
      forget();
    }
  }

  /** Whether no event can follow: the job is finished and its last one told, or it is gone. */
  async isOver(id: string, last: number): Promise<boolean> {
    const job = await this.journal.jobs.load(id);
    return job === null || (isFinal(job.status) && last >= job.last_event);
  }
}
