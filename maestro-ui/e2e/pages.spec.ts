import { ended, expect, findings, ORDERS, prefer, push, start, test } from './fixture';
import { TEMPLATES } from '../src/main/web/pages/editor/templates';

const LOOP = {
  properties: { owner: 'research', run_strategy: 'PARALLEL' },
  workflow: {
    id: 'trials',
    steps: [
      {
        foreach: {
          id: 'each',
          concurrency: 50,
          params: {
            loop_params: {
              type: 'MAP',
              value: { i: { type: 'LONG_ARRAY', value: Array.from({ length: 400 }, (_, index) => index + 1) } },
            },
          },
          steps: [
            {
              step: {
                id: 'work',
                type: 'NoOp',
                retry_policy: { error_retry_limit: 0 },
                params: { x: { type: 'LONG', expression: 'return 100 / (i % 390);' } },
              },
            },
          ],
        },
      },
    ],
  },
};

let failed = 0;
let loop = 0;

test.beforeAll(async ({ request }) => {
  await push(request, { ...ORDERS, workflow: { ...ORDERS.workflow, id: 'pages', name: 'Of a day' } });
  for (let i = 0; i < 3; i++) await ended(request, 'pages', await start(request, 'pages', {}));
  failed = await start(request, 'pages', { fail: 'yes' });
  await ended(request, 'pages', failed);
  await request.post('/api/v3/signals', { headers: { user: 'amy' }, data: { name: 'pages_ready', params: { day: 20261130 } } });
  await request.post('/api/v3/tag-permits', { headers: { user: 'amy' }, data: { tag: 'pages', max_allowed: 2 } });
  await push(request, LOOP);
  loop = await start(request, 'trials', {});
  await ended(request, 'trials', loop);
});

test('Home names the workflow that fails, its step and message, and leads to its log', async ({ page }) => {
  await page.goto('/ui/');
  const row = page.getByRole('listitem').filter({ hasText: 'pages' }).filter({ hasText: 'no such key' });
  await expect(row).toContainText('load');
  await expect(row).toContainText('1st');
  await row.getByRole('link', { name: 'Log' }).click();
  await expect(page.getByRole('log')).toContainText('no such key');
});

test('the grid moves by arrows and f, says its cell, and shows the chosen step beside it', async ({ page }) => {
  await page.goto('/ui/workflows/pages');
  const grid = page.getByRole('grid', { name: 'Runs of pages by steps' });
  await grid.focus();
  await expect(grid.getByRole('gridcell')).toContainText(`check · #${failed} · Succeeded`);
  await page.keyboard.press('f');
  await expect(grid.getByRole('gridcell')).toContainText(`load · #${failed} · Failed`);
  await expect(page).toHaveURL(new RegExp(`run=${failed}.*step=load|step=load.*run=${failed}`));
  await expect(page.getByRole('log')).toContainText('no such key');
  await page.keyboard.press('ArrowLeft');
  await expect(grid.getByRole('gridcell')).toContainText(`load · #${failed - 1} · Succeeded`);
  const runs = Number(await grid.getAttribute('aria-colcount'));
  await page.keyboard.press('t');
  await expect(page.getByRole('table', { name: 'Runs of pages by steps' }).getByRole('row')).toHaveCount(runs + 1);
});

test('errors are grouped by what they say', async ({ page }) => {
  await page.goto('/ui/workflows/pages?tab=errors');
  await expect(page.getByText('1 failure in 1 groups')).toBeVisible();
  await page.getByRole('link', { name: `#${failed}` }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/pages/${failed}/1`));
});

test('the map of a loop leads to the iteration that failed, and names no body of a loop', async ({ page }) => {
  await page.goto(`/ui/runs/trials/${loop}/1/loops/each`);
  const map = page.getByRole('grid', { name: 'Iterations of each' });
  await expect(map).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByRole('heading', { name: 'Iteration 390' })).toBeVisible();
  await expect(page.getByText('100 / 0').first()).toBeVisible();
  await expect(page.getByText('i=390')).toBeVisible();
  await page.getByRole('complementary').getByRole('link', { name: '390', exact: true }).click();
  const title = page.getByRole('main').locator('h1');
  await expect(title).toContainText(`trials #${loop}`);
  await expect(title).toContainText('each');
  await expect(title).not.toContainText('maestro_foreach');
});

test('a run that starts shows in the grid without a reload, and the header says that it is live', async ({ page, request }) => {
  await page.goto('/ui/workflows/pages');
  await expect(page.getByRole('button', { name: 'Live' })).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Runs of pages by steps' });
  const before = Number(await grid.getAttribute('aria-colcount'));
  const n = await start(request, 'pages', {});
  await expect(grid).toHaveAttribute('aria-colcount', String(before + 1));
  await ended(request, 'pages', n);
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: /changes? since/ })).toBeVisible();
});

