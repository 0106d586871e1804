import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, ServiceProcess } from '../service-process.js';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'consultantos-env-'));
let folders = 0;

/** A service in a working folder of its own, with these lines in `.env`; without the file where there are none. */
function serve(lines: readonly string[] | null, env: Record<string, string> = {}): ServiceProcess {
  const folder = join(root, String((folders += 1)));
  mkdirSync(folder);
  if (lines) writeFileSync(join(folder, '.env'), lines.join('\n'));
  return new ServiceProcess({ DATA_DIR: join(folder, 'data'), ...env }, MAIN, { cwd: folder });
}

afterEach(() => ServiceProcess.endAll());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const detailed = async (service: ServiceProcess, token: string) => {
  const { url } = await service.listening();
  return fetch(`${url}/health/detailed`, { headers: { authorization: `Bearer ${token}` } });
};
const systemOf = async (answer: Response) =>
  ((await answer.json()) as { system: { commit: string; environment: string } }).system;

describe('A .env file in the working folder', () => {
  it('is read, comments and quotes as usual', async () => {
    const service = serve([
      '# the local settings',
      'COMMIT="from the file"  # a word',
      'export ENVIRONMENT=test',
      'OPS_TOKEN=a-token-with-16-or-more',
    ]);
    const answer = await detailed(service, 'a-token-with-16-or-more');
    expect(answer.status).toBe(200);
    expect(await systemOf(answer)).toMatchObject({ commit: 'from the file', environment: 'test' });
  });

  it('gives way to the real environment', async () => {
    const service = serve(['COMMIT=from-the-file', 'ENVIRONMENT=test'], { COMMIT: 'from-outside' });
    const system = await systemOf(await detailed(service, 'none'));
    expect(system).toMatchObject({ commit: 'from-outside', environment: 'test' });
  });

  it('ends the process with 78 and the one message where a value is wrong, and shows no secret', async () => {
    const service = serve(['LOG_LEVEL=loud', 'OPS_TOKEN=too-short', 'PORT=http'], { PORT: '0' });
    expect(await service.exited).toEqual({ code: 78, signal: null });
    expect(service.stderr).toBe(
      [
        'The configuration has 2 fault(s):',
        '  - LOG_LEVEL is "loud"; allowed: DEBUG, INFO, WARNING, ERROR, CRITICAL',
        '  - OPS_TOKEN is a secret value; allowed: 16 to 256 visible ASCII characters',
        '',
      ].join('\n'),
    );
    expect(service.logs.text).toBe('');
  });

  it('need not be there', async () => {
    const service = serve(null);
    expect(await systemOf(await detailed(service, 'none'))).toMatchObject({ environment: 'development' });
  });

  it('ends the process with 78 where it cannot be read', async () => {
    const folder = join(root, 'unreadable');
    mkdirSync(join(folder, '.env'), { recursive: true });
    const refused = new ServiceProcess({ DATA_DIR: join(folder, 'data') }, MAIN, { cwd: folder });
    expect((await refused.exited).code).toBe(78);
    expect(refused.stderr).toMatch(
      /^The configuration has 1 fault\(s\):\n {2}- \.env cannot be read: EISDIR/,
    );
  });
});
