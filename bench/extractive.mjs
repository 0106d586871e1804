/**
 * How long the extractive engine reads, in its own thread, and how long an analysis of a full body holds up the main
 * loop on its way through POST /analyze: parsing, posting to the thread, citing, assembling, writing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const FRAMEWORKS = ['porter', 'swot', 'pestel', 'blue_ocean'];
const RUNS = 7;
const LONGEST_SOURCE = 190_000;

const sentences = readFileSync(new URL('../eval/tuning.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).text);

/** Sources of so many characters in all, four sentences a paragraph. */
function sourcesOf(characters) {
  const paragraphs = [];
  for (let at = 0, length = 0; length < characters; at += 4) {
    const text = [0, 1, 2, 3].map((step) => sentences[(at + step) % sentences.length]).join(' ');
    paragraphs.push(text);
    length += text.length + 2;
  }
  const content = paragraphs.join('\n\n').slice(0, characters);
  return Array.from({ length: Math.ceil(characters / LONGEST_SOURCE) }, (_, index) => ({
    id: `s${index}`,
    title: `Source ${index}`,
    content: content.slice(index * LONGEST_SOURCE, (index + 1) * LONGEST_SOURCE),
  }));
}

const ms = (value) => `${value.toFixed(0)} ms`;
const megabytes = () => process.memoryUsage().rss / 1e6;

async function readings() {
  const { ReaderPool } = require('../dist/adapters/extractive/thread/reader-pool.js');
  const pool = new ReaderPool();
  const before = megabytes();
  await pool.ready();
  console.log(`thread: ${(megabytes() - before).toFixed(0)} MB at rest`);
  const { signal } = new AbortController();
  for (const kilobytes of [30, 300, 900]) {
    const sources = sourcesOf(kilobytes * 1000);
    const times = [];
    for (let run = 0; run < RUNS; run += 1) {
      const begun = performance.now();
      await pool.read({ company: 'Acme', frameworks: FRAMEWORKS, sources, items: 5 }, signal);
      times.push(performance.now() - begun);
    }
    const sorted = times.toSorted((a, b) => a - b);
    console.log(
      `${kilobytes} kB: first ${ms(times[0])}, median ${ms(sorted[RUNS >> 1])}, worst ${ms(sorted.at(-1))}`,
    );
  }
  await pool.close();
}

async function mainLoop() {
  const { createApp } = require('../dist/app.js');
  const { parseConfig } = require('../dist/config/config.js');
  const { StartupGate } = require('../dist/health/startup-gate.js');
  const folder = mkdtempSync(join(tmpdir(), 'consultantos-bench-'));
  const config = parseConfig({ ENVIRONMENT: 'test', DATA_DIR: folder, HOST: '127.0.0.1', PORT: '0' });
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const app = await createApp({ config, destination });
  await app.listen(0, '127.0.0.1');
  await app.get(StartupGate).run();
  const url = `http://127.0.0.1:${app.getHttpServer().address().port}/analyze`;
  const body = JSON.stringify({
    company: 'Acme',
    depth: 'deep',
    cache: 'bypass',
    sources: sourcesOf(900_000),
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let run = 0; run < 5; run += 1) {
    await sleep(200);
    delay.enable();
    const { status, took } = await post(url, body);
    delay.disable();
    console.log(
      `POST /analyze, 900 kB: ${status} in ${ms(took)}, main loop held up ${ms(delay.max / 1e6)} at most`,
    );
    delay.reset();
  }
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}

/** From another thread, so that the client's own work is not counted. */
function post(url, body) {
  const client = `
    const { parentPort, workerData } = require('node:worker_threads');
    const begun = performance.now();
    fetch(workerData.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: workerData.body })
      .then(async (answer) => { await answer.text(); parentPort.postMessage({ status: answer.status, took: performance.now() - begun }); });`;
  return new Promise((resolve, reject) => {
    new Worker(client, { eval: true, workerData: { url, body } })
      .once('message', resolve)
      .once('error', reject);
  });
}

await readings();
await mainLoop();
