import { requestOf, sourceOf } from '../../../test/doubles/sample-analysis.js';
import type { AnalysisRun } from '../../analysis/ports/analyst.port.js';
import { ExtractiveAnalyst } from './extractive.analyst.js';

const TEXT = [
  'Acme holds 43 patents on battery cooling, the largest portfolio in Europe.',
  'Our plants run at the lowest unit cost in Europe.',
  'The group has no net debt and strong free cash flow.',
  'On-time delivery improved to 98.6%, the best figure in the industry.',
  'Cheap imports from Asia are undercutting our prices.',
  'Competition among discount carriers intensified on all major routes.',
  'Interest rates rose, and demand for new homes fell.',
].join(' ');

const analyst = new ExtractiveAnalyst();
afterAll(() => analyst.onApplicationShutdown());

const runOf = (signal = new AbortController().signal): AnalysisRun => ({
  signal,
  stage: (_name, work) => work(),
  pay: (_purchase, call) => call(),
});
const analyse = (fields: object = {}, signal?: AbortSignal) =>
  analyst.analyse(requestOf({ company: 'Acme', sources: [sourceOf('a', TEXT)], ...fields }), runOf(signal));

describe('ExtractiveAnalyst', () => {
  it('cites every finding exactly, and says the same whenever it is asked', async () => {
    const [first, second] = [await analyse(), await analyse()];
    expect(second).toEqual(first);
    const findings = first.frameworks.flatMap((each) => each.findings);
    expect(findings.length).toBeGreaterThan(4);
    for (const { citations, origin } of findings) {
      expect(origin).toBe('extracted');
      for (const { quote, start, end } of citations) expect(TEXT.slice(start, end)).toBe(quote);
    }
  });

  it('does more work the deeper it is asked to go, and no more than max_items', async () => {
    const strengths = async (fields: object) => {
      const { frameworks } = await analyse({ frameworks: ['swot'], ...fields });
      return frameworks[0]?.findings.filter(({ bucket }) => bucket === 'strengths').length;
    };
    expect(await strengths({ depth: 'quick' })).toBe(2);
    expect(await strengths({ depth: 'standard' })).toBe(3);
    expect(await strengths({ depth: 'deep' })).toBe(4);
    expect(await strengths({ depth: 'deep', limits: { max_items: 1 } })).toBe(1);
  });

  it('asks questions of every framework where it has no evidence, and recommends nothing', async () => {
    const { next_steps, recommendations, frameworks } = await analyse({ sources: [], depth: 'standard' });
    expect(recommendations).toEqual([]);
    expect(frameworks.flatMap(({ findings }) => findings)).toEqual([]);
    const firsts = frameworks.map(({ hypotheses }) => hypotheses[0]?.question);
    expect(next_steps).toEqual(firsts);
  });

  it.each([
    [{ language: 'en-GB', research: 'none' }, []],
    [{ language: 'de' }, ['writes English only; the language de was', 'reads English sources only']],
    [{ language: 'de', sources: [] }, ['writes English only']],
    [{ research: 'web' }, ['the web was not searched']],
  ])('warns of what it was asked for and does not do: %j', async (fields, warnings) => {
    expect((await analyse(fields)).warnings).toEqual(
      warnings.map((text) => expect.stringContaining(text) as unknown),
    );
  });

  it('needs no reader where there is nothing to read: a thousand at once are answered', async () => {
    const crowd = Array.from({ length: 1000 }, (_, at) => analyse({ company: `Acme ${at}`, sources: [] }));
    const found = await Promise.all(crowd);
    expect(found.every(({ frameworks }) => frameworks.length === 4)).toBe(true);
  });

  it('stops when nobody waits any more', async () => {
    await expect(analyse({}, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
