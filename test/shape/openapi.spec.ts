import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createTestApp, type TestApp } from '../harness.js';
import { RouteRecorder } from './route-recorder.js';

interface Example {
  readonly value?: unknown;
}
interface Content {
  readonly example?: unknown;
  readonly examples?: Record<string, Example>;
}
interface Described {
  readonly operationId: string;
  readonly requestBody?: { content: Record<string, Content> };
  readonly responses: Record<string, { content?: Record<string, Content>; headers: Record<string, unknown> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Described> & { servers?: { url: string }[] }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const operations = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({ path, method, operation: item[method]! })),
  );

describe('the description of the API', () => {
  let service: TestApp;
  let document: Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);

  /** What is wrong with an answer, in the eyes of whoever read the description. */
  const faults = (value: unknown, ...pointer: string[]) => {
    const steps = pointer.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
    const validate = ajv.compile({ $ref: `openapi#/${steps.map(encodeURIComponent).join('/')}` });
    return validate(value) ? [] : validate.errors;
  };
  const answerFaults = async (answer: Response, path: string, method: string) => {
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? 'none';
    const place = ['paths', path, method, 'responses', String(answer.status), 'content', mediaType, 'schema'];
    return faults(await answer.json(), ...place);
  };

  const broken = () =>
    service.get('/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });

  beforeAll(async () => {
    service = await createTestApp({ imports: [RouteRecorder] });
    document = (await (await service.get('/openapi.json')).json()) as Document;
    ajv.addSchema(document, 'openapi');
  });
  afterAll(() => service.close());

  it('is committed as it is served', async () => {
    const served = await (await service.get('/openapi.json')).text();
    expect(readFileSync('docs/openapi.json', 'utf8') === served).toBe(true); // else: npm run generate
  });

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate({ ...document })).toMatchObject({ valid: true });
  });

  it('holds every route that the server knows, and no other', () => {
    const known = service.app
      .get(RouteRecorder)
      .routes.filter((route) => !route.startsWith('HEAD ')) // Fastify adds it to every GET
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    const described = operations(document).flatMap(({ path, method }) =>
      (document.paths[path]!.servers ?? [{ url: '/' }, { url: '/v1' }]).map(
        ({ url }) => `${method.toUpperCase()} ${url.replace(/\/$/, '')}${path}`,
      ),
    );
    expect(described.sort()).toEqual(known.sort());
  });

  it('names each operation once, and the request id in each answer', () => {
    const all = operations(document);
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length);
    const answers = all.flatMap(({ operation }) => Object.values(operation.responses));
    expect(answers.filter(({ headers }) => !('X-Request-ID' in headers))).toEqual([]);
  });

  it('gives examples that fit their schemas', () => {
    const wrong = operations(document).flatMap(({ path, method, operation }) => {
      const bodies = operation.requestBody ? [['requestBody', operation.requestBody] as const] : [];
      const answers = Object.entries(operation.responses).map(
        ([status, answer]) => [`responses/${status}`, answer] as const,
      );
      return [...bodies, ...answers].flatMap(([place, { content = {} }]) =>
        Object.entries(content).flatMap(([type, { example, examples = {} }]) => {
          const values = Object.values(examples).flatMap(({ value }) => (value === undefined ? [] : [value]));
          return [...values, ...(example === undefined ? [] : [example])].flatMap((value) =>
            faults(value, 'paths', path, method, ...place.split('/'), 'content', type, 'schema'),
          );
        }),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('gives example errors in the common shape', () => {
    const { components } = document as unknown as { components: { examples: Record<string, Example> } };
    const wrong = Object.values(components.examples).flatMap(({ value }) =>
      faults(value, 'components', 'schemas', 'Error'),
    );
    expect(wrong).toEqual([]);
  });

  it('gives example requests that the service accepts', async () => {
    const { examples } = document.paths['/analyze']!.post!.requestBody!.content['application/json']!;
    for (const { value } of Object.values(examples!)) {
      const answer = await service.post('/analyze', value);
      expect(answer.status).toBe(200);
      expect(await answerFaults(answer, '/analyze', 'post')).toEqual([]);
    }
  });

  it('describes the probes as they answer', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/startup', '/health/detailed']) {
      expect(await answerFaults(await service.get(path), path, 'get')).toEqual([]);
    }
  });

  it('describes reports, lists and engines as they are', async () => {
    const { report_id } = (await (await service.post('/analyze', { company: 'Harbour Foods' })).json()) as {
      report_id: string;
    };
    const report = await service.get(`/reports/${report_id}?format=json`);
    expect(await answerFaults(report, '/reports/{id}', 'get')).toEqual([]);
    expect(await answerFaults(await service.get('/reports?limit=1'), '/reports', 'get')).toEqual([]);
    expect(await answerFaults(await service.get('/engines'), '/engines', 'get')).toEqual([]);
    const estimate = await service.post('/analyze/estimate', { company: 'Harbour Foods' });
    expect(await answerFaults(estimate, '/analyze/estimate', 'post')).toEqual([]);
  });

  it.each([
    ['a field is wrong', 400, () => service.post('/analyze', { company: 'A', frameworks: ['foo'] })],
    ['the body is no JSON', 400, () => broken()],
    ['the body is of another type', 415, () => service.post('/analyze', {}, { 'content-type': 'text/csv' })],
    ['the engine is missing', 503, () => service.post('/analyze', { company: 'AT&T', engine: 'gemini' })],
  ])('describes the error where %s', async (_case, status, call) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(await answerFaults(answer, '/analyze', 'post')).toEqual([]);
  });

  it('describes the error where a report is missing, or its format', async () => {
    const missing = await service.get('/reports/5b0e0d4e-6f0a-4c39-9d62-0f7f6f6b2a11');
    expect(await answerFaults(missing, '/reports/{id}', 'get')).toEqual([]);
    const { report_id } = (await (await service.post('/analyze', { company: 'Harbour Foods' })).json()) as {
      report_id: string;
    };
    const strange = await service.get(`/reports/${report_id}?format=xml`);
    expect(strange.status).toBe(406);
    expect(await answerFaults(strange, '/reports/{id}', 'get')).toEqual([]);
  });
});

describe('the page at /docs', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp();
  });
  afterAll(() => service.close());

  it('loads nothing but files of this service', async () => {
    const page = await service.get('/docs');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const urls = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(urls.length).toBeGreaterThan(3);
    for (const url of urls.filter((each) => !each.startsWith('data:'))) {
      const file = await service.get(new URL(url, 'http://x/docs').pathname);
      expect([url, file.status]).toEqual([url, 200]);
    }
  });

  it.each(['nothing.js', 'constructor', '..%2f..%2fpackage.json', 'index.html%00'])(
    'has no file %s',
    async (name) => expect((await service.get(`/docs/${name}`)).status).toBe(404),
  );
});
