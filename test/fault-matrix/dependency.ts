import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FirestoreEmulator } from '../doubles/firestore-emulator.js';
import { GcsServer } from '../doubles/gcs-server.js';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { RedisServer } from '../doubles/redis-server.js';
import { RefusingGrpc } from '../doubles/refusing-grpc.js';
import { TcpProxy } from '../doubles/tcp-proxy.js';

export const FAULTS = ['refused', 'hanging', 'slow', 'errors', 'drops mid-call'] as const;
export type Fault = (typeof FAULTS)[number];
export type Question = 'analysis' | 'job' | 'report';

/** Something that the service depends on, behind a line on which everything can go wrong. */
export interface Dependency {
  readonly name: string;
  /** Its check in the probes. */
  readonly check: string;
  /** The variables that lead the service here. */
  readonly env: Readonly<Record<string, string>>;
  /** What is asked at once while it fails. */
  readonly first: readonly Question[];
  /** What is asked when that is answered. */
  readonly then: readonly Question[];
  /** Events and counters of which chance decides whether a call that is cut brings them. */
  readonly chanceWhenCut?: readonly string[];
  begin(fault: Fault): Promise<void> | void;
  end(fault: Fault): Promise<void> | void;
  close(): Promise<void>;
}

interface Line {
  readonly proxy: TcpProxy;
  /** Lets the server answer with errors, or as usual. */
  readonly errors: (on: boolean) => unknown;
  /** What the call is known by whose answer gets lost. */
  readonly words: string;
}

/** Well within every time limit, also on a busy machine: it is waited for in both directions. */
const SLOW_MS = 40;
const AT_ONCE = { first: ['analysis', 'job', 'report'], then: [] } as const;

/** What goes wrong on a line, whatever is spoken there. */
const onLine = ({ proxy, errors, words }: Line) => ({
  begin: async (fault: Fault) => {
    if (fault === 'refused') await proxy.refuse();
    if (fault === 'hanging') proxy.pause();
    if (fault === 'slow') proxy.delayMs = SLOW_MS;
    if (fault === 'errors') await errors(true);
    if (fault === 'drops mid-call') proxy.cutAtAnswerTo(words);
  },
  end: async (fault: Fault) => {
    if (fault === 'refused') await proxy.accept();
    if (fault === 'hanging') proxy.resume();
    if (fault === 'slow') proxy.delayMs = 0;
    if (fault === 'errors') await errors(false);
  },
});

export async function database(): Promise<Dependency> {
  const [emulator, refusing] = await Promise.all([FirestoreEmulator.start(), RefusingGrpc.start()]);
  const proxy = await TcpProxy.to(emulator.port);
  const errors = (on: boolean) => proxy.lead(on ? refusing.port : emulator.port);
  return {
    name: 'Database (Firestore)',
    check: 'database',
    env: { ...emulator.newDatabase(), FIRESTORE_EMULATOR_HOST: `127.0.0.1:${proxy.port}` },
    ...AT_ONCE,
    // Its client makes such a call again, which ends within BACKEND_TIMEOUT or does not.
    chanceWhenCut: ['api_call_failed', 'consultantos_api_calls_total{service="firestore",status="failed"}'],
    ...onLine({ proxy, errors, words: 'Company' }),
    close: async () => {
      await proxy.close();
      await refusing.close();
      await emulator.close();
    },
  };
}

/** Redis as the one or the other. In its errors it is full: it reads, and takes nothing. */
async function redis(name: string, check: string, variable: string, words: string): Promise<Dependency> {
  const server = await RedisServer.start('--maxmemory-policy', 'noeviction');
  const proxy = await TcpProxy.to(server.port);
  const errors = (on: boolean) => {
    const args = ['-p', String(server.port), 'CONFIG', 'SET', 'maxmemory', on ? '1' : '0'];
    return promisify(execFile)('redis-cli', args);
  };
  return {
    name,
    check,
    env: { [variable]: 'redis', REDIS_URL: `redis://127.0.0.1:${proxy.port}` },
    ...AT_ONCE,
    ...onLine({ proxy, errors, words }),
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}
export const cache = () => redis('Cache (Redis)', 'cache', 'CACHE', 'cache:');
export const queue = () => redis('Queue (Redis)', 'queue', 'QUEUE', 'job_id');

export async function storage(): Promise<Dependency> {
  const server = await GcsServer.start();
  const proxy = await TcpProxy.to(server.port);
  const errors = (on: boolean) => {
    server.trouble = on ? 503 : null;
  };
  return {
    name: 'Storage (Cloud Storage)',
    check: 'storage',
    env: { ...server.env, STORAGE_EMULATOR_HOST: `http://127.0.0.1:${proxy.port}` },
    ...AT_ONCE,
    ...onLine({ proxy, errors, words: '/upload/' }),
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}

export async function model(): Promise<Dependency> {
  const server = await gemini.GeminiServer.start();
  server.always('*', standIn());
  const proxy = await TcpProxy.to(Number(new URL(server.url).port));
  const errors = (on: boolean) => {
    server.always('*', on ? gemini.failure(500) : standIn());
    server.always('model', on ? gemini.failure(500) : gemini.reply({}));
  };
  return {
    name: 'Gemini',
    check: 'gemini',
    env: { ...server.env, GEMINI_BASE_URL: `http://127.0.0.1:${proxy.port}`, GEMINI_TIMEOUT: '0.5' },
    // Both at once would fail so often that no call is made for a minute.
    first: ['analysis', 'report'],
    then: ['job'],
    ...onLine({ proxy, errors, words: ':generateContent' }),
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}
