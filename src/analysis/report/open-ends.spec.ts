import { extracted, findingsOf, requestOf, sourceOf } from '../../../test/doubles/sample-analysis.js';
import { groundsOf } from './check-claim.js';
import { withoutInventions } from './open-ends.js';

const QUOTE = 'Margins rose to 12 % in 2025.';
const request = requestOf({ company: 'Cars24.com', sources: [sourceOf('a', `${QUOTE} We run 300 stores.`)] });
const margins = extracted(request, 'strengths', QUOTE);

const stepsLeft = (step: string, finding = margins) =>
  withoutInventions(
    findingsOf(request, { swot: { findings: [finding] } }, { next_steps: [step] }),
    groundsOf(request),
  ).next_steps;

describe('withoutInventions', () => {
  it.each([
    'Ask why margins rose.',
    'Ask what raised margins by 12 percent in 2025.',
    'Compare Cars24.com with its rivals, e.g. in the U.S. or with Acme Inc. and others.',
  ])('keeps a step that adds nothing: %s', (step) => expect(stepsLeft(step)).toEqual([step]));

  it.each([
    'Spend 900 million euros.',
    'Cut costs by half.',
    'Visit all 300 stores.',
    'See https://evil.example/pay',
    'See HTTPS://EVIL.EXAMPLE',
    'See evil.example/pay',
    'Register at evil.example.',
    'Register at ｅｖｉｌ．ｅｘａｍｐｌｅ today',
    'Go to www.evil.example',
    'Write to pay@evil.example',
    '[Pay](javascript:alert)',
  ])('drops a step with a figure of no quote, or with an address: %s', (step) =>
    expect(stepsLeft(step)).toEqual([]),
  );

  it('trusts no quote that stands nowhere', () => {
    const [citation] = margins.citations;
    const forged = { ...margins, citations: [{ ...citation!, quote: 'Margins rose to 99 % in 2025.' }] };
    expect(stepsLeft('Ask about the 99 %.', forged)).toEqual([]);
  });
});
