/** How long a report takes as HTML and as PDF, and how long the main loop is held up: `npm run bench:render`. */
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, table } from './lib/numbers.mjs';
import { broken, empty, largest, middling, typical } from './reports.mjs';

const require = createRequire(import.meta.url);
const { PdfWriter, renderHtml } = require('../dist/analysis/report/report.js');

const ROUNDS = 10;
const LIMITS = { html: 20, pdf: 400, loop: 20 };
const never = new AbortController().signal;

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

/** What `work` took, and in each of its rounds the longest time in ms in which a timer of 1 ms did not come. */
async function watched(work) {
  const blocks = [];
  const taken = await times(async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await work();
    // A turn more, so that what came last is seen too.
    await sleep(2);
    delay.disable();
    blocks.push(delay.max / 1e6);
  });
  return { ...taken, block: median(blocks), longest: Math.max(...blocks) };
}

/** What the main thread itself works for it, whatever else the machine does: median, ms. */
async function ownTime(work) {
  const spent = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    spent.push((user + system) / 1000);
  }
  return median(spent);
}

const pagesOf = (bytes) => bytes.toString('latin1').match(/\/Type \/Page\b/g).length;

const writer = new PdfWriter();
const rows = [];
for (const [name, make] of Object.entries({ empty, broken, typical, middling, largest })) {
  const stored = make();
  const html = await times(() => renderHtml(stored));
  let bytes;
  const pdf = await watched(async () => (bytes = await writer.write(stored, never)));
  // What this machine does to a loop that has nothing to do, over the same time.
  const idle = await watched(() => sleep(pdf.warm));
  const own = await ownTime(() => writer.write(stored, never));
  rows.push([
    name,
    Math.round(renderHtml(stored).length / 1000),
    html.warm.toFixed(1),
    pagesOf(bytes),
    Math.round(bytes.length / 1000),
    Math.round(pdf.first),
    Math.round(pdf.warm),
    own.toFixed(1),
    ...[pdf.block, pdf.longest, idle.block, idle.longest].map((value) => value.toFixed(1)),
  ]);
}
await writer.onApplicationShutdown();
const heads = [
  'report',
  'html kB',
  'html ms',
  'pages',
  'pdf kB',
  'pdf first ms',
  'pdf warm ms',
  'of which main thread works',
  'loop held up ms, median',
  'longest',
  'idle: median',
  'longest',
];
console.log(table(heads, rows));
console.log(
  `\nWanted: html below ${LIMITS.html} ms, pdf below ${LIMITS.pdf} ms warm, the loop never held up for ${LIMITS.loop} ms.`,
);
