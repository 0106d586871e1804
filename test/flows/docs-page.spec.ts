import { type Browser, chromium, type Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../harness.js';
import { describeWith } from '../needs.js';

const CHROMIUM = '/usr/bin/chromium';
const OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

// Swagger UI is a large script for a busy machine.
jest.setTimeout(60_000);

describeWith(CHROMIUM, 'the page at /docs in a browser without a network', () => {
  let service: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    service = await createTestApp();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: OPTIONS });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route('**', (route) => {
      if (route.request().url().startsWith(service.url)) return route.continue();
      complaints.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(`${service.url}/docs`);
    await page.getByText('Analyse a company and wait for the report').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  it('shows every operation, and breaks no rule of its policy', async () => {
    const { paths } = (await (await service.get('/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    const methods = ['get', 'post', 'put', 'patch', 'delete'];
    const operations = Object.values(paths)
      .flatMap(Object.keys)
      .filter((key) => methods.includes(key));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    expect(complaints).toEqual([]);
  });

  it('sends a request to this service and shows the answer', async () => {
    const block = page.locator('.opblock', { hasText: 'The engines, and which of them can be used now' });
    await block.click();
    await block.getByRole('button', { name: 'Try it out' }).click();
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect(await block.locator('.live-responses-table').innerText()).toContain('"extractive"');
    expect(complaints).toEqual([]);
  });
});
