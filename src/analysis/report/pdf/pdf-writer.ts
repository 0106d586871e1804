import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { compiled, type PoolOptions, ThreadPool } from '../../../threads/threads.js';
import type { StoredReport } from '../../ports/report-storage.port.js';

/** One thread, from the first PDF until a minute after the last: it costs more memory than all else when idle. */
const OPTIONS: PoolOptions = {
  workerFile: compiled('analysis/report/pdf/worker.js'),
  size: 1,
  queue: 16,
  deadlineMs: 20_000,
  memoryMb: 256,
  idleMs: 60_000,
  task: 'Writing the PDF',
};

/** Composes reports and writes them as PDF off the main thread, which a long one would hold up for half a second. */
@Injectable()
export class PdfWriter implements OnApplicationShutdown {
  private readonly pool = new ThreadPool<StoredReport, Uint8Array<ArrayBuffer>>(OPTIONS);

  /** @throws AppError `overloaded`, `deadline_exceeded`, `shutting_down`; the signal's reason once it fires. */
  async write(stored: StoredReport, signal: AbortSignal): Promise<Buffer> {
    const bytes = await this.pool.do(stored, signal);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}
