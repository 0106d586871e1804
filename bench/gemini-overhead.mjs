/**
 * What the pipeline adds to the upstream: time of POST /analyze less the longest path through the calls that it makes,
 * each as long as the stand-in measured it, from the first byte of the request on. The stand-in answers after a fixed time.
 * `npm run bench:gemini -- [--runs 30] [--delay 150]`
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GeminiServer } from '../test/doubles/gemini-server.ts';
import { standIn } from '../test/doubles/gemini-stand-in.ts';
import { median, table } from './lib/numbers.mjs';
import { startServer } from './lib/server.mjs';

const LIMIT_MS = 30;
/** As in a process that has run for a while; these wait for nothing. */
const WARM_UP = 60;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '30' }, delay: { type: 'string', default: '150' } },
});
const RUNS = Number(values.runs);
const DELAY_MS = Number(values.delay);

const sources = JSON.parse(
  readFileSync(new URL('../examples/retailer.json', import.meta.url), 'utf8'),
).sources;
const BODY = { company: 'Alder & Finch', engine: 'gemini', cache: 'bypass', sources };
const FRAMEWORKS = ['porter', 'swot', 'pestel', 'blue_ocean'];
const CASES = {
  'one framework': { ...BODY, frameworks: ['swot'] },
  'four frameworks': { ...BODY, frameworks: FRAMEWORKS },
  'four, web search, second look': { ...BODY, frameworks: FRAMEWORKS, research: 'web', depth: 'deep' },
};

const upstream = await GeminiServer.start();
const taken = new Map();
let delayMs = 0;
upstream.always('*', async (response, request) => {
  response.once('finish', () => taken.set(request.step, performance.now() - request.arrived));
  await standIn(delayMs)(response, request);
});
const main = fileURLToPath(new URL('../dist/bundle.js', import.meta.url));
const service = await startServer(main, { ...upstream.env, GEMINI_MAX_CONCURRENCY: '16' });

/** Steps one after the other, the frameworks side by side. */
const longestPath = () => {
  const of = (step) => taken.get(step) ?? 0;
  return of('research') + Math.max(...FRAMEWORKS.map(of)) + of('critique') + of('synthesis');
};

async function once(body) {
  taken.clear();
  const begun = performance.now();
  const answer = await fetch(`${service.url}/analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  const whole = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`The service answered ${answer.status}.`);
  return { whole, path: longestPath(), added: whole - longestPath() };
}

const rows = [];
let worst = 0;
try {
  for (const [name, body] of Object.entries(CASES)) {
    delayMs = 0;
    for (let run = 0; run < WARM_UP; run += 1) await once(body);
    delayMs = DELAY_MS;
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await once(body));
    const column = (key) => runs.map((each) => each[key]);
    const added = column('added').toSorted((a, b) => a - b);
    const middle = median(added);
    worst = Math.max(worst, middle);
    const cells = [
      median(column('path')),
      median(column('whole')),
      middle,
      added[Math.floor(RUNS * 0.9)],
      added.at(-1),
    ];
    rows.push([name, ...cells.map((value) => value.toFixed(1))]);
  }
} finally {
  await service.stop();
  await upstream.close();
}
console.log(table(['request', 'upstream ms', 'whole ms', 'added: median', '90 %', 'most'], rows));
console.log(
  `Wanted: less than ${LIMIT_MS} ms added at the median. ${worst < LIMIT_MS ? 'Held.' : 'MISSED.'}`,
);
process.exitCode = worst < LIMIT_MS ? 0 : 1;
