import { createHash } from 'node:crypto';
import { requestOf } from '../../../../test/doubles/sample-analysis.js';
import { FRAMEWORK_NAMES } from '../../../analysis/analysis.js';
import { critiqueStep } from '../steps/critique-step.js';
import { frameworkStep } from '../steps/framework-step.js';
import { planOf } from '../steps/plan.js';
import { proseResearch, singleStepResearch } from '../steps/research-step.js';
import { synthesisStep } from '../steps/synthesis-step.js';
import { PROMPT_VERSION } from './prompt-version.js';
import { repaired } from './repair.prompt.js';
import { systemPrompt } from './system.prompt.js';

/** What each version asked. Never change a line: when a prompt changes, raise PROMPT_VERSION and add one. */
const RELEASED: Readonly<Record<string, string>> = {
  '1': 'd80882f76628058944f8ba9ff91ecb4ddf9021e036977d0a128ec76799a3ced6',
};

const request = requestOf({ research: 'web', depth: 'deep' });
const plan = planOf(request);
const about = { system: systemPrompt('=====mark', 'en'), maxOutputTokens: 100 };
const search = { request, plan, about, subject: 'SUBJECT' };
const questions = [
  ...FRAMEWORK_NAMES.map((name) => frameworkStep(name, plan.items, about, 'EVIDENCE')),
  critiqueStep(about, 'STATEMENTS'),
  synthesisStep(plan, about, 'STATEMENTS'),
  singleStepResearch(search),
  proseResearch(search),
].map(({ question }) => question);

describe('the prompts', () => {
  it('are those of their version, word for word', () => {
    const repairs = (['reply_cut_off', 'reply_blocked', 'reply_invalid'] as const).flatMap((problem) =>
      questions.slice(0, 1).map((question) => repaired(question, { problem, faults: ['a: invalid_type'] })),
    );
    const hash = createHash('sha256')
      .update(JSON.stringify([...questions, ...repairs]))
      .digest('hex');
    expect({ [PROMPT_VERSION]: hash }).toEqual({ [PROMPT_VERSION]: RELEASED[PROMPT_VERSION] });
    expect(new Set(Object.values(RELEASED)).size).toBe(Object.keys(RELEASED).length);
  });

  it('tell of each framework how to cite, and to say where evidence lacks', () => {
    for (const { system, prompt } of questions.slice(0, FRAMEWORK_NAMES.length)) {
      expect(system).toMatch(/exact words/);
      expect(`${system}${prompt}`).toMatch(/insufficient/);
      expect(prompt.indexOf('EVIDENCE')).toBeLessThan(prompt.indexOf('Task'));
    }
    expect(new Set(questions.map(({ prompt }) => prompt)).size).toBe(questions.length - 1);
  });

  it('come with schemas that the upstream understands', () => {
    const understood =
      /^(?:type|title|description|enum|items|minItems|maxItems|minimum|maximum|anyOf|properties|additionalProperties|required)$/;
    const check = (schema: unknown): void => {
      for (const [keyword, value] of Object.entries(schema as Record<string, unknown>)) {
        expect(keyword).toMatch(understood);
        if (keyword === 'properties') Object.values(value as object).forEach(check);
        if (keyword === 'items') check(value);
        if (keyword === 'anyOf') (value as unknown[]).forEach(check);
      }
    };
    for (const { schema } of questions) if (schema) check(schema);
    expect(questions.filter(({ schema }) => schema === null)).toHaveLength(1);
  });
});
