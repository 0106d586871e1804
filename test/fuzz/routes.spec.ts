import { createHash } from 'node:crypto';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc, { type Parameters } from 'fast-check';
import type { Environment } from '../../src/config/config.js';
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
  /** It asks for what exists, and is somebody else's. */
  readonly foreign: boolean;
  readonly sent: Sent;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

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

const KEYS = ['alice', 'bob'].map((name) => [name, `${name}-key`, sha256(`${name}-key`)] as const);
const OPS_TOKEN = 'the-operators-token';
const ANYBODY = {};

interface Variant {
  readonly name: string;
  readonly env: Environment;
  /** Whose the ids are that exist. */
  readonly owner: Readonly<Record<string, string>>;
  /** Headers of the other callers, who have no right to any of these ids; half of the requests are the owner's. */
  readonly others: readonly Readonly<Record<string, string>>[];
  readonly bounds: Parameters<unknown>;
  readonly statuses: readonly number[];
}
const VARIANTS: readonly Variant[] = [
  {
    name: 'where the API is open',
    env: {},
    owner: ANYBODY,
    others: [ANYBODY],
    bounds: within(6, 400),
    statuses: [200, 400, 404],
  },
  {
    name: 'where callers have keys, no key, a wrong or another one’s, and few analyses an hour',
    env: {
      API_KEYS: KEYS.map(([name, , hash]) => `${name}:${hash}`).join(','),
      OPS_TOKEN,
      // As many as the owner has made before the first request.
      RATE_LIMIT_PER_HOUR: '8',
    },
    owner: { 'x-api-key': 'alice-key' },
    others: [
      ANYBODY,
      { 'x-api-key': '' },
      { 'x-api-key': 'nobody-key' },
      { 'x-api-key': 'bob-key' },
      { authorization: 'Bearer bob-key' },
      { authorization: `Bearer ${OPS_TOKEN}` },
      { authorization: 'Basic YWxpY2U6' },
      { 'x-api-key': 'bob-key', authorization: `Bearer ${OPS_TOKEN}` },
    ],
    bounds: within(4, 300),
    statuses: [200, 400, 401, 404, 429],
  },
];

describe.each(VARIANTS)(`Requests made from the description, $name (seed ${SEED})`, (variant) => {
  let service: TestApp;
  let upstream: GeminiServer;
  const known: string[] = [];

  beforeAll(async () => {
    upstream = await GeminiServer.start();
    upstream.always('*', standIn());
    service = await createTestApp({ env: { ...upstream.env, ...variant.env } });
    for (let number = 0; number < 4; number += 1) {
      const company = `Acme ${number}`;
      const report = await service.post('/analyze', { company, engine: 'extractive' }, variant.owner);
      const job = await service.post('/analyze/async', { company }, variant.owner);
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
        caller: fc.oneof(fc.constant(variant.owner), fc.constantFrom(...variant.others)),
      })
      .map(({ steps, query, headers, body, real, caller }) => {
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
          foreign: real !== null && path.includes('{id}') && caller !== variant.owner,
          sent: {
            method: method.toUpperCase(),
            path: search.size > 0 ? `${place}?${search.toString()}` : place,
            headers: {
              ...(Object.fromEntries(own) as Record<string, string>),
              ...caller,
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
        if (call.foreign) expect(answer.status).toBeGreaterThanOrEqual(400);
        const name = `${call.method} ${call.path}`;
        statuses.set(name, (statuses.get(name) ?? new Set()).add(answer.status));
      }),
      variant.bounds,
    );
    const never = OPERATIONS.map(({ path, method }) => `${method} ${path}`).filter(
      (name) => !statuses.has(name),
    );
    expect(never).toEqual([]);
    const seen = new Set([...statuses.values()].flatMap((each) => [...each]));
    expect([...seen]).toEqual(expect.arrayContaining([...variant.statuses]));
    expect(service.logs.of('unhandled_exception')).toEqual([]);
  });
});
