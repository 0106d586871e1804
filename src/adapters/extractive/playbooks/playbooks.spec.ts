import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../../analysis/analysis.js';
import { playbookFor, PLAYBOOKS } from './playbooks.js';

const named = PLAYBOOKS.map((playbook) => [playbook.name, playbook] as const);
/** A hypothesis says what may be so; it must never read as a finding. */
const MAYBE = /\b(?:may|might|could|can)\b/i;

describe('PLAYBOOKS', () => {
  it('cover at least twelve industries and the general case', () => {
    expect(PLAYBOOKS.length).toBeGreaterThanOrEqual(13);
    expect(PLAYBOOKS.at(-1)?.name).toBe('general');
    expect(new Set(PLAYBOOKS.map(({ name }) => name)).size).toBe(PLAYBOOKS.length);
  });

  it.each(named)('%s has an open question for every bucket of every framework', (_name, { hypotheses }) => {
    for (const framework of FRAMEWORK_NAMES) {
      const buckets = FRAMEWORKS[framework].buckets.map(({ name }) => name);
      expect(Object.keys(hypotheses[framework])).toEqual(buckets);
      for (const { text, question, evidence_needed } of Object.values(hypotheses[framework])) {
        expect(text).toMatch(MAYBE);
        expect(question).toMatch(/\?$/);
        expect(evidence_needed).not.toBe('');
      }
    }
  });

  it.each(named)(
    '%s names where its structure comes from, and holds no figure of its own',
    (_name, playbook) => {
      expect(playbook.structure.length).toBeGreaterThanOrEqual(4);
      for (const source of playbook.structure) expect(source).toMatch(/\d/);
      expect(JSON.stringify(playbook.hypotheses)).not.toMatch(/\d+ ?%|\$\d/);
    },
  );

  it('are each found by a keyword of their own', () => {
    for (const { name, keywords } of PLAYBOOKS.slice(0, -1)) {
      expect(keywords.length).toBeGreaterThan(0);
      for (const keyword of keywords) expect(playbookFor(keyword).name).toBe(name);
    }
  });
});

describe('playbookFor', () => {
  it.each([
    ['Retail banking', 'banking'],
    ['retail', 'retail'],
    ['Enterprise SOFTWARE', 'software'],
    ['Beekeeping', 'general'],
    ['', 'general'],
    [undefined, 'general'],
    ['happy', 'general'],
  ])('%s: %s', (industry, name) => expect(playbookFor(industry).name).toBe(name));
});
