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

  // The way of the first block leads to a pod of the API: what a worker counts is not there, and all seems well.
  it.each(sections)('asks for $name where the figures of every pod are, or says which pod', ({ section }) => {
    const ofOnePod = [...section.matchAll(/^curl -s localhost:9090\/metrics \| grep (.+)$/gm)]
      .map(([, wanted]) => wanted!)
      // Each pod reports the same rows of the store.
      .filter((wanted) => !wanted.includes('consultantos_jobs_'));
    const saysWhich = section.includes('(#the-pod-that-an-alert-names)');
    expect(saysWhich ? [] : ofOnePod).toEqual([]);
  });
});
