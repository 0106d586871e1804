import { hostileReport } from '../../../../test/doubles/hostile-report.js';
import { elements, readPdf } from '../../../../test/doubles/read-pdf.js';
import {
  extracted,
  EXTRACTIVE,
  FACTS,
  findingsOf,
  GEMINI,
  requestOf,
  sourceOf,
  storedReport,
} from '../../../../test/doubles/sample-analysis.js';
import { FRAMEWORKS } from '../../frameworks/frameworks.js';
import type { Finding } from '../../ports/analyst.port.js';
import type { StoredReport } from '../../ports/report-storage.port.js';
import { assembleReport } from '../assemble-report.js';
import { composeReport } from '../document/compose.js';
import { renderPdf } from './render-pdf.js';

// Fonts are opened and shaped for the first time.
jest.setTimeout(60_000);

const print = async (stored: StoredReport) => readPdf(await renderPdf(composeReport(stored)));

/** Five statements on each part of a framework, so long that none fits on half a page. */
function longReport(framework: 'pestel' | 'swot'): StoredReport {
  const { buckets } = FRAMEWORKS[framework];
  const line = (bucket: string, index: number) =>
    `Statement ${index + 1} speaks ${'again and again, in words that fill the line, '.repeat(8)}at length on ${bucket}.`;
  const lines = buckets.flatMap(({ name }) =>
    [0, 1, 2, 3, 4].map((index) => ({ name, text: line(name, index) })),
  );
  const content = lines.map(({ text }) => text).join(' ');
  const request = requestOf({ frameworks: [framework], sources: [sourceOf('a', content)] });
  const findings = lines.map(({ name, text }) => extracted(request, name, text));
  const given = findingsOf(request, { [framework]: { findings } });
  return { report: assembleReport(request, given, EXTRACTIVE, FACTS), sources: request.sources };
}

