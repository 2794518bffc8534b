import { type CDPSession, type Page } from '@playwright/test';
import { expect, ORDERS, push, test } from './fixture';

// What the browser needs for the sizes that break others: answers are canned where it is the browser that is measured.
// Processor time of the page's main thread is asserted, over what the shell needs, and with it the code of the page; wall
// times, too. Both are taken times what a fixed loop needs more than on the machine that the budgets were set for.

const CPU_GRID_MS = 310;
const CPU_FRAME_MS = 10;
const CPU_MAP_MS = 300;
const CPU_LIST_MS = 260;
const CPU_LOG_FRAME_MS = 8;
const WALL_MS = 1_000;
const WALL_GRAPH_MS = 1_500;
/** What the fixed loop takes there. */
const LOOP_MS = 40;

const figures: string[] = [];

test.beforeAll(async ({ request }) => {
  await push(request, { ...ORDERS, workflow: { ...ORDERS.workflow, id: 'large', name: 'Sizes' } });
});

test.afterAll(() => console.log(`\nbudgets of the browser\n${figures.join('\n')}`));

async function cpu(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000;
}

async function measured(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return session;
}

interface Slowness {
  cpu: number;
  wall: number;
}

/** How many times longer than it should a fixed loop takes now; 1 at least. */
async function slowness(page: Page, session: CDPSession): Promise<Slowness> {
  const before = await cpu(session);
  const wall = await page.evaluate(() => {
    const begin = performance.now();
    let sum = 0;
    for (let i = 0; i < 30_000_000; i++) sum += i % 7;
    return sum > 0 ? performance.now() - begin : 0;
  });
  const used = (await cpu(session)) - before;
  return { cpu: Math.max(1, used / LOOP_MS), wall: Math.max(1, wall / LOOP_MS) };
}

interface Open {
  path: string;
  ready: (page: Page) => Promise<unknown>;
}

/** Processor time beyond what an empty page of the shell needs, and wall time until it is there. */
async function opened(page: Page, { path, ready }: Open) {
  await page.goto('/ui/settings');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const session = await measured(page);
  const slow = await slowness(page, session);
  const before = await cpu(session);
  const begin = Date.now();
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/ui${path}`);
  await ready(page);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return { ms: (await cpu(session)) - before, wall: Date.now() - begin, slow, session };
}

/** Processor time of one of forty scrolled frames. */
async function scrolled(page: Page, session: CDPSession, selector: string, by: { left: number; top: number }) {
  const before = await cpu(session);
  await page.evaluate(
    async ([where, step]) => {
      const box = document.querySelector(where)!;
      for (let i = 0; i < 40; i++) {
        box.scrollBy({ left: i < 20 ? -step.left : step.left, top: i < 20 ? step.top : -step.top });
        await new Promise(requestAnimationFrame);
      }
    },
    [selector, by] as const,
  );
  return ((await cpu(session)) - before) / 40;
}

function tell(what: string, slow: Slowness, values: Record<string, number>) {
  const parts = Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(1)} ms`);
  figures.push(`${what}: ${parts.join(', ')} (machine slower by ${slow.cpu.toFixed(1)}, wall ${slow.wall.toFixed(1)})`);
}

test('a grid of 334 runs and 300 steps', async ({ page }) => {
  const letters = 'SSSSSSSSSSSSSSSFRUK.';
  const rows = Array.from({ length: 300 }, (_, index) => ({ id: `step_${index}`, type: 'NoOp', depth: 0 }));
  const legend = { S: 'SUCCEEDED', F: 'FATALLY_FAILED', R: 'RUNNING', U: 'UNSATISFIED', K: 'SKIPPED', '.': 'NOT_CREATED' };
  const runs = Array.from({ length: 334 }, (_, index) => ({
    n: 334 - index, r: 1, v: 1 + Math.floor((334 - index) / 50), s: 'S', c: 1_796_000_000_000, b: 1_796_000_000_000, e: 1_796_000_009_000 + index,
    cells: Array.from({ length: 300 }, (_unused, step) => letters[(index * 31 + step * 17) % letters.length]).join(''),
  }));
  await page.route('**/api/v3/workflows/large/grid*', (route) => route.fulfill({ json: { rows, legend, runs, complete: true } }));
  const { ms, wall, slow, session } = await opened(page, {
    path: '/workflows/large?runs=400',
    ready: (shown) => expect(shown.locator('[data-grid]')).toHaveAttribute('aria-colcount', '334'),
  });
  const frame = await scrolled(page, session, '[data-grid]', { left: 90, top: 60 });
  tell('grid of 100,200 cells', slow, { cpu: ms, wall, frame });
  expect(ms).toBeLessThan(CPU_GRID_MS * slow.cpu);
  expect(frame).toBeLessThan(CPU_FRAME_MS * slow.cpu);
  expect(wall).toBeLessThan(WALL_MS * slow.wall);
});

