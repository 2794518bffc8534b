// The screenshots of the README, from an empty server that it fills. Usage: node scripts/screenshots.mjs <server> [<out>]
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { fill } from './demo.mjs';

const server = process.argv[2] ?? 'http://127.0.0.1:8080';
const out = process.argv[3] ?? join('..', 'docs', 'images');
const BYTES_MAX = 150_000;

const answer = await fetch(`${server}/api/v3/workflows/orders_daily/overview`);
if (answer.status === 404) await fill(server);
const latest = async (wf) => (await (await fetch(`${server}/api/v3/workflows/${wf}/overview`)).json()).latest_instance_id;
const [orders, search] = [await latest('orders_daily'), await latest('grid_search')];

const pages = {
  run: { path: `/runs/orders_daily/${orders}/1?step=load`, ready: '[role=log]' },
  grid: { path: `/workflows/orders_daily?run=${orders}&step=load&pane=why`, ready: '[data-grid]' },
  loop: { path: `/runs/grid_search/${search}/1/loops/trial`, ready: '[data-map]', keys: ['f', 'f'] },
  editor: { path: '/workflows/new', ready: '.cm-content', type: '    - job:\n        id: report\n        type: noop\n        transition: [lok]\n' },
};

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 760 }, locale: 'en', timezoneId: 'UTC' });
await context.addInitScript(() => localStorage.setItem('maestro.ui.1', JSON.stringify({ theme: 'light', lang: 'en' })));
for (const [name, { path, ready, keys = [], type }] of Object.entries(pages)) {
  const page = await context.newPage();
  await page.goto(`${server}/ui${path}`);
  await page.locator(ready).waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined); // the stream of changes never ends
  for (const key of keys) await page.keyboard.press(key);
  if (type) {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(type);
    await page.getByRole('button', { name: /Write/ }).waitFor();
  }
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const file = join(out, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  console.log(`${file} ${Math.round(size / 1000)} kB`);
  if (size > BYTES_MAX) process.exitCode = 1;
  await page.close();
}
await browser.close();