describe('renderPdf', () => {
  it('has every claim of the report under its id, and every link leads somewhere', async () => {
    const stored = storedReport({}, 3);
    const { places, links, text } = await print(stored);
    for (const { id } of stored.report.claims) {
      expect(places).toContain(id);
      expect(text).toMatch(new RegExp(`\\b${id}\\b`));
    }
    expect(links.length).toBeGreaterThan(stored.report.claims.length);
    for (const { to } of links) expect(places).toContain(to);
  });

  it('leads from a citation to its passage, and from there back', async () => {
    const { places, links } = await print(storedReport({ frameworks: ['swot'] }, 1));
    expect([...places]).toEqual(expect.arrayContaining(['cite-1', 'cite-4', 'swot', 'evidence']));
    const targets = links.map(({ to }) => to);
    expect(targets).toEqual(expect.arrayContaining(['cite-1', 'cite-4', 'c1', 'c4']));
  });

  it('is tagged: headings, lists, tables and a described figure, in the language that it says', async () => {
    const { tagged, language, trees } = await print(storedReport({}, 3));
    expect(tagged).toBe(true);
    expect(language).toBe('en');
    const all = (...roles: string[]) => trees.flatMap((tree) => elements(tree, ...roles));
    expect(all('H1')).toHaveLength(1);
    expect(all('H2').length).toBeGreaterThan(8);
    expect(all('LI').length).toBeGreaterThan(50);
    expect(all('TH').length).toBeGreaterThan(10);
    expect(all('Figure').map(({ alt }) => alt)).toEqual([
      expect.stringContaining('Competitive rivalry: 3 of 5'),
    ]);
    expect(all('TOCI').length).toBe(all('H2').length);
  });

  it('has a title, bookmarks, page numbers and running heads', async () => {
    const { title, outline, pages } = await print(storedReport({ company: 'McDonald’s' }, 2));
    expect(title).toBe('McDonald’s: strategic analysis');
    expect(outline.slice(0, 3)).toEqual(['Executive summary', 'Porter’s Five Forces', 'SWOT']);
    expect(outline.at(-1)).toBe('Engine and limits');
    pages.slice(1).forEach((page, index) => {
      expect(page).toContain(`${index + 2} of ${pages.length}`);
      expect(page).toContain('McDonald’s');
    });
  });

  it('writes names of many scripts as they are', async () => {
    const { text, title, metadata } = await print(hostileReport());
    for (const name of [
      'AT&T',
      'McDonald’s',
      'Société Générale',
      'Łódź Żółć',
      'Việt Nam',
      'Πετρέλαια',
      'Сбербанк',
    ])
      expect(text).toContain(name);
    for (const name of ['贵州茅台酒股份有限公司', 'トヨタ自動車株式会社', '삼성전자'])
      expect(text).toContain(name);
    expect(text).toContain('أرامكو');
    expect(text).toContain('הפועלים');
    expect(text).toContain('<script>alert("7")</script>');
    expect(text).not.toContain('Unicode numbers');
    expect(title).toBe('AT&T: strategic analysis');
    expect(metadata).toContain('AT&amp;T: strategic analysis');
  });

  it('shows letters that it has no font for by their numbers, and says so on the title page', async () => {
    const request = requestOf({ company: 'བོད Ltd' });
    const report = assembleReport(request, findingsOf(request), EXTRACTIVE, FACTS);
    const { pages } = await print({ report, sources: [] });
    expect(pages[0]).toContain('[U+0F56 U+0F7C U+0F51]');
    expect(pages[0]).toContain('Some letters are shown by their Unicode numbers');
  });

  it('breaks words that are wider than a line, and loses none of their letters', async () => {
    const word = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(4);
    const request = requestOf({ frameworks: ['swot'], sources: [sourceOf('a', word)] });
    const findings = findingsOf(request, { swot: { findings: [extracted(request, 'threats', word)] } });
    const report = assembleReport(request, findings, EXTRACTIVE, FACTS);
    const { text } = await print({ report, sources: request.sources });
    expect(text.replaceAll('\n', '')).toContain(word);
  });

  it('says what failed, what is incomplete and what has no evidence', async () => {
    const request = requestOf({ frameworks: ['porter', 'swot'] });
    const hypotheses = [
      { bucket: 'threats', text: 'Rivals may copy.', question: 'Do they?', evidence_needed: 'Filings.' },
    ];
    const findings = findingsOf(
      request,
      { porter: { failure: 'upstream_error' }, swot: { hypotheses } },
      { partial_reasons: ['budget_exhausted'] },
    );
    const { text, pages } = await print({
      report: assembleReport(request, findings, EXTRACTIVE, FACTS),
      sources: [],
    });
    expect(text).toContain('Reason: upstream error.');
    expect(pages[0]).toContain('This report is incomplete: budget exhausted.');
    expect(text).toContain('Hypothesis, not a finding · Threats');
    expect(text).not.toContain('Strengths');
  });

  it('leads to web pages, and never to another address', async () => {
    const request = requestOf({ frameworks: ['swot'] });
    const from = (url: string): Finding => ({
      bucket: 'strengths',
      text: 'It grows.',
      origin: 'generated',
      citations: [{ source_id: 'web', quote: 'It grows.', start: 0, end: 9, url, title: `Page of ${url}` }],
    });
    const findings = [from('https://example.org/a?b=1&c=2'), from('javascript:alert(1)')];
    const report = assembleReport(request, findingsOf(request, { swot: { findings } }), GEMINI, FACTS);
    const { links, text } = await print({ report, sources: [] });
    const addresses = links.map(({ to }) => to).filter((to) => to.includes(':'));
    expect(new Set(addresses)).toEqual(new Set(['https://example.org/a?b=1&c=2']));
    expect(text).toContain('javascript:alert(1)');
  });

  it('calls a factor by its name again where its row goes on over a page, for the eye only', async () => {
    const { pages, trees } = await print(longReport('pestel'));
    const shown = pages
      .map((page) => page.replaceAll(/\s+/g, ' '))
      .filter((page) => page.includes('AT&T PESTEL'));
    const broken = FRAMEWORKS.pestel.buckets.filter(({ name, title, question }) => {
      const [first, ...rest] = shown.filter((page) => page.includes(`at length on ${name}.`));
      expect(first).toContain(`${title} ${question}`);
      for (const page of rest) expect(page).toContain(`${title}, continued`);
      return rest.length > 0;
    });
    expect(broken.length).toBeGreaterThan(2);
    const names = trees
      .flatMap((tree) => elements(tree, 'TH'))
      .filter(({ children = [] }) => children.length > 0);
    // Two columns and six factors; of the sources, five columns and one row.
    expect(names).toHaveLength(2 + 6 + 5 + 1);
  });

  it('calls a box of a matrix by its name again on every page that it goes on to, for the eye only', async () => {
    const { pages, trees } = await print(longReport('swot'));
    const shown = pages.map((page) => page.replaceAll(/\s+/g, ' '));
    const ofSwot = shown.filter((page) => page.includes('AT&T SWOT'));
    const broken = FRAMEWORKS.swot.buckets.filter(({ name, title, question }) => {
      const [first, ...rest] = ofSwot.filter((page) => page.includes(`at length on ${name}.`));
      expect(first).toContain(`${title} ${question}`);
      for (const page of rest) expect(page).toContain(`${title}, continued`);
      return rest.length > 0;
    });
    expect(broken.length).toBeGreaterThan(1);
    const names = trees
      .filter((_, index) => shown[index]?.includes('AT&T SWOT'))
      .flatMap((tree) => elements(tree, 'H3'))
      .filter(({ children = [] }) => children.length > 0);
    expect(names).toHaveLength(FRAMEWORKS.swot.buckets.length);
  });

  it('breaks neither a date in the table of sources nor a short passage', async () => {
    const published_at = '2026-08-08';
    const stored = storedReport({}, 3);
    const [source] = stored.report.sources;
    const report = { ...stored.report, sources: [{ ...source!, published_at }] };
    const { text, pages } = await print({ ...stored, report });
    expect(text).toContain(published_at);
    const evidence = pages.filter((page) => page.includes('· cited by'));
    expect(evidence.length).toBeGreaterThan(3);
    // A page of passages begins with one, below its running heads.
    for (const page of evidence.slice(1)) expect(page).toMatch(/^(?:Evidence\n?|AT&T\n?)*\[\d+\]/);
  });

  it('comes out the same, byte for byte', async () => {
    const [one, other] = await Promise.all([0, 1].map(() => renderPdf(composeReport(storedReport({}, 1)))));
    expect(one).toEqual(other);
  });
});
