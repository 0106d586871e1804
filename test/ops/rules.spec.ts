import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { generatedOps } from '../../ops/generate.ts';
import { describeWith } from '../needs.js';
import { RULE_TESTS } from './rules/all-tests.ts';
import { mutantsOf } from './rules/mutants.ts';
import { PROMTOOL, tryRules } from './rules/promtool.ts';
import { alertsOf, readRules, RULES_FILE, rulesFor } from './rules/rules-file.ts';

jest.setTimeout(120_000);

const rules = readRules();
const alerts = alertsOf(rules);
const testsOf = (name: string) => RULE_TESTS.filter(({ alert }) => alert === name);

it.each(Object.entries(generatedOps()))('%s is what "npm run generate" writes', (path, text) =>
  expect(readFileSync(path, 'utf8')).toBe(text),
);

describe.each([...new Set(alerts.map(({ alert }) => alert))])('%s', (name) => {
  const ours = alerts.filter(({ alert }) => alert === name);

  it('has tests in which it fires, each of its rules', () => {
    const fired = testsOf(name).flatMap(({ fires }) => fires as readonly Record<string, string>[]);
    const silent = ours.filter(
      ({ labels }) =>
        !fired.some((each) => Object.entries(labels).every(([key, value]) => each[key] === value)),
    );
    expect(silent).toEqual([]);
  });

  it('has a test in which it is quiet, unless it always fires', () =>
    expect(testsOf(name).some(({ fires }) => fires.length === 0)).toBe(name !== 'Watchdog'));

  it('says whom it concerns, what it means and where to look', () => {
    for (const { labels, annotations } of ours) {
      expect(labels).toMatchObject({ severity: expect.stringMatching(/^(critical|warning|ticket|none)$/) });
      expect(labels.component).toMatch(/^[a-z]+$/);
      expect(annotations.summary).toMatch(/^\S.{10,}[^.]$/);
      expect(annotations.description).toMatch(/^\S.{30,}\.$/);
      expect(annotations.runbook_url).toMatch(new RegExp(`/docs/RUNBOOK\\.md#${name.toLowerCase()}$`));
      expect(annotations.dashboard_url).toMatch(/\/d\/consultantos-[a-z]+$/);
    }
  });

  // The reverse: runbook.spec.ts.
  it('has a heading in docs/RUNBOOK.md', () =>
    expect(readFileSync('docs/RUNBOOK.md', 'utf8')).toMatch(new RegExp(`^#+ ${name}$`, 'm')));
});

describeWith(PROMTOOL, 'the rules', () => {
  it('are accepted by promtool, with every lint', () => {
    const args = ['check', 'rules', '--lint=all', '--lint-fatal', RULES_FILE];
    expect(execFileSync(PROMTOOL, args, { encoding: 'utf8' })).toContain('SUCCESS');
  });

  it('are scraped for by a configuration that promtool accepts', () => {
    const args = ['check', 'config', 'ops/prometheus/prometheus.yml'];
    expect(execFileSync(PROMTOOL, args, { encoding: 'utf8' })).toContain('SUCCESS: 1 rule files found');
  });

  it('fire and stay quiet as their tests say', async () => {
    const names = [...new Set(alerts.map(({ alert }) => alert))];
    const faults = await tryRules(
      names.map((name) => ({ rules: rulesFor(name, rules), tests: testsOf(name) })),
    );
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  // All of them: npm run verify:ops.
  it('are noticed when one is wrong', async () => {
    const wrong = mutantsOf(rules).filter(({ alert }) => alert === 'HighErrorRate');
    const faults = await tryRules(
      wrong.map(({ alert, rules: mutated }) => ({ rules: rulesFor(alert, mutated), tests: testsOf(alert) })),
    );
    expect(wrong.length).toBe(8);
    expect(wrong.filter((_mutant, at) => faults[at] === null)).toEqual([]);
  });
});