test('a map of a million iterations in 10,049 ranges', async ({ page }) => {
  const step = { id: 'each', type: 'foreach', status: 'FATALLY_FAILED', attempt: 1, loop: { total: 1_000_000, launched: 1_000_000 } };
  const run = { workflow_id: 'large', workflow_instance_id: 1, workflow_run_id: 1, workflow_version_id: 1, status: 'FAILED' };
  const ranges = Array.from({ length: 10_049 }, (_, index) => [index * 99 + 1, index === 10_048 ? 1_000_000 : index * 99 + 99, index % 2 ? 'F' : 'S']);
  await page.route('**/runs/1/steps?*', (route) => route.fulfill({ json: { run, steps: [step, { id: 'work', type: 'NoOp', parent: 'each' }], until: 1, complete: true } }));
  await page.route('**/steps/each/map*', (route) => route.fulfill({ json: { total: 1_000_000, launched: 1_000_000, stats: { S: 500_000, F: 500_000 }, ranges, complete: true } }));
  await page.route('**/steps/each/errors*', (route) => route.fulfill({ json: { failures: 0, groups: [], complete: true } }));
  const { ms, wall, slow } = await opened(page, {
    path: '/runs/large/1/1/loops/each',
    ready: (shown) => expect(shown.locator('[data-map] canvas')).toBeVisible(),
  });
  tell('map of 1,000,000 iterations', slow, { cpu: ms, wall });
  expect(ms).toBeLessThan(CPU_MAP_MS * slow.cpu);
  expect(wall).toBeLessThan(WALL_MS * slow.wall);
});

test('a graph of 1,000 steps', async ({ page, request }) => {
  const steps = Array.from({ length: 1_000 }, (_, index) => ({
    step: {
      id: `s${index}`, type: 'NoOp',
      transition: { successors: Object.fromEntries([index + 1, index + 20].filter((next) => next < 1_000).map((next) => [`s${next}`, 'true'])) },
    },
  }));
  const real = await (await request.get('/api/v3/workflows/large/versions/latest?enriched=true')).json();
  await page.route('**/workflows/large/versions/latest*', (route) => route.fulfill({ json: { ...real, workflow: { ...real.workflow, steps } } }));
  const { ms, wall, slow } = await opened(page, {
    path: '/workflows/large?tab=graph',
    ready: (shown) => expect(shown.locator('[data-node]').first()).toBeVisible(),
  });
  tell('graph of 1,000 steps', slow, { cpu: ms, wall });
  expect(wall).toBeLessThan(WALL_GRAPH_MS * slow.wall);
});

test('a log of a million lines', async ({ page }) => {
  const run = { workflow_id: 'large', workflow_instance_id: 1, workflow_run_id: 1, workflow_version_id: 1, status: 'SUCCEEDED' };
  await page.route('**/runs/1/steps?*', (route) => route.fulfill({ json: { run, steps: [{ id: 'load', type: 'Shell', status: 'SUCCEEDED', attempt: 1 }], until: 1, complete: true } }));
  await page.route('**/logs/outline*', (route) => route.fulfill({ json: { launches: [{ launch: 'a:1', first: 1, last: 1_000_000, bytes: 1, dropped: [] }], complete: true } }));
  await page.route('**/logs/lines*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const [from, count] = [Number(query.get('from')), Number(query.get('count'))];
    const lines = Array.from({ length: Math.min(count, 1_000_001 - from) }, (_, index) => ({ n: from + index, t: 1, s: 'out', text: `line ${from + index}` }));
    return route.fulfill({ json: { launch: 'a:1', lines, complete: true } });
  });
  const log = page.getByRole('log');
  const { ms, wall, slow, session } = await opened(page, {
    path: '/runs/large/1/1/steps/load/1/logs',
    ready: () => expect(log).toContainText('line 1000000'),
  });
  const frame = await scrolled(page, session, '[role=log]', { left: 0, top: 400 });
  tell('log of 1,000,000 lines', slow, { cpu: ms, wall, frame });
  expect(ms).toBeLessThan(CPU_LIST_MS * slow.cpu);
  expect(frame).toBeLessThan(CPU_LOG_FRAME_MS * slow.cpu);
  expect(wall).toBeLessThan(WALL_MS * slow.wall);
  await page.goto('/ui/runs/large/1/1/steps/load/1/logs?line=500000');
  await expect(log).toContainText('line 500000');
});

test('10,000 workflows are scrolled through', async ({ page }) => {
  const elements = Array.from({ length: 10_000 }, (_, index) => ({
    workflow_id: `workflow_${String(index).padStart(5, '0')}`, owner: 'sales', active_version_id: 1, latest_version_id: 1,
    default_version_id: 1, modify_time: 1, last: 'SSSSSFSSSSSSSR', last_instance_ids: Array.from({ length: 14 }, (_unused, n) => n + 1), live: 1, queued: 0, typical_ms: 405,
  }));
  await page.route('**/api/v3/workflows?*', (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('after') ?? 0);
    return route.fulfill({ json: { elements: elements.slice(from, from + 100), next: from + 100 < 10_000 ? String(from + 100) : undefined } });
  });
  const { ms, wall, slow, session } = await opened(page, {
    path: '/workflows',
    ready: (shown) => expect(shown.getByRole('link', { name: 'workflow_00000' })).toBeVisible(),
  });
  const frame = await scrolled(page, session, '[role=grid]', { left: 0, top: 300 });
  tell('list of 10,000 workflows', slow, { cpu: ms, wall, frame });
  expect(ms).toBeLessThan(CPU_LIST_MS * slow.cpu);
  expect(wall).toBeLessThan(WALL_MS * slow.wall);
});
