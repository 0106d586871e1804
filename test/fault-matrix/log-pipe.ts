import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../doubles/free-port.js';
import { sample } from '../harness.js';
import { BUNDLE, ServiceProcess } from '../service-process.js';
import type { Row } from './table.js';

const FULL = join(__dirname, '../doubles/full-output.js');
/** Their lines are more than any pipe holds. */
const REQUESTS = 500;
const AT_ONCE = 50;
const LONG_ID = 'x'.repeat(120);
const SLOW_MS = 50;
const DROPPED = 'consultantos_log_lines_dropped_total';

/** A reader of the log: takes what is written to standard output, in its own way. */
class Reader {
  text = '';

  constructor(private readonly service: ServiceProcess) {}

  /** From now on, all of it. */
  read(): void {
    this.service.output.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
  }

  /** A little now and again, and the rest when the process has ended. */
  readSlowly(): void {
    const { output } = this.service;
    this.read();
    output.on('data', () => {
      output.pause();
      setTimeout(() => output.resume(), SLOW_MS);
    });
  }

  leave(): void {
    this.service.output.destroy();
  }

  get requests(): number {
    return this.text.split('\n').filter((line) => line.includes('"route":"/engines"')).length;
  }
}

interface Case {
  readonly fault: string;
  readonly script?: string;
  readonly atBoot?: (reader: Reader) => void;
  readonly whenStarted?: (reader: Reader) => void;
  readonly betweenRequests?: (reader: Reader) => void;
  readonly afterRequests?: (reader: Reader) => void;
  /** Of the process. */
  readonly afterEnd?: (reader: Reader) => void;
}

const leave = (reader: Reader) => reader.leave();

const CASES: readonly Case[] = [
  { fault: 'down at boot', atBoot: leave },
  { fault: 'refused', whenStarted: leave },
  { fault: 'hanging', afterEnd: (reader) => reader.read() },
  { fault: 'slow', whenStarted: (reader) => reader.readSlowly() },
  { fault: 'errors', script: FULL },
  { fault: 'drops mid-call', atBoot: (reader) => reader.read(), betweenRequests: leave },
  { fault: 'back again', afterRequests: (reader) => reader.read() },
];

/** Standard output and its reader, who may do what he likes: requests are served, and the process ends in order. */
export async function logPipeRows(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of CASES) rows.push(await rowOf(each, join(folder, String(rows.length))));
  return rows;
}

async function rowOf(each: Case, folder: string): Promise<Row> {
  const port = await freePort();
  const env = { DATA_DIR: folder, PORT: String(port) };
  const service = new ServiceProcess(env, each.script ?? BUNDLE, { raw: true });
  const reader = new Reader(service);
  const url = `http://127.0.0.1:${port}`;
  each.atBoot?.(reader);
  while ((await fetch(`${url}/health/startup`).catch(() => null))?.status !== 200) await sleep(20);
  each.whenStarted?.(reader);
  const statuses = new Set<number>();
  for (let asked = 0; asked < REQUESTS; asked += AT_ONCE) {
    if (asked >= REQUESTS / 2) each.betweenRequests?.(reader);
    const headers = { 'x-request-id': LONG_ID };
    const answers = Array.from({ length: AT_ONCE }, () => fetch(`${url}/engines`, { headers }));
    for (const { status } of await Promise.all(answers)) statuses.add(status);
  }
  const probes = await Promise.all(
    ['live', 'startup', 'ready'].map(async (probe) => (await fetch(`${url}/health/${probe}`)).status),
  );
  const counted = await countedBy(url);
  each.afterRequests?.(reader);
  service.kill('SIGTERM');
  await service.processEnded;
  each.afterEnd?.(reader);
  service.output.resume();
  const { code } = await service.exited;
  return {
    fault: each.fault,
    probes: `live ${probes[0]}, startup ${probes[1]}, ready ${probes[2]}`,
    answers: `requests ${[...statuses].join(' ')}, exit code ${code}`,
    logged: service.stderr === '' ? '–' : 'standard error',
    counted,
    lost: lostOf(reader.requests),
  };
}

/** The counter of lost lines, where it grew. */
async function countedBy(url: string): Promise<string> {
  const exposition = await (await fetch(`${url}/health/metrics`)).text();
  return (sample(exposition, DROPPED) ?? 0) > 0 ? `\`${DROPPED}\`` : '–';
}

function lostOf(lines: number): string {
  if (lines === REQUESTS) return 'nothing';
  return lines === 0 ? 'every log line' : 'some log lines';
}
