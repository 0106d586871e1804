import { readFileSync } from 'node:fs';
import { table } from '../../bench/lib/numbers.mjs';
import { GeminiServer } from '../../test/doubles/gemini-server.ts';
import { NOT_AN_ANALYSIS, standIn } from '../../test/doubles/gemini-stand-in.ts';
import { startLocalService } from '../../test/doubles/local-service.mjs';
import { scoreOf } from './score.mjs';

const ROOT = new URL('../../', import.meta.url);

const ENGINES = {
  extractive: () => ({ engine: 'extractive', env: {}, close: () => undefined }),
  'stand-in': async () => {
    const upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    return { engine: 'gemini', env: upstream.env, close: () => upstream.close() };
  },
  gemini: () => {
    if (!process.env.GEMINI_API_KEY) return null;
    const ours = Object.entries(process.env).filter(([name]) => name.startsWith('GEMINI_'));
    return { engine: 'gemini', env: Object.fromEntries(ours), close: () => undefined };
  },
};

const WARNING = `NOT AN ANALYSIS: a stand-in answers ("${NOT_AN_ANALYSIS} …"). Only the path is tried; cost is an example.\n`;

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

async function runCase(url, engine, each, judges) {
  const body = each.body ?? JSON.parse(readFileSync(new URL(each.file, ROOT), 'utf8'));
  const { report, failure, seconds } = await analyse(url, { ...body, engine });
  if (failure !== null) return { name: each.name, failure, faults: [failure] };
  return { name: each.name, failure, ...scoreOf(each, body, report, Number(seconds.toFixed(3)), judges) };
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

const print = (scores) =>
  [
    table(HEADS, [...scores, sumOf(scores)].map(rowOf)),
    ...scores.flatMap(({ name, faults, missing = [] }) => [
      ...(missing.length > 0 ? [`${name}: not found: ${missing.join(', ')}`] : []),
      ...faults.map((fault) => `FAULT in ${name}: ${fault}`),
    ]),
  ].join('\n');

/** The engines by which cases can be done. */
export const CASE_ENGINES = Object.keys(ENGINES);

/**
 * Runs whole cases through the service with one engine and scores the reports: which of the parts that the sources speak
 * of were found, whether quotes are exact, what is unsupported, cost, time. It is good where no case fails, no quote is
 * wrong and no report shows what it must not. Null where `gemini` has no key.
 */
export async function runCases(name, maxUsd) {
  const prepared = await ENGINES[name]();
  if (!prepared) return null;
  const { engine, env, close } = prepared;
  // The stand-in quotes whatever stands there: a run with it tries the harness and the path, and no engine.
  const judges = name !== 'stand-in';
  const service = await startLocalService({ ...env, DAILY_BUDGET_USD: maxUsd });
  const scores = [];
  try {
    for (const each of JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')))
      scores.push(await runCase(service.url, engine, each, judges));
  } finally {
    await service.close();
    await close();
  }
  return {
    text: judges ? print(scores) : `${WARNING}\n${print(scores)}`,
    result: { not_an_analysis: !judges, scores, sum: sumOf(scores) },
    good: scores.every(({ faults }) => faults.length === 0),
  };
}
