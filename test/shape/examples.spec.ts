import { readdirSync, readFileSync } from 'node:fs';
import { type AnalysisRequest, FRAMEWORK_NAMES, type Report } from '../../src/analysis/analysis.js';
import { createTestApp, type TestApp } from '../harness.js';

type Body = Partial<AnalysisRequest> & { company: string };

const bodyOf = (file: string) => JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as Body;
const files = readdirSync('examples').filter((file) => file.endsWith('.json'));

describe('the example requests', () => {
  let service: TestApp;
  const analyse = async (file: string) => {
    const answer = await service.post('/analyze', bodyOf(file));
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { report: Report }).report;
  };

  beforeAll(async () => {
    service = await createTestApp();
  });
  afterAll(() => service.close());

  it.each(files)('%s gives a report whose quotes stand in its sources', async (file) => {
    const report = await analyse(file);
    const { company, sources = [] } = bodyOf(file);
    expect(report.company).toBe(company);
    const contents = new Map(sources.map(({ id, content }) => [id, content]));
    for (const { quote, source_id, start, end } of report.claims.flatMap(({ citations }) => citations)) {
      expect(contents.get(source_id)!.slice(start, end)).toBe(quote);
    }
  });

  it('retailer.json fills every quadrant and every factor with evidence', async () => {
    const { framework_analysis: analysis, claims } = await analyse('retailer.json');
    expect(analysis.swot).toMatchObject({ status: 'complete' });
    expect(analysis.pestel).toMatchObject({ status: 'complete' });
    expect(claims.filter(({ citations }) => citations.length > 0).length).toBeGreaterThan(20);
    const cited = new Set(claims.flatMap((claim) => claim.citations.map(({ source_id }) => source_id)));
    expect(cited.size).toBe(3);
  });

  it('bank.json shows all four frameworks, and rates forces', async () => {
    const { framework_analysis: analysis } = await analyse('bank.json');
    for (const name of FRAMEWORK_NAMES) expect(analysis[name]).toMatchObject({ status: 'complete' });
    const rated = Object.values(analysis.porter!.forces).filter(({ score }) => score !== null);
    expect(rated.length).toBeGreaterThan(0);
    expect(analysis.porter!.overall_intensity).not.toBeNull();
  });

  it('airline.json quotes Markdown as it was written', async () => {
    const { claims } = await analyse('airline.json');
    const quotes = claims.flatMap(({ citations }) => citations.map(({ quote }) => quote));
    expect(quotes.length).toBeGreaterThan(20);
    expect(quotes.some((quote) => quote.includes('**'))).toBe(true);
  });

  it('company-only.json gives hypotheses, and claims nothing', async () => {
    const { claims, confidence_score } = await analyse('company-only.json');
    expect(confidence_score).toBe(0);
    expect(claims.length).toBeGreaterThan(10);
    expect(claims.every(({ origin }) => origin === 'hypothesis')).toBe(true);
  });
});
