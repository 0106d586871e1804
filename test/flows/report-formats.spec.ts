import { readPdf } from '../doubles/read-pdf.js';
import { createTestApp, type TestApp } from '../harness.js';

const CONTENT =
  'Our strong brand gives us a lasting advantage over rivals. We depend on a few suppliers for critical components. New competitors entered the market in 2025 and prices fell by 12 %. The European Union adopted a stricter regulation on data protection.';
const CLAIM = /\bc\d+\b/g;

// The first PDF starts a thread and opens its fonts.
jest.setTimeout(60_000);

describe('a report in its formats', () => {
  let service: TestApp;
  let path: string;
  let claimIds: string[];

  beforeAll(async () => {
    service = await createTestApp();
    const answer = await service.post('/analyze', {
      company: 'AT&T',
      engine: 'extractive',
      sources: [{ id: 'a', title: 'Notes', content: CONTENT }],
    });
    const { report_url, report } = (await answer.json()) as {
      report_url: string;
      report: { claims: { id: string }[] };
    };
    path = report_url;
    claimIds = report.claims.map(({ id }) => id).sort();
  });
  afterAll(() => service.close());

  const textOf = async (answer: Response) =>
    answer.headers.get('content-type') === 'application/pdf'
      ? (await readPdf(new Uint8Array(await answer.arrayBuffer()))).text
      : answer.text();
  const idsIn = (text: string) => [...new Set(text.match(CLAIM))].sort();

  it.each([
    ['json', 'application/json; charset=utf-8'],
    ['markdown', 'text/markdown; charset=utf-8'],
    ['html', 'text/html; charset=utf-8'],
    ['pdf', 'application/pdf'],
  ])('comes as %s, by name and by Accept, with the same claims', async (name, contentType) => {
    const [mediaType = ''] = contentType.split(';');
    const named = await service.get(`${path}?format=${name}`, { headers: { accept: 'image/png' } });
    const negotiated = await service.get(path, { headers: { accept: `${mediaType}, */*;q=0.1` } });
    for (const answer of [named, negotiated]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(contentType);
      expect(idsIn(await textOf(answer))).toEqual(expect.arrayContaining(claimIds));
    }
    expect(named.headers.get('etag')).toBe(negotiated.headers.get('etag'));
  });

  it('is JSON for whoever does not mind, and 406 in what it cannot be had as', async () => {
    expect((await service.get(path)).headers.get('content-type')).toMatch('application/json');
    expect((await service.get(`${path}?format=xml`)).status).toBe(406);
    expect((await service.get(path, { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  it('lets a page load and run nothing', async () => {
    const { headers } = await service.get(`${path}?format=html`);
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; font-src data:; img-src data:/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('can be downloaded under the company’s name', async () => {
    const answer = await service.get(`${path}/download?format=html`);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="AT-T-analysis.html"; filename*=UTF-8''AT%26T%20analysis.html`,
    );
  });
});
