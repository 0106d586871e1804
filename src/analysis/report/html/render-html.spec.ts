import { createHash } from 'node:crypto';
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
import { assembleReport } from '../assemble-report.js';
import type { Finding } from '../../ports/analyst.port.js';
import { PAGE_POLICY } from './page-style.js';
import { renderHtml } from './render-html.js';

const HOSTILE = `<script>alert("1")</script> "quoted" 'too' <b>x</b> &amp; & AT&T`;
const ESCAPED =
  '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &quot;quoted&quot; &#39;too&#39; &lt;b&gt;x&lt;/b&gt; &amp;amp; &amp; AT&amp;T';

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found);
const withoutStyle = (html: string) => html.replace(/<style>.*?<\/style>/s, '');

describe('renderHtml', () => {
  it('shows every claim under its id, once, and every link within the page leads somewhere', () => {
    const stored = storedReport({}, 3);
    const html = renderHtml(stored);
    const ids = all(html, / id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /^c\d+$/.test(id)).sort()).toEqual(
      stored.report.claims.map(({ id }) => id).sort(),
    );
    const targets = all(html, /href="#([^"]+)"/g);
    expect(targets.length).toBeGreaterThan(stored.report.claims.length);
    for (const target of targets) expect(ids).toContain(target);
  });

  it('leads from each citation to its passage, and from the passage back to its claims', () => {
    const html = renderHtml(storedReport({ frameworks: ['swot'] }, 1));
    expect(html).toMatch(/<li id="c2"><p[^>]*>.*?names 7 % of sales\..*?<a class="mark" href="#cite-2">/);
    expect(html).toMatch(
      /<li id="cite-2">.*?<a class="claim" href="#c2">.*?<mark>Statement 1 on weaknesses names 7 % of sales\.<\/mark>/,
    );
  });

  it('escapes exactly once whatever comes from clients and sources', () => {
    const request = requestOf({ frameworks: ['swot'], sources: [sourceOf('a', HOSTILE, HOSTILE)] });
    const hypothesis = { bucket: 'threats', text: HOSTILE, question: HOSTILE, evidence_needed: HOSTILE };
    const findings = findingsOf(
      request,
      { swot: { findings: [extracted(request, 'strengths', HOSTILE)], hypotheses: [hypothesis] } },
      { warnings: [HOSTILE], next_steps: [HOSTILE] },
    );
    const report = assembleReport(request, findings, { ...GEMINI, model: HOSTILE }, FACTS);
    const html = withoutStyle(renderHtml({ report, sources: request.sources }));
    expect(html.split(ESCAPED)).toHaveLength(12);
    expect(html.replaceAll(ESCAPED, '')).not.toMatch(/alert|&amp;amp;/);
    expect(html).not.toMatch(/<script|<b>|javascript:/);
  });

  it.each(['AT&T', "McDonald's", 'Société Générale', 'أرامكو', '株式会社トヨタ'])(
    'keeps the name %s, escaped once',
    (company) => {
      const escaped = company.replace('&', '&amp;').replace("'", '&#39;');
      const html = renderHtml(storedReport({ company }, 0));
      expect(html).toContain(`<h1 dir="auto">${escaped}</h1>`);
      expect(html).toContain(`<title>${escaped}: strategic analysis</title>`);
    },
  );

  it('makes a link of a web page, and of nothing else', () => {
    const request = requestOf({ frameworks: ['swot'] });
    const from = (url: string): Finding => ({
      bucket: 'strengths',
      text: 'It grows.',
      origin: 'generated',
      citations: [{ source_id: 'web', quote: 'It grows.', start: 0, end: 9, url, title: `Page of ${url}` }],
    });
    const findings = [from('https://example.org/a?b=1&c=2'), from('javascript:alert(1)')];
    const report = assembleReport(request, findingsOf(request, { swot: { findings } }), GEMINI, FACTS);
    const html = renderHtml({ report, sources: [] });
    expect(html).toContain('<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">');
    expect(html).not.toMatch(/href="javascript/);
  });

  it('has nothing in it that its own policy forbids: one known style, no script, nothing from elsewhere', () => {
    const html = renderHtml(storedReport({}, 1));
    const [style = '', ...more] = all(html, /<style>(.*?)<\/style>/gs);
    expect(more).toEqual([]);
    expect(PAGE_POLICY).toContain(createHash('sha256').update(style).digest('base64'));
    expect(PAGE_POLICY).toMatch(/^default-src 'none';/);
    expect(withoutStyle(html)).not.toMatch(/ style="| on\w+="|<script|<link|<img|<iframe/);
    expect(style).not.toMatch(/@import|url\((?!data:)/);
  });

  it('has one title, and chapters and parts below it without a gap', () => {
    const levels = all(renderHtml(storedReport({}, 2)), /<h(\d)/g).map(Number);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1));
  });

  it.each([
    ['failed', { failure: 'upstream_error' }, 'This framework could not be done. Reason: upstream error.'],
    ['insufficient_evidence', {}, 'No evidence in the sources.'],
  ])('says that a framework is %s, and shows no empty matrix', (_status, given, words) => {
    const request = requestOf({ frameworks: ['swot'] });
    const report = assembleReport(request, findingsOf(request, { swot: given }), EXTRACTIVE, FACTS);
    const html = renderHtml({ report, sources: [] });
    expect(html).toContain(words);
    expect(html).not.toContain('class="grid"');
  });

  it('says what is incomplete, and which part of a framework has no evidence', () => {
    const request = requestOf({ frameworks: ['swot'], sources: [sourceOf('a', 'Sales rose.')] });
    const findings = findingsOf(
      request,
      { swot: { findings: [extracted(request, 'strengths', 'Sales rose.')] } },
      { partial_reasons: ['budget_exhausted'] },
    );
    const report = assembleReport(request, findings, EXTRACTIVE, FACTS);
    const html = renderHtml({ report, sources: request.sources });
    expect(html).toContain('This report is incomplete: budget exhausted.');
    expect(html).toContain('Partial evidence');
    expect(all(html, /(No evidence in the sources\.)/g)).toHaveLength(3);
  });

  it('marks what is unverified, and sets hypotheses apart from findings', () => {
    const request = requestOf({ frameworks: ['swot'], sources: [sourceOf('a', 'Sales rose.')] });
    const wrong = { ...extracted(request, 'strengths', 'Sales rose.'), text: 'Sales rose by 90 %.' };
    const hypotheses = [
      { bucket: 'threats', text: 'Rivals may copy.', question: 'Do they?', evidence_needed: 'Filings.' },
    ];
    const report = assembleReport(
      request,
      findingsOf(request, { swot: { findings: [wrong], hypotheses } }),
      GEMINI,
      FACTS,
    );
    const html = renderHtml({ report, sources: request.sources });
    expect(html).toMatch(/Sales rose by 90 %\.<\/span>&nbsp;<strong class="flag">unverified<\/strong>/);
    expect(html).toMatch(/<li id="c2"><p class="overline">Hypothesis, not a finding · Threats/);
  });
});
