/**
 * Judges an engine: how well it sorts single sentences, where it can be asked about one, and what its reports on whole
 * cases are worth. Ends with 1 where a gate is missed, a case fails, a quote is wrong or a report shows what it must not,
 * with 2 for a wrong call.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CASE_ENGINES, runCases } from './cases/cases.mjs';

const PARTS = ['sentences', 'cases'];
const SETS = ['judging', 'tuning'];
const USAGE = `npm run eval -- [--engine ${CASE_ENGINES.join('|')}] [--only ${PARTS.join('|')}] [--set ${SETS.join('|')}] [--max-usd 1] [--json FILE]`;

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'extractive' },
    only: { type: 'string' },
    set: { type: 'string', default: 'judging' },
    'max-usd': { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const { engine, only, set } = values;
const say = (text) => process.stdout.write(`${text}\n`);

/** By name; null for what the engine cannot be asked. Only here is what needs `tsc -p eval` loaded. */
const RUNS = {
  sentences: async () => (await import('../dist/eval/eval/sentences.js')).judgeSentences(engine, set),
  cases: () => runCases(engine, values['max-usd']),
};

async function main() {
  if (!CASE_ENGINES.includes(engine) || !SETS.includes(set) || (only !== undefined && !PARTS.includes(only)))
    return refuse(USAGE);
  const found = {};
  for (const part of only === undefined ? PARTS : [only]) {
    const judgement = await RUNS[part]();
    if (judgement) say(`${judgement.text}\n`);
    if (judgement) found[part] = judgement;
  }
  if (found.cases === undefined && only !== 'sentences')
    return refuse('GEMINI_API_KEY is not set; --engine stand-in tries the same path without one.');
  if (Object.keys(found).length === 0) return refuse(`The ${engine} engine is asked about whole cases only.`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(resultOf(found), null, 2)}\n`);
  return Object.values(found).every(({ good }) => good) ? 0 : 1;
}

const resultOf = (found) => ({
  engine,
  ...Object.fromEntries(Object.entries(found).map(([part, { result }]) => [part, result])),
});

function refuse(text) {
  say(text);
  return 2;
}

process.exitCode = await main();
