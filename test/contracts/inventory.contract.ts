import { randomUUID } from 'node:crypto';
import type { Inventory } from '../../src/analysis/ports/inventory.port.js';
import type { JobRepository } from '../../src/analysis/ports/job-repository.port.js';
import type { ReportRepository } from '../../src/analysis/ports/report-repository.port.js';
import type { UsageRepository } from '../../src/analysis/ports/usage-repository.port.js';
import { newJob } from '../doubles/sample-jobs.js';
import { type Make, subjectOf } from './contract.js';

/** An inventory, and what fills the database that it counts. */
export interface Stock {
  readonly inventory: Inventory;
  readonly reports: ReportRepository;
  readonly jobs: JobRepository;
  readonly usage: UsageRepository;
}

const report = (client: string) => ({
  id: randomUUID(),
  client,
  company: 'AT&T',
  frameworks: ['swot'] as const,
  engine: 'extractive' as const,
  confidence_score: 0.42,
  partial: false,
  cost_usd: 0,
  created_at: '2026-03-01T12:00:00.000Z',
});
const entry = (client: string) => ({
  id: randomUUID(),
  client,
  day: '2026-03-02',
  framework: 'swot' as const,
  analyses: 1,
  calls: 0,
  unpriced_calls: 0,
  tokens: 0,
  usd: 0,
});

export function describeInventory(name: string, make: Make<Stock>): void {
  describe(`Inventory: ${name}`, () => {
    const stock = subjectOf(make);

    it('finds nothing in a new database', async () => {
      expect(await stock().inventory.counts()).toEqual({ reports: 0, jobs: 0, usage: 0 });
    });

    it('counts what there is of each kind, whosever it is, and a job however much is kept beside it', async () => {
      const { inventory, reports, jobs, usage } = stock();
      for (const client of ['alice', 'bob', 'bob']) await reports.add(report(client));
      const stages = [{ name: 'swot', result: [1] }];
      const key = { value: 'order-7', body_hash: 'a', expires_at: '2999-01-01T00:00:00.000Z' };
      for (const client of ['alice', 'bob']) await jobs.create(newJob({ client }, { stages, key }));
      await usage.add([entry('alice'), entry('alice'), entry('bob'), entry('carol')]);
      expect(await inventory.counts()).toEqual({ reports: 3, jobs: 2, usage: 4 });
    });

    it('leaves out what was removed, and counts nothing twice', async () => {
      const { inventory, reports, jobs, usage } = stock();
      const [kept, removed] = [report('alice'), report('alice')];
      for (const each of [kept, removed]) await reports.add(each);
      await reports.remove(removed.id, 'alice');
      const created = await jobs.create(newJob());
      if (!('job' in created)) throw new Error('The key was taken.');
      await jobs.update(created.job, {
        change: { status: 'completed', finished_at: '2026-03-01T12:01:00.000Z' },
      });
      await jobs.removeFinished('2026-03-01T12:02:00.000Z', 10);
      const known = entry('alice');
      for (let round = 0; round < 2; round += 1) await usage.add([known]);
      expect(await inventory.counts()).toEqual({ reports: 1, jobs: 0, usage: 1 });
    });
  });
}
