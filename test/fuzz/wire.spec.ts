import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ServiceProcess } from '../service-process.js';
import { SEED, within } from './bounds.js';
import { expectPromises } from './promises.js';
import { readAnswers } from './read-answers.js';
import { connections, conversation } from './wire.js';

jest.setTimeout(60_000);

const AT_ONCE = 12;

describe(`Bytes that are no request, or nearly one (seed ${SEED})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-wire-'));
  let service: ServiceProcess;

  beforeAll(() => {
    // A process of its own: what nobody catches ends it, and not the test.
    service = new ServiceProcess({ DATA_DIR: folder, ENVIRONMENT: 'test' });
  });
  afterAll(async () => {
    await service.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are answered in the shape of everything else, or with the end of the connection', async () => {
    const { url } = await service.listening();
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(connections, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (all) => {
        const texts = await Promise.all(all.map((pieces) => conversation(url, pieces)));
        for (const answer of texts.flatMap(readAnswers)) {
          expectPromises(answer);
          statuses.add(answer.status);
        }
      }),
      within(15, 120),
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 405, 431]));
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(service.stderr).toBe('');
    const troubles = service.logs.lines.filter(({ level }) => level === 'ERROR' || level === 'CRITICAL');
    expect(troubles).toEqual([]);
  });
});
