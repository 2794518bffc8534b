import { readFileSync } from 'node:fs';
import { expect, test as base, type APIRequestContext, type Page } from '@playwright/test';

function shell(id: string, script: string, next?: string) {
  const transition = next === undefined ? {} : { transition: { successors: { [next]: 'true' } } };
  return { step: { id, type: 'Shell', params: { script: { value: script, type: 'STRING' } }, ...transition } };
}

/** A workflow of which one step fails when asked to, and says something hostile. */
export const ORDERS = {
  properties: { owner: 'sales', run_strategy: 'PARALLEL' },
  workflow: {
    id: 'orders',
    name: 'Orders of a day',
    params: { fail: { value: 'no', type: 'STRING' }, day: { value: 20261130, type: 'LONG' } },
    steps: [
      shell('check', 'echo checked ${day}', 'load'),
      shell(
        'load',
        "echo reading; if [ ${fail} = yes ]; then echo '<img src=x onerror=alert(1)> no such key' >&2; exit 99; fi",
        'report',
      ),
      { step: { id: 'report', type: 'NoOp' } },
    ],
  },
};

export async function push(request: APIRequestContext, definition: object): Promise<void> {
  const answer = await request.post('/api/v3/workflows', { headers: { user: 'amy' }, data: definition });
  expect(answer.status(), await answer.text()).toBe(200);
}

export async function start(request: APIRequestContext, wf: string, params: Record<string, unknown>): Promise<number> {
  const run_params = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { type: 'STRING', value }]));
  const answer = await request.post(`/api/v3/workflows/${wf}/versions/latest/actions/start`, {
    headers: { user: 'amy', 'Content-Type': 'application/json' },
    data: { initiator: { type: 'manual' }, run_params },
  });
  return ((await answer.json()) as { workflow_instance_id: number }).workflow_instance_id;
}

export async function ended(request: APIRequestContext, wf: string, n: number): Promise<string> {
  let status = '';
  await expect
    .poll(async () => {
      const answer = await request.get(`/api/v3/workflows/${wf}/instances/${n}`);
      status = ((await answer.json()) as { status: string }).status;
      return status;
    }, { timeout: 60_000 })
    .toMatch(/SUCCEEDED|FAILED|STOPPED|TIMED_OUT/);
  return status;
}

/** No error on the console, no breach of the policy, no request elsewhere, in any test. */
export const test = base.extend<{ watched: void }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const wrong: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('dialog', (dialog) => wrong.push(`a dialog of the browser: ${dialog.message()}`));
      page.on('request', (asked) => {
        if (!asked.url().startsWith(baseURL!) && !asked.url().startsWith('data:')) wrong.push(`a request to ${asked.url()}`);
      });
      await use();
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

export async function prefer(page: Page, prefs: Record<string, unknown>): Promise<void> {
  await page.addInitScript((kept) => localStorage.setItem('maestro.ui.1', JSON.stringify(kept)), prefs);
}

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds on the page as it is. */
export async function findings(page: Page): Promise<string[]> {
  // by the debugger, which the policy of the page does not bind
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  const found = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, {resultTypes: ['violations']}).then((result) => JSON.stringify(
      result.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(String(found.result.value)) as string[];
}

export { expect };
