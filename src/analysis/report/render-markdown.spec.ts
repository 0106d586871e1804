import {
  extracted,
  EXTRACTIVE,
  FACTS,
  findingsOf,
  requestOf,
  sourceOf,
  storedReport,
} from '../../../test/doubles/sample-analysis.js';
import { assembleReport } from './assemble-report.js';
import { escapeMarkdown } from './escape-markdown.js';
import { renderMarkdown } from './render-markdown.js';

const HOSTILE =
  '<script>alert(1)</script> **bold** [x](javascript:alert(1)) `code` &lt; https://evil.example';

describe('renderMarkdown', () => {
  it('shows every claim of the report under its id, once, and every citation that claims point to', () => {
    const stored = storedReport({}, 3);
    const text = renderMarkdown(stored);
    const anchors = [...text.matchAll(/<a id="(c\d+)">/g)].map(([, id]) => id);
    expect(anchors.sort()).toEqual(stored.report.claims.map(({ id }) => id).sort());
    const targets = new Set([...text.matchAll(/<a id="(cite-\d+)">/g)].map(([, id]) => id));
    for (const [, target] of text.matchAll(/\(#(cite-\d+)\)/g)) expect(targets).toContain(target);
    expect(text).toContain('Competitive rivalry (3 of 5)');
  });

  it('lets nothing of a client or source act as Markdown or HTML', () => {
    const request = requestOf({ frameworks: ['swot'], sources: [sourceOf('a', HOSTILE, HOSTILE)] });
    const findings = findingsOf(
      request,
      { swot: { findings: [extracted(request, 'strengths', HOSTILE)] } },
      { warnings: [HOSTILE] },
    );
    const text = renderMarkdown({
      report: assembleReport(request, findings, EXTRACTIVE, FACTS),
      sources: request.sources,
    });
    const bare = text.replace(/\\[!-/:-@[-`{-~]/g, '');
    expect(bare.match(/<(?!a id="c|\/a>)/g)).toBeNull();
    expect(bare).not.toMatch(/https?:\/\/|\*\*bold|\]\(javascript/);
  });

  it.each(['AT&T', "McDonald's", 'Société Générale', '3M Co. (Europe)', '株式会社トヨタ', 'أرامكو'])(
    'keeps the name %s as it was typed',
    (company) =>
      expect(renderMarkdown(storedReport({ company }, 0))).toContain(`# ${company}: strategic analysis`),
  );

  it('sets hypotheses apart, and says that nothing is known', () => {
    const request = requestOf({ frameworks: ['swot'] });
    const hypotheses = [
      { bucket: 'threats', text: 'Rivals may copy.', question: 'Do they?', evidence_needed: 'Filings.' },
    ];
    const report = assembleReport(request, findingsOf(request, { swot: { hypotheses } }), EXTRACTIVE, FACTS);
    const text = renderMarkdown({ report, sources: [] });
    expect(text).toMatch(
      /### Hypotheses to test \(no evidence yet\)\n\n- <a id="c1"><\/a>`c1` Threats: Rivals may copy\./,
    );
    expect(text).toContain('No finding rests on evidence.');
    expect(text).toContain('Confidence 0');
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['1. first', '1\\. first'],
    ['- item', '\\- item'],
    ['a_b*c', 'a\\_b\\*c'],
    ['&amp; & AT&T', '\\&amp; & AT&T'],
    ['http://x', 'http\\://x'],
  ])('writes %j as %j', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));
});
