import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(60_000);

interface Result {
  readonly cases: {
    readonly scores: readonly { readonly faults: readonly string[] }[];
    readonly sum: { readonly expected: number; readonly found: number };
  };
}

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'consultantos-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @throws Error with its output where it fails */
const run = async (...args: string[]) =>
  (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;

it('The demonstration goes the whole way of the gemini engine, and says at both ends that it is no analysis', async () => {
  const page = join(folder, 'report.html');
  const text = await run('demo/gemini.mjs', '--html', page);
  expect(text.match(/This shows the path, not an analysis/g)).toHaveLength(2);
  for (const step of [
    '/analyze/estimate',
    'research finished',
    'synthesis finished',
    'completed',
    'GET /usage',
  ])
    expect(text).toContain(step);
  const findings = text.split('\n').filter((line) => /^ {2}(?:finding|recommendation): /.test(line));
  expect(findings.length).toBeGreaterThan(1);
  for (const line of findings) expect(line).toContain('Stand-in text, not an analysis:');
  expect(readFileSync(page, 'utf8')).toContain('stand-in-not-a-model');
});

it('The cases are scored with the extractive engine: no quote is wrong, nothing stands without evidence', async () => {
  const file = join(folder, 'cases.json');
  await run('eval/eval.mjs', '--only', 'cases', '--json', file);
  const { sum, scores } = (JSON.parse(readFileSync(file, 'utf8')) as Result).cases;
  expect(scores.flatMap(({ faults }) => faults)).toEqual([]);
  expect(sum).toMatchObject({ wrong_citations: 0, unsupported: 0, usd: 0 });
  expect(sum.found).toBeGreaterThan(sum.expected / 2);
});

it('The cases judge the way through the stand-in, and say that it is no analysis', async () => {
  const file = join(folder, 'stand-in.json');
  const told = await run('eval/eval.mjs', '--only', 'cases', '--engine', 'stand-in', '--json', file);
  expect(told).toContain('NOT AN ANALYSIS');
  const { sum } = (JSON.parse(readFileSync(file, 'utf8')) as Result).cases;
  expect(sum).toMatchObject({ wrong_citations: 0 });
});
