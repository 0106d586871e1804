import { setImmediate } from 'node:timers/promises';
import { readPdf } from '../../../../test/doubles/read-pdf.js';
import { storedReport } from '../../../../test/doubles/sample-analysis.js';
import { PdfWriter } from './pdf-writer.js';

// The thread opens its fonts first.
jest.setTimeout(60_000);

const stored = storedReport({ company: 'AT&T' }, 2);
const never = new AbortController().signal;

describe('PdfWriter', () => {
  let writer: PdfWriter;
  beforeEach(() => (writer = new PdfWriter()));
  afterEach(() => writer.onApplicationShutdown());

  it('writes a PDF in its thread, while the main thread goes on', async () => {
    let turns = 0;
    const writing = writer.write(stored, never);
    const finished = writing.then(() => true);
    while (!(await Promise.race([finished, setImmediate(false)]))) turns += 1;
    const { title } = await readPdf(await writing);
    expect(title).toBe('AT&T: strategic analysis');
    expect(turns).toBeGreaterThan(100);
  });

  it('stops when nobody waits any more, and writes the next one', async () => {
    const caller = new AbortController();
    const first = writer.write(stored, caller.signal);
    caller.abort(new Error('hung up'));
    await expect(first).rejects.toThrow('hung up');
    expect((await writer.write(stored, never)).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('refuses politely when too many wait', async () => {
    const caller = new AbortController();
    const all = Array.from({ length: 20 }, () => writer.write(stored, caller.signal));
    const outcomes = Promise.allSettled(all);
    await expect(all.at(-1)).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    caller.abort(new Error('enough'));
    expect((await outcomes).filter(({ status }) => status === 'rejected')).toHaveLength(20);
  });
});
