import { randomUUID } from 'node:crypto';
import type { ReportStorage } from '../../src/analysis/ports/report-storage.port.js';
import { storedReport } from '../doubles/sample-analysis.js';
import { type Make, subjectOf } from './contract.js';
import { eventually } from './eventually.js';

const SMALL = storedReport({ company: 'Société Générale', frameworks: ['swot'] }, 1);
const LARGE = storedReport({ company: 'AT&T' }, 5);

export function describeReportStorage(name: string, make: Make<ReportStorage>): void {
  describe(`ReportStorage: ${name}`, () => {
    const storage = subjectOf(make);

    it('gives back the report and its sources as they were stored', async () => {
      const id = randomUUID();
      await storage().put(id, LARGE);
      // What is stored is JSON: fields without a value are not there afterwards.
      expect(await storage().get(id)).toEqual(JSON.parse(JSON.stringify(LARGE)));
    });

    it('has nothing under an id that was never stored', async () => {
      expect(await storage().get(randomUUID())).toBeNull();
    });

    it('refuses to store over a report, and leaves the first as it was', async () => {
      const id = randomUUID();
      await storage().put(id, SMALL);
      await expect(storage().put(id, LARGE)).rejects.toMatchObject({ code: 'conflict' });
      expect((await storage().get(id))?.report.company).toBe('Société Générale');
    });

    it('lets exactly one of many win who store the same id at once', async () => {
      const id = randomUUID();
      const tries = Array.from({ length: 8 }, (_, index) =>
        storage().put(id, index % 2 === 0 ? SMALL : LARGE),
      );
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
      const expected = won % 2 === 0 ? SMALL : LARGE;
      expect((await storage().get(id))?.report.company).toBe(expected.report.company);
    });

    it('shows all of a report or nothing to whoever reads while it is being stored', async () => {
      const id = randomUUID();
      let stored = false;
      const seen: unknown[] = [];
      const reading = eventually(async () => {
        const found = await storage().get(id);
        seen.push(found);
        return stored;
      });
      await storage().put(id, LARGE);
      stored = true;
      await reading;
      const whole = JSON.stringify(LARGE);
      expect(seen.filter((found) => found !== null && JSON.stringify(found) !== whole)).toEqual([]);
      expect(await storage().get(id)).not.toBeNull();
    });

    it('removes a report with its texts, and does not mind one that is not there', async () => {
      const id = randomUUID();
      await storage().put(id, SMALL);
      await storage().remove(id);
      await storage().remove(id);
      expect(await storage().get(id)).toBeNull();
      await storage().put(id, LARGE);
      expect((await storage().get(id))?.report.company).toBe('AT&T');
    });

    it('tells stored reports by their age', async () => {
      const id = randomUUID();
      await storage().put(id, SMALL);
      expect(await storage().stale(3600)).toEqual([]);
      await eventually(async () => (await storage().stale(0)).includes(id));
      expect(await storage().stale(0, new Date(Date.now() - 60_000))).toEqual([id]);
      expect(await storage().stale(0, new Date(Date.now() + 60_000))).toEqual([]);
      await storage().remove(id);
      expect(await storage().stale(0)).toEqual([]);
    });

    it.each(['../../etc/passwd', 'report', '', `${randomUUID()}/x`])(
      'stores nothing under "%s"',
      async (id) => {
        await expect(storage().put(id, SMALL)).rejects.toThrow('UUID');
        await expect(storage().get(id)).rejects.toThrow('UUID');
      },
    );
  });
}
