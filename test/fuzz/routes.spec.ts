import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { GeminiServer } from '../doubles/gemini-server.js';
import { standIn } from '../doubles/gemini-stand-in.js';
import { createTestApp, type TestApp } from '../harness.js';
import type { RawAnswer } from '../raw-http.js';
import { SEED, within } from './bounds.js';
import { type Described, DOCUMENT, nearly, OPERATIONS, resolved } from './described.js';
import { expectPromises } from './promises.js';
import { send, type Sent } from './send.js';

jest.setTimeout(60_000);

interface Call {
  readonly path: string;
  readonly method: string;
  readonly operation: Described;
  readonly sent: Sent;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(DOCUMENT, 'openapi');
const validators = new Map<string, ValidateFunction>();

/** What is wrong with a value, in the eyes of whoever read the description. */
function faults(value: unknown, ...steps: string[]): unknown {
  const pointer = steps
    .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#/${pointer}` });
  validators.set(pointer, validate);
  return validate(value) ? [] : validate.errors;
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
/** Else it would be another path. */
const asStep = (value: unknown) =>
  encodeURIComponent(text(value).toWellFormed().slice(0, 90)).replace(/^\.{0,2}$/, 'x');
/** Else it would be no header, and not be sent. */
const asHeader = (value: unknown) =>
  text(value)
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 300);

describe(`Requests made from the description (seed ${SEED})`, () => {
  let service: TestApp;
  let upstream: GeminiServer;
  const known: string[] = [];

  beforeAll(async () => {
    upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    service = await createTestApp({ env: upstream.env });
    for (let number = 0; number < 4; number += 1) {
      const report = await service.post('/analyze', { company: `Acme ${number}`, engine: 'extractive' });
      const job = await service.post('/analyze/async', { company: `Acme ${number}` });
      known.push(((await report.json()) as { report_id: string }).report_id);
      known.push(((await job.json()) as { job_id: string }).job_id);
    }
  });
  afterAll(async () => {
    await service.close();
    await upstream.close();
  });

  /** Some of the parameters of one kind, by their names. */
  const chosen = (operation: Described, place: string) => {
    const own = (operation.parameters ?? []).map(resolved).filter((each) => each.in === place);
    const fields = Object.fromEntries(own.map(({ name = '', schema = {} }) => [name, nearly(schema)]));
    return fc.record<Record<string, unknown>>(fields, {
      requiredKeys: place === 'path' ? Object.keys(fields) : [],
    });
  };

  const callsOf = ({ path, method, operation }: (typeof OPERATIONS)[number]): fc.Arbitrary<Call> => {
    const [schema] = Object.values(operation.requestBody?.content ?? {}).map((content) => content.schema);
    return fc
      .record({
        steps: chosen(operation, 'path'),
        query: chosen(operation, 'query'),
        headers: chosen(operation, 'header'),
        body: schema ? nearly(schema) : fc.constant(undefined),
        real: fc.option(fc.nat(7)),
      })
      .map(({ steps, query, headers, body, real }) => {
        const place = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
          asStep(name === 'id' && real !== null ? known[real] : steps[name]),
        );
        const search = new URLSearchParams(
          Object.entries(query).map(([name, value]): [string, string] => [name, text(value)]),
        );
        const own = Object.entries(headers).map(([name, value]) => [name, asHeader(value)]);
        const payload = body === undefined ? undefined : JSON.stringify(body);
        return {
          path,
          method,
          operation,
          sent: {
            method: method.toUpperCase(),
            path: search.size > 0 ? `${place}?${search.toString()}` : place,
            headers: {
              ...(Object.fromEntries(own) as Record<string, string>),
              ...(payload !== undefined && {
                'content-type': 'application/json',
                'content-length': String(Buffer.byteLength(payload)),
              }),
            },
            ...(payload !== undefined && { body: payload }),
          },
        };
      });
  };

  function expectDescribed({ path, method, operation }: Call, { status, headers, body }: RawAnswer): void {
    expect(Object.keys(operation.responses)).toContain(String(status));
    const { content = {} } = operation.responses[status]!;
    if (body === '') return;
    const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
    expect(Object.keys(content)).toContain(mediaType);
    if (mediaType !== 'application/json') return;
    const place = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'];
    expect(faults(JSON.parse(body), ...place)).toEqual([]);
  }

  it('are answered as it says, with the statuses and bodies that it lists', async () => {
    const statuses = new Map<string, Set<number>>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(...OPERATIONS.map(callsOf)), async (call) => {
        const answer = await send(service.url, call.sent);
        expectPromises(answer);
        expectDescribed(call, answer);
        const name = `${call.method} ${call.path}`;
        statuses.set(name, (statuses.get(name) ?? new Set()).add(answer.status));
      }),
      within(10, 600),
    );
    const never = OPERATIONS.map(({ path, method }) => `${method} ${path}`).filter(
      (name) => !statuses.has(name),
    );
    expect(never).toEqual([]);
    const seen = new Set([...statuses.values()].flatMap((each) => [...each]));
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404]));
    expect(service.logs.of('unhandled_exception')).toEqual([]);
  });
});
