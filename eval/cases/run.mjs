/**
 * Runs whole cases through the service with one engine and scores the reports: which of the parts that the sources speak
 * of were found, whether quotes are exact, what is unsupported, cost, time. Ends with 1 where a case fails, a quote is wrong
 * or a report shows what it must not; what the stand-in states is not judged. `npm run eval:cases -- [--engine extractive|stand-in|gemini] [--max-usd 1] [--json FILE]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from '../../bench/lib/numbers.mjs';
import { GeminiServer } from '../../test/doubles/gemini-server.ts';
import { NOT_AN_ANALYSIS, standIn } from '../../test/doubles/gemini-stand-in.ts';
import { startLocalService } from '../../test/doubles/local-service.mjs';
import { scoreOf } from './score.mjs';

const ROOT = new URL('../../', import.meta.url);
const say = (text) => process.stdout.write(`${text}\n`);
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'extractive' },
    'max-usd': { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});

const ENGINES = {
  extractive: () => ({ engine: 'extractive', env: {}, close: () => undefined }),
  'stand-in': async () => {
    const upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    say(
      `NOT AN ANALYSIS: a stand-in answers ("${NOT_AN_ANALYSIS} …"). Only the path is tried; cost is an example.\n`,
    );
    return { engine: 'gemini', env: upstream.env, close: () => upstream.close() };
  },
  gemini: () => {
    if (!process.env.GEMINI_API_KEY) return null;
    const ours = Object.entries(process.env).filter(([name]) => name.startsWith('GEMINI_'));
    return { engine: 'gemini', env: Object.fromEntries(ours), close: () => undefined };
  },
};

/** The stand-in quotes whatever stands there: a run with it tries the harness and the path, and no engine. */
const JUDGES = values.engine !== 'stand-in';

async function analyse(url, body) {
  const begun = performance.now();
  const answer = await fetch(`${url}/analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, cache: 'bypass', on_timeout: 'fail' }),
  });
  const { report, code, message } = await answer.json();
  return {
    report,
    failure: answer.status === 200 ? null : `${code}: ${message}`,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function runCase(url, engine, each) {
  const body = each.body ?? JSON.parse(readFileSync(new URL(each.file, ROOT), 'utf8'));
  const { report, failure, seconds } = await analyse(url, { ...body, engine });
  if (failure !== null) return { name: each.name, failure, faults: [failure] };
  return { name: each.name, failure, ...scoreOf(each, body, report, Number(seconds.toFixed(3)), JUDGES) };
}

const percent = (part, whole) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);
const rowOf = (score) =>
  score.failure !== null
    ? [score.name, score.failure, ...Array(7).fill('')]
    : [
        score.name,
        `${score.found}/${score.expected}`,
        score.statements,
        percent(score.unsupported, score.statements),
        percent(score.citations - score.wrong_citations, score.citations),
        score.confidence,
        score.calls,
        score.usd,
        score.seconds,
      ];

function sumOf(scores) {
  const done = scores.filter(({ failure }) => failure === null);
  const sum = (key) => done.reduce((total, score) => total + score[key], 0);
  const name = `all (${done.length} of ${scores.length} done)`;
  const keys = [
    'expected',
    'found',
    'statements',
    'unsupported',
    'citations',
    'wrong_citations',
    'calls',
    'tokens',
  ];
  const rounded = { usd: Number(sum('usd').toFixed(6)), seconds: Number(sum('seconds').toFixed(3)) };
  return {
    name,
    failure: null,
    confidence: '',
    ...Object.fromEntries(keys.map((key) => [key, sum(key)])),
    ...rounded,
  };
}

const prepare = ENGINES[values.engine];
if (!prepare) {
  say(`--engine is one of ${Object.keys(ENGINES).join(', ')}`);
  process.exit(2);
}
const prepared = await prepare();
if (!prepared) {
  say('GEMINI_API_KEY is not set.');
  process.exit(2);
}
const { engine, env, close } = prepared;
const service = await startLocalService({ ...env, DAILY_BUDGET_USD: values['max-usd'] });
const scores = [];
try {
  for (const each of JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')))
    scores.push(await runCase(service.url, engine, each));
} finally {
  await service.close();
  await close();
}
const HEADS = [
  'case',
  'parts found',
  'statements',
  'unsupported',
  'quotes exact',
  'confidence',
  'calls',
  'USD',
  'seconds',
];
say(table(HEADS, [...scores, sumOf(scores)].map(rowOf)));
for (const { name, faults, missing = [] } of scores) {
  if (missing.length > 0) say(`${name}: not found: ${missing.join(', ')}`);
  for (const fault of faults) say(`FAULT in ${name}: ${fault}`);
}
if (values.json !== undefined) {
  const result = {
    engine: values.engine,
    not_an_analysis: values.engine === 'stand-in',
    scores,
    sum: sumOf(scores),
  };
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = scores.some(({ faults }) => faults.length > 0) ? 1 : 0;
