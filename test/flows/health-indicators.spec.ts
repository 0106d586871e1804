import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import type { Type } from '@nestjs/common';
import ts from 'typescript';
import { createTestApp, sample, type TestApp } from '../harness.js';

const PAGE = 'docs/health-indicators.md';
/** Where the page says that its example stands; nothing is written there. */
const FILE = resolve('src/ledger/ledger.module.ts');

const example = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '';

const options = (): ts.CompilerOptions =>
  ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config,
    ts.sys,
    '.',
  ).options;

/** What the compiler has to say about the example, were it in its place. */
function faultsOf(text: string): string[] {
  const host = ts.createCompilerHost(options());
  const { readFile, fileExists } = host;
  host.readFile = (path) => (resolve(path) === FILE ? text : readFile.call(host, path));
  host.fileExists = (path) => resolve(path) === FILE || fileExists.call(host, path);
  const program = ts.createProgram([FILE], { ...options(), noEmit: true, incremental: false }, host);
  const source = program.getSourceFile(FILE);
  const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

interface Example {
  readonly LedgerModule: Type;
  readonly Ledger: Type<{ url: string }>;
}

/** Compiles the example and runs it as a module in its place. */
function run(text: string): Example {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { ...options(), module: ts.ModuleKind.CommonJS, sourceMap: false },
  });
  const module = { exports: {} as Example };
  const load = (name: string): unknown =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example's own imports, from its own place
    require(name.startsWith('.') ? join(FILE, '..', name.replace(/\.js$/, '')) : name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the point of this test
  const body = new Function('require', 'exports', outputText) as (require: unknown, exports: Example) => void;
  body(load, module.exports);
  return module.exports;
}

describe('The example of the page', () => {
  let service: TestApp;
  let ledger: Server;
  let answer: (response: ServerResponse) => void = (response) => response.end();

  beforeAll(async () => {
    ledger = createServer((_request, response) => answer(response));
    await new Promise<void>((done) => ledger.listen(0, '127.0.0.1', done));
    const { LedgerModule, Ledger } = run(example);
    service = await createTestApp({ imports: [LedgerModule], start: false, env: { HEALTH_CACHE_TTL: '0' } });
    const address = ledger.address();
    service.app.get(Ledger).url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/ping`;
  });
  afterAll(async () => {
    await service.close();
    ledger.closeAllConnections();
    ledger.close();
  });

  const check = async () => {
    const body = (await (await service.get('/health/ready')).json()) as { details: Record<string, object> };
    return body.details.ledger;
  };

  it('has no fault of type', () => {
    expect(example).toContain('@HealthCheckFor');
    expect(faultsOf(example)).toEqual([]);
    expect(faultsOf(example.replace("criticality: 'degrading'", "criticality: 'vital'"))).toHaveLength(1);
  });

  it('shows the ledger as up, falls after three failures, and comes back after two successes', async () => {
    const up = { status: 'up', provider: 'http', criticality: 'degrading' };
    expect(await check()).toMatchObject(up);
    answer = (response) => response.writeHead(500).end();
    for (let failure = 1; failure < 3; failure += 1) expect(await check()).toMatchObject({ status: 'up' });
    expect(await check()).toMatchObject({ status: 'down', reason: 'unexpected_answer' });
    expect(sample(await service.scrape(), 'consultantos_health_check_status{check="ledger"}')).toBe(0);
    answer = (response) => response.writeHead(401).end();
    expect(await check()).toMatchObject({ reason: 'unauthorized' });
    answer = (response) => response.socket?.destroy();
    expect(await check()).toMatchObject({ reason: 'unreachable' });
    answer = (response) => response.end();
    expect(await check()).toMatchObject({ status: 'down' });
    expect(await check()).toMatchObject(up);
    const changes = service.logs.of('health_status_changed').filter((line) => line.check === 'ledger');
    expect(changes.map(({ from, to }) => [from, to])).toEqual([
      ['unknown', 'up'],
      ['up', 'down'],
      ['down', 'up'],
    ]);
  });

  it('ends its request to a ledger that hangs when its time is over', async () => {
    const hungUp = Promise.withResolvers<undefined>();
    answer = (response) => response.once('close', () => hungUp.resolve(undefined));
    expect(await check()).toMatchObject({ reason: 'timeout' });
    await hungUp.promise;
  });
});
