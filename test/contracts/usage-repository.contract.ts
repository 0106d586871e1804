import { randomUUID } from 'node:crypto';
import type { UsageEntry, UsageRepository } from '../../src/analysis/ports/usage-repository.port.js';
import { type Make, subjectOf } from './contract.js';

const entry = (fields: Partial<UsageEntry> = {}): UsageEntry => ({
  id: randomUUID(),
  client: 'alice',
  day: '2026-03-02',
  framework: 'swot',
  analyses: 0,
  calls: 1,
  unpriced_calls: 0,
  tokens: 3200,
  usd: 0.00162,
  ...fields,
});

export function describeUsageRepository(name: string, make: Make<UsageRepository>): void {
  describe(`UsageRepository: ${name}`, () => {
    const repository = subjectOf(make);

    it('adds up what a client used, by day and framework', async () => {
      await repository().add([
        entry(),
        entry({ usd: 0.5, tokens: 1 }),
        entry({ framework: null, unpriced_calls: 1 }),
      ]);
      await repository().add([entry({ day: '2026-03-01', framework: 'blue_ocean', calls: 0, analyses: 1 })]);
      const sums = await repository().sums('alice', '2026-03-01', '2026-03-02');
      expect(sums.map(({ day }) => day)).toEqual(['2026-03-01', '2026-03-02', '2026-03-02']);
      expect(sums).toContainEqual({
        day: '2026-03-02',
        framework: 'swot',
        analyses: 0,
        calls: 2,
        unpriced_calls: 0,
        tokens: 3201,
        usd: expect.closeTo(0.50162, 9),
      });
      expect(sums).toContainEqual(expect.objectContaining({ framework: null, calls: 1, unpriced_calls: 1 }));
      expect(sums[0]).toMatchObject({ framework: 'blue_ocean', analyses: 1, calls: 0 });
    });

    it('shows the days asked for, both ends included, and no others', async () => {
      const days = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
      for (const day of days) await repository().add([entry({ day })]);
      const sums = await repository().sums('alice', '2026-03-01', '2026-03-03');
      expect(sums.map(({ day }) => day)).toEqual(days.slice(1, 4));
      expect(await repository().sums('alice', '2025-01-01', '2025-12-31')).toEqual([]);
    });

    it('counts an entry once, however often it is added, also beside new ones', async () => {
      const first = entry();
      expect(await repository().add([first])).toBe(1);
      expect(await repository().add([first, entry({ tokens: 1 })])).toBe(1);
      expect(await Promise.all([repository().add([first]), repository().add([first])])).toEqual([0, 0]);
      expect(await repository().sums('alice', '2026-03-02', '2026-03-02')).toMatchObject([
        { calls: 2, tokens: 3201 },
      ]);
    });

    it('is each client’s own', async () => {
      await repository().add([entry(), entry({ client: 'bob', usd: 3 })]);
      expect(await repository().sums('alice', '2026-03-02', '2026-03-02')).toMatchObject([{ usd: 0.00162 }]);
      expect(await repository().spentUsd('bob', '2026-03-02')).toBe(3);
      expect(await repository().spentUsd('carol', '2026-03-02')).toBe(0);
    });

    it('tells at once what a client spent on a day', async () => {
      expect(await repository().spentUsd('alice', '2026-03-02')).toBe(0);
      await repository().add([entry({ usd: 0.1 }), entry({ usd: 0.2, framework: null })]);
      await repository().add([entry({ usd: 7, day: '2026-03-03' })]);
      expect(await repository().spentUsd('alice', '2026-03-02')).toBeCloseTo(0.3, 9);
    });

    it('loses nothing of what many add at once', async () => {
      await Promise.all(Array.from({ length: 40 }, () => repository().add([entry({ usd: 0.25 })])));
      expect(await repository().spentUsd('alice', '2026-03-02')).toBeCloseTo(10, 9);
    });
  });
}
