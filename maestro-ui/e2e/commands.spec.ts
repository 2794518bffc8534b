import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { ended, expect, ORDERS, push, start, test } from './fixture';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

// two dollars are one in a param
const NASTY = `it's "quoted" $$HOME \`id\` \\n ü 中`;

test.beforeAll(async ({ request }) => {
  const params = { ...ORDERS.workflow.params, note: { value: '', type: 'STRING' } };
  await push(request, { ...ORDERS, workflow: { ...ORDERS.workflow, id: 'commands', name: 'Command lines', params } });
});

/** Runs what the button copied in a shell. */
async function runCurl(page: Page): Promise<unknown> {
  await page.getByRole('dialog').getByRole('button', { name: 'curl' }).click();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(line).toMatch(/^curl -X /);
  return JSON.parse(execFileSync('sh', ['-c', line.replace(/^curl /, 'curl -s ')], { encoding: 'utf8' }));
}

test('curl of a start starts the same run, whatever the values hold', async ({ page, request }) => {
  await page.goto('/ui/workflows/commands');
  await page.getByRole('button', { name: 'Start …' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: /note/ }).fill(NASTY);
  await page.getByRole('dialog').getByRole('textbox', { name: /day/ }).fill('9223372036854775807');
  const { workflow_instance_id: n } = (await runCurl(page)) as { workflow_instance_id: number };
  await ended(request, 'commands', n);
  const run = await (await request.get(`/api/v3/workflows/commands/instances/${n}`)).text();
  expect(run).toContain('9223372036854775807');
  expect((JSON.parse(run) as { run_params: { note: { value: string } } }).run_params.note.value).toBe(NASTY);
});

test('curl of a restart restarts', async ({ page, request }) => {
  const n = await start(request, 'commands', { fail: 'yes' });
  await ended(request, 'commands', n);
  await page.goto(`/ui/runs/commands/${n}/1`);
  await page.getByRole('button', { name: 'Restart …' }).click();
  await expect(page.getByRole('dialog').getByText('load, report')).toBeVisible();
  await runCurl(page);
  await expect.poll(async () => (await (await request.get(`/api/v3/workflows/commands/instances/${n}`)).json()).workflow_run_id).toBe(2);
  await ended(request, 'commands', n);
});
