import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { assertReportId, isReportId } from '../../analysis/analysis.js';
import {
  type Rendering,
  ReportStorage,
  type StoredReport,
} from '../../analysis/ports/report-storage.port.js';
import { AppError } from '../../errors/errors.js';
import { GcsCalls } from './gcs-calls.js';
import { GcsLinks } from './gcs-links.js';
import { GcsObjects } from './gcs-objects.js';

const FOLDER = 'reports/';
/** What lies here was made from a report and can be made again. */
const RENDERINGS = 'downloads/';

const nameOf = (id: string): string => {
  assertReportId(id);
  return `${FOLDER}${id}.json`;
};

/** One JSON object for each report in a bucket of Google Cloud Storage. */
@Injectable()
export class GcsReportStorage extends ReportStorage {
  constructor(
    private readonly objects: GcsObjects,
    private readonly calls: GcsCalls,
    private readonly links: GcsLinks,
  ) {
    super();
  }

  override async put(id: string, stored: StoredReport): Promise<void> {
    const name = nameOf(id);
    const text = JSON.stringify(stored);
    const writeId = randomUUID();
    const written = await this.calls.serve('The report cannot be stored', async (signal, attempt) => {
      if (await this.objects.insert(name, text, writeId, signal)) return true;
      // The answer to an earlier try may have been lost on its way: then the object that stands here is ours.
      return attempt > 1 && (await this.objects.writeIdOf(name, signal)) === writeId;
    });
    if (!written) throw new AppError('conflict', 'This report exists already.');
  }

  override async get(id: string): Promise<StoredReport | null> {
    const name = nameOf(id);
    const text = await this.calls.serve('The report cannot be read', (signal) =>
      this.objects.read(name, signal),
    );
    return text === null ? null : (JSON.parse(text) as StoredReport);
  }

  override async remove(id: string): Promise<void> {
    const name = nameOf(id);
    // Also without links: one may have been given out before they were switched off, and be valid for days. And first: where
    // this fails, the report that is left is found, and its removal repeated.
    await this.removeRenderings(id);
    await this.calls.serve('The report cannot be removed', (signal) => this.objects.remove(name, signal));
  }

  override async link(id: string, rendering: Rendering): Promise<string | null> {
    if (this.links.seconds === 0) return null;
    assertReportId(id);
    const name = `${RENDERINGS}${id}/${rendering.name}`;
    const { calls, objects } = this;
    const failing = 'The download cannot be prepared';
    const known = await calls.serve(failing, (signal) => objects.writeIdOf(name, signal));
    if (known === null) {
      const content = await rendering.make();
      const writeId = randomUUID();
      await calls.serve(failing, (signal) =>
        objects.insert(name, content, writeId, signal, rendering.mediaType),
      );
    }
    return calls.serve(failing, () => this.links.sign(name, rendering.disposition));
  }

  override async stale(ageSeconds: number, since = new Date(0)): Promise<readonly string[]> {
    const before = Date.now() - ageSeconds * 1000;
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = await this.calls.call((signal) => this.objects.list(FOLDER, next, signal));
      const old = page.objects.filter(({ createdAt }) => createdAt <= before && createdAt >= since.getTime());
      ids.push(...old.map(({ name }) => name.slice(FOLDER.length, -'.json'.length)).filter(isReportId));
      next = page.next;
    } while (next !== undefined);
    return ids;
  }

  private async removeRenderings(id: string): Promise<void> {
    const failing = 'The report cannot be removed';
    const { calls, objects } = this;
    const page = await calls.serve(failing, (signal) =>
      objects.list(`${RENDERINGS}${id}/`, undefined, signal),
    );
    for (const { name } of page.objects) await calls.serve(failing, (signal) => objects.remove(name, signal));
  }
}
