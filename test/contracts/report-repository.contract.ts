import { randomUUID } from 'node:crypto';
import type {
  PageMark,
  ReportRecord,
  ReportRepository,
} from '../../src/analysis/ports/report-repository.port.js';
import { type Make, subjectOf } from './contract.js';

const record = (fields: Partial<ReportRecord> = {}): ReportRecord => ({
  id: randomUUID(),
  client: 'alice',
  company: 'AT&T',
  frameworks: ['porter', 'swot'],
  engine: 'extractive',
  confidence_score: 0.42,
  partial: true,
  cost_usd: 0.00162,
  created_at: '2026-03-01T12:00:00.000Z',
  ...fields,
});

const minute = (index: number) => new Date(Date.UTC(2026, 2, 1, 12, index)).toISOString();

export function describeReportRepository(name: string, make: Make<ReportRepository>): void {
  describe(`ReportRepository: ${name}`, () => {
    const repository = subjectOf(make);

    const addAll = async (records: readonly ReportRecord[]) => {
      for (const each of records) await repository().add(each);
    };

    /** Every id of a list, page by page; `between` runs after each page. */
    const walk = async (limit: number, between: () => Promise<void> = () => Promise.resolve()) => {
      const ids: string[] = [];
      let after: PageMark | null = null;
      do {
        const page = await repository().list({ client: 'alice', limit, ...(after && { after }) });
        ids.push(...page.records.map(({ id }) => id));
        expect(page.records.length).toBeLessThanOrEqual(limit);
        after = page.next;
        await between();
      } while (after);
      return ids;
    };

    it('gives back what was added, field by field', async () => {
      const added = record();
      await repository().add(added);
      expect(await repository().find(added.id, 'alice')).toEqual(added);
    });

    it('keeps names in any script as they were typed', async () => {
      const added = record({ company: 'Société Générale – 株式会社 “O’Neil”' });
      await repository().add(added);
      expect((await repository().find(added.id, 'alice'))?.company).toBe(added.company);
    });

    it('shows a record to nobody but its client', async () => {
      const added = record();
      await repository().add(added);
      expect(await repository().find(added.id, 'bob')).toBeNull();
      expect(await repository().has(added.id, 'bob')).toBe(false);
      expect(await repository().remove(added.id, 'bob')).toBe(false);
      expect((await repository().list({ client: 'bob', limit: 10 })).records).toEqual([]);
      expect(await repository().find(added.id, 'alice')).toEqual(added);
      expect(await repository().has(added.id, 'alice')).toBe(true);
    });

    it('refuses an id that exists, also for another client, and leaves the first record as it was', async () => {
      const first = record();
      await repository().add(first);
      for (const client of ['alice', 'bob']) {
        await expect(
          repository().add(record({ id: first.id, client, company: 'Other' })),
        ).rejects.toMatchObject({
          code: 'conflict',
        });
      }
      expect(await repository().find(first.id, 'alice')).toEqual(first);
    });

    it('lets exactly one of many win who add the same id at once', async () => {
      const id = randomUUID();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) => repository().add(record({ id, company: `C${index}` }))),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('removes once', async () => {
      const added = record();
      await repository().add(added);
      expect(await repository().remove(added.id, 'alice')).toBe(true);
      expect(await repository().remove(added.id, 'alice')).toBe(false);
      expect(await repository().find(added.id, 'alice')).toBeNull();
    });

    it('lists newest first, with the id deciding between equal times', async () => {
      const records = Array.from({ length: 6 }, (_, index) =>
        record({ created_at: minute(Math.floor(index / 2)) }),
      );
      await addAll(records);
      const expected = [...records].sort((left, right) =>
        `${left.created_at} ${left.id}` < `${right.created_at} ${right.id}` ? 1 : -1,
      );
      expect(await walk(100)).toEqual(expected.map(({ id }) => id));
    });

    it.each([1, 2, 3, 7])('walks through all records once each, %i to a page', async (limit) => {
      const records = Array.from({ length: 7 }, (_, index) =>
        record({ created_at: minute(Math.floor(index / 3)) }),
      );
      await addAll(records);
      const ids = await walk(limit);
      expect(ids).toHaveLength(7);
      expect(new Set(ids)).toEqual(new Set(records.map(({ id }) => id)));
    });

    it('neither repeats nor skips a record while others come and go', async () => {
      const records = Array.from({ length: 8 }, (_, index) => record({ created_at: minute(index) }));
      await addAll(records);
      let later = 100;
      const ids = await walk(2, async () => {
        await repository().add(record({ created_at: minute(later++) }));
        // The newest of the first eight was on the first page: its going must not move the others.
        await repository().remove(records.at(-1)?.id ?? '', 'alice');
      });
      expect(ids).toEqual(records.map(({ id }) => id).reverse());
    });

    it('ends a list whose last page is exactly full', async () => {
      await addAll([record(), record()]);
      expect((await repository().list({ client: 'alice', limit: 2 })).next).toBeNull();
    });

    it('finds a company without regard to case and to how its accents are composed', async () => {
      const added = record({ company: 'Société Générale' });
      await addAll([added, record({ company: 'Société' })]);
      const company = 'SOCIÉTÉ GÉNÉRALE'.normalize('NFD');
      const page = await repository().list({ client: 'alice', company, limit: 10 });
      expect(page.records).toEqual([added]);
    });

    it('takes a company’s name for text, whatever stands in it', async () => {
      await addAll([record({ company: 'A' }), record({ company: 'B' })]);
      const page = await repository().list({ client: 'alice', company: "' OR 1=1 --", limit: 10 });
      expect(page.records).toEqual([]);
    });

    it('tells which ids are registered, to whomever', async () => {
      const mine = record();
      const theirs = record({ client: 'bob' });
      await addAll([mine, theirs]);
      const known = await repository().registered([mine.id, theirs.id, randomUUID()]);
      expect(known).toEqual(new Set([mine.id, theirs.id]));
      expect(await repository().registered([])).toEqual(new Set());
    });

    it('tells when the oldest report was made, whoever’s it is', async () => {
      expect(await repository().oldest()).toBeNull();
      const created = ['2026-03-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
      await addAll(created.map((created_at, index) => record({ created_at, client: `client-${index}` })));
      expect(await repository().oldest()).toEqual(new Date('2026-01-01T00:00:00.000Z'));
    });
  });
}
