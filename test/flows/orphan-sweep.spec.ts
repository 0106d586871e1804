import { randomUUID } from 'node:crypto';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupGate } from '../../src/health/startup-gate.js';
import { createTestApp } from '../harness.js';

const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const keys = Object.keys as <T extends object>(of: T) => (keyof T)[];

function makeOlder(folder: string, at: Date): void {
  const database = new DatabaseSync(join(folder, 'consultantos.db'));
  database.prepare('UPDATE reports SET created_at = ?').run(at.toISOString());
  database.close();
}

describe('A start after a kill', () => {
  it('removes what was stored long ago and never registered, and nothing else', async () => {
    const service = await createTestApp({ start: false });
    const answer = await service.post('/analyze', { company: 'Northwind' });
    const { report_id: registered } = (await answer.json()) as { report_id: string };
    makeOlder(service.dataDir, daysAgo(30));
    const fileOf = (id: string) => join(service.dataDir, 'reports', `${id}.json`);
    // What is older than all that the database knows belongs to one that was lost.
    const ages = { orphan: 8, fresh: 6, registered: 30, ofTheLost: 31 };
    const ids = { orphan: randomUUID(), fresh: randomUUID(), registered, ofTheLost: randomUUID() };
    for (const name of keys(ids)) {
      if (name !== 'registered') writeFileSync(fileOf(ids[name]), '{}');
      utimesSync(fileOf(ids[name]), daysAgo(ages[name]), daysAgo(ages[name]));
    }
    await service.app.get(StartupGate).run();
    expect(await service.logs.until('orphans_removed')).toMatchObject([{ count: 1 }]);
    const left = keys(ids).filter((name) => existsSync(fileOf(ids[name])));
    expect(left).toEqual(['fresh', 'registered', 'ofTheLost']);
    await service.close();
  });
});
