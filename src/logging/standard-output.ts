import { fstatSync, write, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { pause } from '../pause.js';
import { timestamp } from './timestamp.js';

const STDOUT = 1;
const FLUSH_EVERY_MS = 1000;
const RETRY_MS = 50;
/** For a reader that is only slow, at the very end. */
const LAST_PATIENCE_MS = 200;
/** About four seconds of lines at full load. More waiting than this means that nobody reads. */
const MAX_WAITING = 32 * 1024 * 1024;

interface Options {
  /** Characters that are gathered before they are written; 0 writes each line at once. */
  readonly gather: number;
  /** How a line looks; as it comes where absent. */
  readonly format?: (line: string) => string;
}

/**
 * Standard output for log lines: gathered, written every second and before the process ends, and never in the way of
 * the service. A reader that went away costs the lines, one that stalls costs those beyond 32 MiB, and is told how many
 * when it reads again; neither blocks, fails or ends anything. (pino's own destination waits for ever in its last flush where the reader is gone.)
 */
export class StandardOutput implements DestinationStream {
  /** Lines that no reader will ever get, so far. */
  lost = 0;
  private waiting = '';
  private dropped = 0;
  private writing = false;
  private readonly idle = new Set<() => void>();

  constructor(private readonly options: Options) {
    neverBlock();
    setInterval(() => this.flush(), FLUSH_EVERY_MS).unref();
    process.on('exit', () => this.flushSync());
  }

  write(line: string): void {
    if (this.waiting.length > MAX_WAITING) {
      this.dropped += 1;
      this.lost += 1;
      return;
    }
    if (this.dropped > 0) this.tellOfDropped();
    this.waiting += this.formatted(line);
    if (this.waiting.length >= this.options.gather) this.flush();
  }

  private formatted(line: string): string {
    return this.options.format ? this.options.format(line) : line;
  }

  private tellOfDropped(): void {
    this.waiting += this.formatted(droppedLine(this.dropped));
    this.dropped = 0;
  }

  /** Resolves when every line has left the process; gives up what a stalled reader has not taken after `limitMs`. */
  async drained(limitMs: number): Promise<void> {
    this.flush();
    if (!this.writing) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.idle.add(() => resolve(undefined));
    const limit = setTimeout(() => {
      this.waiting = '';
      resolve(undefined);
    }, limitMs);
    await promise;
    clearTimeout(limit);
  }

  /** For the very end, where nothing asynchronous happens any more. */
  private flushSync(): void {
    const until = performance.now() + LAST_PATIENCE_MS;
    let rest = Buffer.from(this.waiting);
    while (rest.length > 0 && performance.now() < until) {
      try {
        rest = rest.subarray(writeSync(STDOUT, rest));
      } catch (error) {
        // Else nobody is left to tell.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
        pause(5);
      }
    }
  }

  private flush(): void {
    if (this.writing) return;
    if (this.waiting === '') {
      for (const resolve of this.idle) resolve();
      this.idle.clear();
      return;
    }
    this.writing = true;
    const batch = Buffer.from(this.waiting);
    this.waiting = '';
    this.send(batch);
  }

  private send(batch: Buffer): void {
    write(STDOUT, batch, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.send(batch), RETRY_MS);
      else if (!error && written < batch.length) this.send(batch.subarray(written));
      else {
        if (error) this.lost += linesIn(batch);
        this.writing = false;
        // Only where as much has gathered meanwhile, or somebody waits; else every line would be written alone.
        if (this.waiting.length >= this.options.gather || this.idle.size > 0) this.flush();
      }
    });
  }
}

/**
 * A full pipe is to refuse lines instead of blocking: a thread that is stuck in a write keeps the process from ever
 * ending. That process.stdout is opened is what makes a pipe so; it is not written to.
 */
function neverBlock(): void {
  const output = fstatSync(STDOUT);
  if (output.isFIFO() || output.isSocket()) Reflect.get(process, 'stdout');
}

const NEWLINE = 10;

function linesIn(batch: Buffer): number {
  let lines = 0;
  for (let at = batch.indexOf(NEWLINE); at !== -1; at = batch.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

/** Put together here, since a logger would only write to where lines are being dropped. */
const droppedLine = (count: number): string =>
  `{"level":"WARNING","severity":"WARNING","timestamp":"${timestamp()}","logger":"StandardOutput",` +
  `"event":"log_lines_dropped","count":${count}}\n`;
