import { readFileSync } from 'node:fs';
import { alertsOf, readRules } from './rules/rules-file.ts';

const PARTS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Fix'];
const text = readFileSync('docs/RUNBOOK.md', 'utf8');
const alerts = new Set(alertsOf(readRules()).map(({ alert }) => alert));
const chapter = /^## Alerts\n(.*?)^## /ms.exec(text)?.[1] ?? '';
const sections = chapter
  .split(/^### /m)
  .slice(1)
  .map((section) => ({ name: section.split('\n')[0]!, section }));

describe('the runbook', () => {
  it('has a section for each alert, and none for what is no alert', () =>
    expect(sections.map(({ name }) => name).sort()).toEqual([...alerts].sort()));

  it.each(sections)(
    'says of $name what it means, how bad it is, what to look at and what to do',
    ({ section }) => {
      expect([...section.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part)).toEqual(PARTS);
      const block = /```\n(.*?)\n```/s.exec(section)?.[1] ?? '';
      expect(block.split('\n')).toHaveLength(3);
    },
  );
});
