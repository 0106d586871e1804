import { source as AXE } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { FORMATS } from '../../src/analysis/report-formats.js';
import type { StoredReport } from '../../src/analysis/ports/report-storage.port.js';
import { renderHtml } from '../../src/analysis/report/report.js';
import { hostileReport } from '../doubles/hostile-report.js';
import { storedReport } from '../doubles/sample-analysis.js';
import { describeWith } from '../needs.js';

const CHROMIUM = '/usr/bin/chromium';
const OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
const PAGE = 'http://report.test/';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

declare const axe: { run(): Promise<{ violations: Violation[] }> };

const REPORTS: readonly (readonly [string, () => StoredReport])[] = [
  ['full', () => storedReport({}, 2)],
  ['empty', () => storedReport({}, 0)],
  ['hostile', () => hostileReport()],
];

// The rules of accessibility are slow on a busy machine.
jest.setTimeout(60_000);

describeWith(CHROMIUM, 'the report as a page in a browser', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  /** The page under its real headers; whatever it asks for besides itself is a complaint. */
  async function open(stored: StoredReport, width: number): Promise<void> {
    await page.setViewportSize({ width, height: 900 });
    const { headers } = FORMATS.html;
    const body = renderHtml(stored);
    await page.route('**', (route) => {
      if (route.request().url() === PAGE) return route.fulfill({ headers: { ...headers }, body });
      complaints.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(PAGE);
    await page.evaluate('document.fonts.ready');
  }

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: OPTIONS });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    complaints.length = 0;
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(() => page.close());

  it.each(REPORTS)(
    'has its style and fonts, and breaks no rule of its own policy (%s)',
    async (_name, make) => {
      await open(make(), 1280);
      expect(complaints).toEqual([]);
      expect(await page.evaluate(`document.fonts.check('1rem Inter') && document.styleSheets.length`)).toBe(
        1,
      );
      expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontFamily`)).toContain(
        'Source Serif',
      );
    },
  );

  it.each(REPORTS)('has no serious fault of accessibility (%s)', async (_name, make) => {
    await open(make(), 1280);
    // By the debugger, as the page's policy lets no script in.
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run());
    const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });

  it.each(REPORTS.flatMap(([name, make]) => [360, 768, 1280].map((width) => [name, width, make] as const)))(
    'fits its window without scrolling sideways (%s at %i px)',
    async (_name, width, make) => {
      await open(make(), width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    },
  );

  it('writes Arabic from right to left, and names of any script as they are', async () => {
    await open(storedReport({ company: 'أرامكو السعودية' }, 0), 768);
    expect(await page.evaluate(`document.querySelector('h1').matches(':dir(rtl)')`)).toBe(true);
  });

  it('moves by keyboard to the summary, past the contents', async () => {
    await open(storedReport({}, 1), 768);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#summary');
  });
});
