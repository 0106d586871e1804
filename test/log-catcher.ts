import { Writable } from 'node:stream';

export type LogLine = Record<string, unknown> & { event: string };

/** Takes log lines as they are written, and lets a test wait for one. */
export class LogCatcher extends Writable {
  readonly lines: LogLine[] = [];
  text = '';
  private readonly waiting = new Set<() => void>();

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const line of chunk.toString().split('\n')) {
      if (line !== '') this.lines.push(JSON.parse(line) as LogLine);
    }
    for (const wake of this.waiting) wake();
    done();
  }

  /** Every line so far with this event. */
  of(event: string): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** Resolves with the matching lines once there are `count`; the test's own time limit ends the wait. */
  async until(
    event: string,
    count = 1,
    matches: (line: LogLine) => boolean = () => true,
  ): Promise<LogLine[]> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.of(event).filter(matches);
        if (found.length < count) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }
}