test('a log is searched over all of its lines', async ({ page }) => {
  await page.goto(`/ui/runs/pages/${failed}/1/steps/load/1/logs`);
  await expect(page.getByRole('log')).toContainText('reading');
  await page.keyboard.press('/');
  await page.keyboard.type('no such');
  await expect(page.getByRole('status').filter({ hasText: '1 / 1' })).toBeVisible();
});

test('the editor marks an unknown step at its line, mends it, pushes, and tells who was faster', async ({ page, request }) => {
  await page.goto('/ui/workflows/new');
  const code = page.getByRole('textbox', { name: 'Definition' });
  await expect(code).toContainText('my_workflow');
  await expect(page.getByText('valid', { exact: true })).toBeVisible();
  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete'); // replaced in one go, Chromium keeps the old style and the policy refuses it
  await page.keyboard.insertText('workflow:\n  id: edited\n  owner: amy\n  jobs:\n    - job: {id: one, type: noop, transition: [reprot]}\n    - job: {id: report, type: noop}\n');
  await expect(page.getByText('1 error')).toBeVisible();
  await page.getByRole('button', { name: 'Write “report”' }).click();
  await expect(page.getByText('valid', { exact: true })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Graph' }).getByRole('button', { name: /report/ })).toBeVisible();
  await page.getByRole('button', { name: 'Push …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Push', exact: true }).click();
  await expect(page).toHaveURL(/\/workflows\/edited/);

  await page.goto('/ui/workflows/edited/edit');
  await expect(code).toContainText('report');
  await code.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('    - job: {id: mine, type: noop}\n');
  const theirs = await request.post('/api/v3/workflows/yaml', {
    headers: { user: 'ben', 'Content-Type': 'application/yaml' },
    data: 'workflow:\n  id: edited\n  owner: amy\n  jobs:\n    - job: {id: theirs, type: noop}\n',
  });
  expect(theirs.status()).toBe(200);
  page.removeAllListeners('console'); // the browser itself tells of the 412
  await page.getByRole('button', { name: 'Push …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Push', exact: true }).click();
  await expect(dialog.getByText('ben pushed v2 since you began.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
  await dialog.getByRole('button', { name: 'Push', exact: true }).click();
  await expect(page.getByRole('status').getByRole('link', { name: 'edited' })).toBeVisible();
  const source = await request.get('/api/v3/workflows/edited/versions/3/source');
  expect(await source.text()).toContain('mine');
});

for (const [name, text] of Object.entries(TEMPLATES))
  test(`the template “${name}” runs as it is`, async ({ request }) => {
    const pushed = await request.post('/api/v3/workflows/yaml', {
      headers: { user: 'amy', 'Content-Type': 'application/yaml' },
      data: text,
    });
    expect(pushed.status(), await pushed.text()).toBe(200);
    const id = /id: (\w+)/.exec(text)![1]!;
    expect(await ended(request, id, await start(request, id, {}))).toBe('SUCCEEDED');
  });

for (const theme of ['light', 'dark'])
  for (const lang of ['en', 'zh'])
    test(`axe finds nothing on the pages of grid, loop, editor, home: ${theme}, ${lang}`, async ({ page }) => {
      await prefer(page, { theme, lang });
      const pages = [
        '/',
        `/workflows/pages?run=${failed}&step=load`,
        '/workflows/pages?table=1',
        '/workflows/pages?tab=errors',
        `/runs/trials/${loop}/1/loops/each?at=390`,
        `/runs/trials/${loop}/1/loops/each?table=1`,
        `/runs/pages/${failed}/1/steps/load/1/logs`,
        '/workflows/new',
        '/workflows/pages/edit',
        '/workflows/pages?tab=triggers',
        '/schedules',
        '/signals?name=pages_ready',
        '/permits?tag=pages',
        `/compare?a=pages/1/1&b=pages/${failed}/1`,
      ];
      for (const path of pages) {
        await page.goto(`/ui${path}`);
        await expect(page.getByRole('main').locator('h1')).toBeVisible();
        await expect(page.locator('.skeleton')).toHaveCount(0);
        expect(await findings(page), path).toEqual([]);
      }
    });
