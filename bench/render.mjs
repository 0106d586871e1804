/** How long a report takes as HTML and as PDF, and whether the main loop is held up: `npm run bench:render`. */
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { broken, empty, largest, typical } from './reports.mjs';

const require = createRequire(import.meta.url);
const { PdfWriter, renderHtml } = require('../dist/analysis/report/report.js');

const ROUNDS = 10;
const LIMITS = { html: 20, pdf: 400, loop: 20 };
const never = new AbortController().signal;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function times(work) {
  const taken = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  // The first round starts the thread, opens the fonts and compiles.
  return { first: taken[0], warm: median(taken.slice(1)) };
}

const writer = new PdfWriter();
const rows = [];
for (const [name, make] of Object.entries({ empty, broken, typical, largest })) {
  const stored = make();
  const html = await times(() => renderHtml(stored));
  let bytes;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const pdf = await times(async () => (bytes = await writer.write(stored, never)));
  delay.disable();
  rows.push({
    report: name,
    'html kB': Math.round(renderHtml(stored).length / 1000),
    'html ms': Number(html.warm.toFixed(1)),
    'pdf kB': Math.round(bytes.length / 1000),
    'pdf first ms': Math.round(pdf.first),
    'pdf warm ms': Math.round(pdf.warm),
    'loop held up ms': Number((delay.max / 1e6).toFixed(1)),
  });
}
console.table(rows);
console.log(
  `Wanted: html below ${LIMITS.html} ms, pdf below ${LIMITS.pdf} ms warm, the loop never held up for ${LIMITS.loop} ms.`,
);
await writer.onApplicationShutdown();
