import fc from 'fast-check';
import { analysisAnswerSchema } from '../../src/analysis/answers.schema.js';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { createTestApp, type TestApp } from '../harness.js';
import { properRequest, type ProperRequest } from './analysis-requests.js';
import { SEED, within } from './bounds.js';
import { junk, spoiledJson } from './junk.js';
import { expectPromises } from './promises.js';
import { posted, send } from './send.js';

jest.setTimeout(60_000);

const ROUTES = ['/analyze', '/analyze/estimate', '/analyze/async'];
const FORMATS = ['json', 'markdown', 'html', 'pdf'];

describe(`Analyses of anything (seed ${SEED})`, () => {
  let service: TestApp;
  let upstream: GeminiServer;

  beforeAll(async () => {
    upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    service = await createTestApp({ env: upstream.env });
  });
  afterAll(async () => {
    await service.close();
    await upstream.close();
  });
  afterEach(() => expect(service.logs.of('unhandled_exception')).toEqual([]));

  const order = (body: unknown, path = '/analyze') => send(service.url, posted(path, JSON.stringify(body)));

  it('cite what the sources say, to the character', async () => {
    let cited = 0;
    await fc.assert(
      fc.asyncProperty(properRequest, async (request) => {
        const answer = await order(request);
        expectPromises(answer);
        expect([answer.status, answer.status === 200 ? '' : answer.body]).toEqual([200, '']);
        cited += exactCitations(request, answer.body);
      }),
      within(8, 300),
    );
    expect(cited).toBeGreaterThan(100);
  });

  it('can be read in every format', async () => {
    await fc.assert(
      fc.asyncProperty(properRequest, fc.constantFrom(...FORMATS), async (request, format) => {
        const { report_id } = JSON.parse((await order(request)).body) as { report_id: string };
        const answer = await send(service.url, {
          method: 'GET',
          path: `/reports/${report_id}?format=${format}`,
        });
        expectPromises(answer);
        expect(answer.status).toBe(200);
      }),
      within(5, 60),
    );
  });

  it('are refused in the one shape where the request is spoiled', async () => {
    const spoiled = fc.oneof(
      junk,
      fc.tuple(properRequest, fc.nat(), junk).map(([request, at, other]) => replaced(request, at, other)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), spoiledJson(spoiled), async (path, body) => {
        expectPromises(await send(service.url, posted(path, body)));
      }),
      within(6, 400),
    );
  });
});

/** The number of citations in an answer. @throws Error where one of them is not what its source says at that place */
function exactCitations(request: ProperRequest, body: string): number {
  const { report } = analysisAnswerSchema.parse(JSON.parse(body));
  const contents = new Map(request.sources.map(({ id, content }) => [id, content]));
  const citations = report.claims.flatMap((claim) => claim.citations);
  for (const { source_id, quote, start, end } of citations)
    expect(quote).toBe(contents.get(source_id)?.slice(start, end));
  for (const { source_id, quote } of report.executive_summary.supporting_evidence)
    expect(contents.get(source_id)).toContain(quote);
  for (const { origin, citations: own } of report.claims)
    if (origin === 'extracted') expect(own.length).toBeGreaterThan(0);
  return citations.length;
}

/** One of the fields, or of a source's, is something else. */
function replaced(request: ProperRequest, at: number, other: unknown): unknown {
  const copy = structuredClone(request) as Record<string, unknown>;
  const [source] = copy.sources as Record<string, unknown>[];
  const places = [copy, source ?? copy].flatMap((holder) =>
    Object.keys(holder).map((key) => [holder, key] as const),
  );
  const [holder, key] = places[at % places.length] ?? [copy, 'company'];
  holder[key] = other;
  return copy;
}
