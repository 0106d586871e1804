import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as gemini from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { ServiceProcess } from '../service-process.js';

jest.setTimeout(120_000);

const JOBS = 200;
const IN_FLIGHT = 6;
/** A process that needs more is ended by Node itself. */
const HEAP_MEGABYTES = 192;
/** 200 of them, as requests, prompts, stages and reports, are more than the heap: what waits lies in the register. */
const CONTENT = 'Our brand is strong in the north. Two suppliers sell all of our chips. '.repeat(1400);

const folder = mkdtempSync(join(tmpdir(), 'consultantos-crowd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Two hundred jobs ordered at once', () => {
  let server: gemini.GeminiServer;
  let service: ServiceProcess;
  beforeEach(async () => {
    server = await gemini.GeminiServer.start();
    service = new ServiceProcess({
      ...server.env,
      DATA_DIR: folder,
      GEMINI_MAX_CONCURRENCY: String(IN_FLIGHT),
      JOB_CONCURRENCY: '16',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}`,
    });
  });
  afterEach(async () => {
    await service.end();
    await server.close();
  });

  it('all finish, never with more calls in flight than configured, and in bounded memory', async () => {
    // The first ones wait for each other: a busy process might else never have as many open as it may.
    const full = server.until(() => server.openRequests >= IN_FLIGHT);
    server.always('*', async (response, request) => {
      await full;
      await standIn(5)(response, request);
    });
    const { url } = await service.listening();
    const order = async (number: number) => {
      const answer = await fetch(`${url}/analyze/async`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          company: `Company ${number}`,
          depth: 'quick',
          frameworks: ['swot', 'pestel'],
          sources: [{ id: 'a', title: 'Report', content: CONTENT }],
        }),
      });
      return answer.status;
    };
    const count = async (status: string) => {
      const pages = [''];
      let jobs = 0;
      for (const cursor of pages) {
        const answer = await fetch(`${url}/jobs?limit=100&status=${status}${cursor}`);
        const page = (await answer.json()) as { count: number; next_cursor: string | null };
        jobs += page.count;
        if (page.next_cursor !== null) pages.push(`&cursor=${page.next_cursor}`);
      }
      return jobs;
    };
    const statuses = await Promise.all(Array.from({ length: JOBS }, (_, number) => order(number)));
    expect(statuses).toEqual(Array(JOBS).fill(202));
    while ((await count('completed')) < JOBS && (await count('failed')) === 0) await sleep(50);
    expect(await count('completed')).toBe(JOBS);
    expect(server.mostAtOnce).toBe(IN_FLIGHT);
    expect(server.asked()).toHaveLength(3 * JOBS);
  });
});
