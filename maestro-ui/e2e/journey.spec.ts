import { ended, expect, findings, ORDERS, prefer, push, start, test } from './fixture';

let failed = 0;

test.beforeAll(async ({ request }) => {
  await push(request, ORDERS);
  await ended(request, 'orders', await start(request, 'orders', {}));
  failed = await start(request, 'orders', { fail: 'yes' });
  expect(await ended(request, 'orders', failed)).toBe('FAILED');
});

test('the root leads to the list, and the list to the run that failed, its log and why', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/ui\/$/);
  await page.getByRole('navigation').getByRole('link', { name: 'Workflows' }).click();
  await page.getByRole('link', { name: 'orders', exact: true }).click();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('link', { name: `#${failed}` }).click();
  await expect(page.getByRole('button', { name: 'Restart …' })).toBeVisible();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  // what a script wrote is text, whatever it looks like
  await expect(page.getByRole('log')).toContainText('<img src=x onerror=alert(1)> no such key');
  await page.getByRole('tab', { name: 'Why' }).click();
  await expect(page.getByText('STEP_ENDED')).toBeVisible();
});

test('a run is restarted from its failed step with another value, and the preview says what runs', async ({ page, request }) => {
  const n = await start(request, 'orders', { fail: 'yes' });
  await ended(request, 'orders', n);
  await page.goto(`/ui/runs/orders/${n}/latest`);
  await expect(page).toHaveURL(new RegExp(`/runs/orders/${n}/1$`));
  await expect(page.getByRole('button', { name: 'Restart …' })).toBeVisible();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('load, report')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Change a value' }).selectOption('fail');
  const foretold = page.waitForResponse((answer) => answer.request().postData()?.includes('"no"') ?? false);
  await dialog.getByRole('textbox', { name: /fail/ }).fill('no');
  expect((await foretold).status()).toBe(200);
  await dialog.getByRole('button', { name: 'Restart', exact: true }).click();
  await page.getByRole('status').getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/runs/orders/${n}/2$`));
  expect(await ended(request, 'orders', n)).toBe('SUCCEEDED');
  await expect(page.getByRole('main').getByText('Succeeded').first()).toBeVisible();
});

test('a start form refuses a wrong value beside its field, and one press starts one run', async ({ page, request }) => {
  await page.goto('/ui/workflows/orders');
  await page.getByRole('button', { name: 'Start …' }).click();
  const dialog = page.getByRole('dialog');
  const day = dialog.getByRole('textbox', { name: /day/ });
  await day.fill('tomorrow');
  await expect(dialog.getByText('A whole number, please')).toBeVisible();
  await day.fill('9223372036854775807');
  const before = await request.get('/api/v3/workflows/orders/overview');
  const last = ((await before.json()) as { latest_instance_id: number }).latest_instance_id;
  await dialog.getByRole('button', { name: 'Start', exact: true }).dblclick();
  await expect(page.getByRole('status').getByRole('link')).toContainText(`#${last + 1}`);
  await ended(request, 'orders', last + 1);
  const run = await request.get(`/api/v3/workflows/orders/instances/${last + 1}`);
  expect(await run.text()).toContain('9223372036854775807');
  const after = await request.get('/api/v3/workflows/orders/overview');
  expect(((await after.json()) as { latest_instance_id: number }).latest_instance_id).toBe(last + 1);
});

test('Ctrl K leads to a run', async ({ page }) => {
  await page.goto('/ui/workflows');
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or jump to …' })).toBeFocused();
  await page.keyboard.type('ord 1');
  await expect(page.getByRole('option', { name: /orders #1/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/orders\/1\/1$/);
});

test('an address that names nothing says what is missing', async ({ page }) => {
  page.removeAllListeners('console'); // the browser itself tells of the 404
  await page.goto('/ui/runs/nowhere/1/1');
  await expect(page.getByRole('alert')).toContainText('There is no run 1 of nowhere #1');
});

for (const theme of ['light', 'dark'])
  for (const lang of ['en', 'zh'])
    test(`axe finds nothing: ${theme}, ${lang}`, async ({ page }) => {
      await prefer(page, { theme, lang });
      const pages = ['/workflows', '/runs', '/workflows/orders?tab=versions', `/runs/orders/${failed}/1?step=load`, '/settings', '/cluster'];
      for (const path of pages) {
        await page.goto(`/ui${path}`);
        await expect(page.getByRole('main').locator('h1')).toBeVisible();
        expect(await findings(page), path).toEqual([]);
      }
    });
