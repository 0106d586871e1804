/**
 * The whole way of the gemini engine without a key: the service, a stand-in for Google's API that speaks its protocol, a
 * job with its events, the report, and what it would cost. `npm run demo:gemini -- [BODY.json] [--html FILE] [--serve]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GeminiServer } from '../test/doubles/gemini-server.ts';
import { NOT_AN_ANALYSIS, standIn } from '../test/doubles/gemini-stand-in.ts';
import { startLocalService } from '../test/doubles/local-service.mjs';

const WARNING = `
  This shows the path, not an analysis. Nobody asks Gemini: a stand-in on this machine answers in its protocol.
  It quotes sentences of the sources in the order in which they stand and judges nothing; each of its texts begins with
  "${NOT_AN_ANALYSIS}". Tokens are invented too, so the cost is an example of how it is counted.
`;
/** Shown in the report: its reader must not take this for a model's work. */
const MODEL = 'stand-in-not-a-model';
const PRICES = JSON.stringify({ [MODEL]: { input: 0.75, cached: 0.075, output: 3.75, search: 14 } });
const ANSWER_MS = 600;
const say = (text) => process.stdout.write(`${text}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { html: { type: 'string' }, serve: { type: 'boolean', default: false } },
});
const example = new URL('../examples/retailer.json', import.meta.url);
const body = {
  ...JSON.parse(readFileSync(positionals[0] ?? example, 'utf8')),
  engine: 'gemini',
  depth: 'deep',
  research: 'web',
};

const upstream = await GeminiServer.start('stand-in-key', MODEL);
upstream.always('*', standIn(ANSWER_MS));
const port = values.serve ? (process.env.PORT ?? '8080') : '0';
const env = { ...upstream.env, GEMINI_PRICES: PRICES, PORT: port, DAILY_BUDGET_USD: '1' };
const service = await startLocalService(env, values.serve ? process.stdout : undefined);
const { url } = service;

async function ask(path, posted) {
  const answer = await fetch(`${url}${path}`, {
    ...(posted && {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'demo-1' },
      body: JSON.stringify(posted),
    }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** Prints the events of a job as they come; ends with the job. */
async function follow(path) {
  const { body: stream } = await ask(path);
  let text = '';
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      if (data !== undefined) sayEvent(/^event: (.*)$/m.exec(text)[1], JSON.parse(data));
      text = text.slice(end + 2);
    }
  }
}

const sayEvent = (name, { progress, stage = '', state = '' }) =>
  say(`  ${String(Math.round(progress * 100)).padStart(3)} %  ${name.padEnd(10)} ${stage} ${state}`);

async function show() {
  const estimate = await (await ask('/analyze/estimate', body)).json();
  say(`POST /analyze/estimate   ${estimate.calls} calls, at most ${estimate.cost_usd_max} USD`);
  const job = await (await ask('/analyze/async', body)).json();
  say(`POST /analyze/async      202, job ${job.job_id}\nGET ${job.events_url.slice(0, 9)}…/events`);
  await follow(job.events_url);
  const { report_id } = await (await ask(job.status_url)).json();
  const report = await (await ask(`/reports/${report_id}`)).json();
  say(`GET /reports/${report_id}`);
  for (const { text } of report.executive_summary.key_findings) say(`  finding: ${text}`);
  for (const { text } of report.recommendations) say(`  recommendation: ${text}`);
  const supported = report.claims.filter(({ support }) => support !== 'unverified').length;
  say(`  ${report.claims.length} claims, ${supported} of them with quotes that stand in the sources`);
  const { cost, engine } = report;
  say(
    `  engine ${engine.name}, model ${engine.model}, ${cost.calls} calls, ${cost.tokens} tokens, ${cost.usd} USD`,
  );
  const { budget } = await (await ask('/usage')).json();
  say(`GET /usage               ${budget.spent_usd} of ${budget.daily_usd} USD of today are spent`);
  if (values.html === undefined) return;
  writeFileSync(values.html, await (await ask(`/reports/${report_id}?format=html`)).text());
  say(`The report as a page: ${values.html}`);
}

async function end() {
  await service.close();
  await upstream.close();
}

say(WARNING);
if (values.serve) {
  say(`The service listens at ${url}, its description is at ${url}/docs. Ctrl-C ends it.\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end());
} else {
  await show();
  say(WARNING);
  await end();
}
