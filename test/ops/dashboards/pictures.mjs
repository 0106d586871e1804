/**
 * Draws each dashboard from what a real Prometheus answers to its queries during a rehearsal, into docs/pictures/dashboards.
 * `npm run picture:dashboards -- [--seconds 90]`; needs Debian's prometheus, prometheus-alertmanager and chromium.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { rehearse } from '../drill/rehearsal.ts';
import { answersTo } from './answers.ts';
import { eventfulTraffic } from './eventful-traffic.ts';
import { page as pageOf } from './picture/page.ts';
import { readDashboards } from './read.ts';

const FOLDER = 'docs/pictures/dashboards';
const FACTOR = 100;
/** The screen is as wide as a page; the picture is as high as the page. */
const SCREEN = { width: 1248, height: 800 };

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '90' } } });
mkdirSync(FOLDER, { recursive: true });

await rehearse(FACTOR, async (rehearsal) => {
  const from = Math.floor(Date.now() / 1000);
  const stop = eventfulTraffic(rehearsal);
  await sleep(Number(values.seconds) * 1000);
  const time = { from, to: Math.floor(Date.now() / 1000) };
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: SCREEN });
  for (const dashboard of readDashboards()) {
    const answered = await answersTo(dashboard, rehearsal.monitoring.prometheusUrl, time);
    await page.setContent(pageOf(dashboard, answered, time));
    const path = `${FOLDER}/${dashboard.uid.replace('consultantos-', '')}.png`;
    await page.screenshot({ path, fullPage: true });
    console.log(path);
  }
  await browser.close();
  await stop();
});
