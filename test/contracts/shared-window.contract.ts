import { randomUUID } from 'node:crypto';
import type { SharedWindow } from '../../src/access/shared-window.port.js';
import { type Make, subjectOf } from './contract.js';
import { eventually } from './eventually.js';

const HOUR_MS = 3_600_000;

/** `make` gives two, as two processes have them. */
export function describeSharedWindow(name: string, make: Make<readonly [SharedWindow, SharedWindow]>): void {
  describe(`SharedWindow: ${name}`, () => {
    const windows = subjectOf(make);
    const take = async (process: 0 | 1, key: string, limit: number, windowMs = HOUR_MS) => {
      const taking = await windows()[process].take(key, limit, windowMs);
      if (!taking) throw new Error('Nobody could tell.');
      return taking;
    };

    it('counts for all processes together, and for each key by itself', async () => {
      expect((await take(0, 'alice', 2)).waitMs).toBe(0);
      expect((await take(1, 'alice', 2)).waitMs).toBe(0);
      for (const process of [0, 1] as const) {
        const { waitMs } = await take(process, 'alice', 2);
        expect(waitMs).toBeGreaterThan(HOUR_MS - 60_000);
        expect(waitMs).toBeLessThanOrEqual(HOUR_MS);
      }
      expect((await take(0, 'bob', 2)).waitMs).toBe(0);
    });

    it('never gives more than the limit, however many ask at once', async () => {
      const tries = Array.from({ length: 40 }, (_, index) => take(index % 2 === 0 ? 0 : 1, randomKey, 7));
      const given = (await Promise.all(tries)).filter(({ waitMs }) => waitMs === 0);
      expect(given).toHaveLength(7);
    });

    it('frees a place when the oldest has left the window, and counts no refusals', async () => {
      const WINDOW_MS = 150;
      await take(0, 'alice', 1, WINDOW_MS);
      let refusals = 0;
      await eventually(async () => {
        const { waitMs } = await take(1, 'alice', 1, WINDOW_MS);
        refusals += 1;
        return waitMs === 0;
      });
      expect(refusals).toBeGreaterThan(1);
    });

    it('undoes what was taken for nothing, and nothing else', async () => {
      const first = await take(0, 'alice', 2);
      await take(1, 'alice', 2);
      await first.giveBack();
      expect((await take(1, 'alice', 2)).waitMs).toBe(0);
      expect((await take(1, 'alice', 2)).waitMs).toBeGreaterThan(0);
    });

    it('waits for the right one where the limit became smaller', async () => {
      for (let count = 0; count < 5; count += 1) await take(0, 'alice', 5);
      expect((await take(0, 'alice', 1)).waitMs).toBeGreaterThan(0);
    });
  });
}

const randomKey = randomUUID();
