import { inflateSync } from 'node:zlib';
import { composeReport } from '../../src/analysis/report/document/compose.js';
import { renderPdf } from '../../src/analysis/report/pdf/render-pdf.js';
import { assembleReport, renderHtml, renderMarkdown } from '../../src/analysis/report/report.js';
import { hostileReport } from '../doubles/hostile-report.js';
import { extracted, FACTS, findingsOf, GEMINI, requestOf, sourceOf } from '../doubles/sample-analysis.js';

jest.setTimeout(60_000);

/** Ways in which text has become a program, an address or a form in somebody's reader. */
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<base href="//evil.example/"><form action=//evil.example><input>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<!--<script>-->alert(1)',
  '<![CDATA[<script>alert(1)</script>]]>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '[x]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example/?q=1 www.evil.example a@evil.example',
  '| a | b |\n| --- | --- |',
  '`code` **bold** # heading\n---\n> quote',
  '(/JavaScript) /OpenAction /URI (https://evil.example) >> endobj',
  '{{constructor.constructor("alert(1)")()}} ${7*7} <%= 7*7 %>',
  '=HYPERLINK("https://evil.example")',
];

const report = () => {
  const sources = PAYLOADS.map((payload, at) =>
    sourceOf(`s${at}`, `${payload} rose by ${at + 7} %.`, payload.replace(/\n/g, ' ')),
  );
  const request = requestOf({ frameworks: ['swot'], sources: sources.slice(0, 20) });
  const findings = findingsOf(
    request,
    {
      swot: {
        findings: request.sources.map(({ content }) => extracted(request, 'strengths', content)).slice(0, 5),
        hypotheses: PAYLOADS.map((text) => ({
          bucket: 'threats',
          text,
          question: text,
          evidence_needed: text,
        })),
      },
    },
    { warnings: PAYLOADS, next_steps: PAYLOADS },
  );
  return {
    // Without a model nothing is left out of the next steps: each payload has to reach its document.
    report: assembleReport(request, findings, { ...GEMINI, model: null }, FACTS),
    sources: request.sources,
  };
};
const REPORTS = [
  ['of payloads', report],
  ['of names', hostileReport],
] as const;

describe.each(REPORTS)('A report %s', (_name, make) => {
  it('is a page without a program, a form, a frame or an address that is not its own', () => {
    const html = renderHtml(make());
    const body = html.slice(html.indexOf('<body'));
    const tags = [...body.matchAll(/<([a-z][\w-]*)((?:\s+[^\s"'=<>/]+(?:="[^"]*")?)*)\s*\/?>/gi)];
    const names = new Set(tags.map(([, name]) => name!.toLowerCase()));
    for (const name of [
      'script',
      'iframe',
      'object',
      'embed',
      'form',
      'input',
      'base',
      'meta',
      'link',
      'img',
      'foreignobject',
    ])
      expect([name, names.has(name)]).toEqual([name, false]);
    const attributes = tags.flatMap(([, , text]) => [...text!.matchAll(/\s([^\s"'=<>/]+)(?:="([^"]*)")?/g)]);
    expect(attributes.filter(([, name]) => /^on|^srcdoc$|^formaction$/i.test(name!))).toEqual([]);
    const addresses = attributes.filter(([, name]) => /^(?:href|src|action|xlink:href)$/i.test(name!));
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter(([, , to]) => !to!.startsWith('#'))).toEqual([]);
    // Nothing that opens a tag is left over: each was one of the above.
    expect(body.match(/<(?!\/|!doctype)/gi)?.length).toBe(tags.length);
  });

  it('is Markdown without markup, and without a link or an image of somebody else', () => {
    const text = renderMarkdown(make());
    expect(text.match(/(?<!\\)<(?!\/?(?:a|sup)\b)[a-z!/]/gi)).toBeNull();
    expect(text.match(/(?<!\\)!\[/g)).toBeNull();
    expect(text.match(/(?<!\\)\]\((?!#)/g)).toBeNull();
    expect(text.match(/(?<!\\):\/\//g)).toBeNull();
    expect(text.match(/^\[[^\]]*\]:/gm)).toBeNull();
  });

  it('is a PDF that does nothing: no script, no action, no address, no file', async () => {
    const bytes = Buffer.from(await renderPdf(composeReport(make())));
    const raw = bytes.toString('latin1');
    const objects = raw.replace(/stream\r?\n[\s\S]*?endstream/g, '');
    const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data]) =>
      unpacked(data!),
    );
    const structure = [objects, ...streams.filter((text) => /^\d+ \d+ /.test(text))]
      .join('\n')
      .replace(/\((?:\\.|[^\\)])*\)/gs, '()');
    for (const word of [
      'JavaScript',
      'JS',
      'OpenAction',
      'AA',
      'Launch',
      'URI',
      'SubmitForm',
      'EmbeddedFile',
      'AcroForm',
      'RichMedia',
      'GoToR',
    ])
      expect([word, new RegExp(`/${word}\\b`).test(structure)]).toEqual([word, false]);
    expect(structure).toMatch(/\/Type\s*\/Catalog/);
  });
});

function unpacked(data: string): string {
  try {
    return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}
