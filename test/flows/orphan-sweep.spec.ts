import { randomUUID } from 'node:crypto';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupGate } from '../../src/health/startup-gate.js';
import { createTestApp } from '../harness.js';

const TWO_HOURS_AGO = new Date(Date.now() - 2 * 3_600_000);

describe('A start after a kill', () => {
  it('removes what was stored long ago and never registered, and nothing else', async () => {
    const service = await createTestApp({ start: false });
    const answer = await service.post('/analyze', { company: 'Northwind' });
    const { report_id: registered } = (await answer.json()) as { report_id: string };
    const fileOf = (id: string) => join(service.dataDir, 'reports', `${id}.json`);
    const [orphan, fresh] = [randomUUID(), randomUUID()];
    for (const id of [orphan, fresh]) writeFileSync(fileOf(id), '{}');
    for (const id of [orphan, registered]) utimesSync(fileOf(id), TWO_HOURS_AGO, TWO_HOURS_AGO);
    await service.app.get(StartupGate).run();
    expect(await service.logs.until('orphans_removed')).toMatchObject([{ count: 1 }]);
    expect([orphan, fresh, registered].map((id) => existsSync(fileOf(id)))).toEqual([false, true, true]);
    await service.close();
  });
});
