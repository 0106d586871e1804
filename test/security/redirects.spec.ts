import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestApp, type TestApp } from '../harness.js';

const SOURCE = {
  id: 'a',
  title: 'Report',
  type: 'annual_report',
  content: 'Our brand is the strongest in the region.',
};
const BODY = { company: 'AT&T', sources: [SOURCE], frameworks: ['swot'], depth: 'quick' };

const servers: Server[] = [];
let service: TestApp | undefined;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  await service?.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('A backend that sends the service elsewhere', () => {
  it.each([
    ['Gemini', (url: string) => ({ GEMINI_BASE_URL: url, GEMINI_API_KEY: 'some-key' }), 502],
    [
      'Cloud Storage',
      (url: string) => ({ STORAGE: 'gcs', GCS_BUCKET: 'reports', STORAGE_EMULATOR_HOST: url }),
      503,
    ],
  ])('is not followed: %s', async (_name, envOf, status) => {
    const reached: string[] = [];
    let sent = 0;
    const elsewhere = await serve((request, response) => {
      reached.push(request.url ?? '');
      response.end('{}');
    });
    const backend = await serve((request, response) => {
      sent += 1;
      request.resume();
      response.writeHead(307, { location: `${elsewhere}/metadata` }).end();
    });
    service = await createTestApp({ env: envOf(backend) });

    expect((await service.post('/analyze', BODY)).status).toBe(status);
    expect(sent).toBeGreaterThan(0);
    expect(reached).toEqual([]);
  });
});
