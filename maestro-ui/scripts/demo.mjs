// Fills an empty server with what a team has: daily runs, failures, loops, queues. Usage: node scripts/demo.mjs <server>
import { pathToFileURL } from 'node:url';

const step = (id, type, params = {}, successors = {}, more = {}) => ({
  step: { id, type, params, transition: { successors }, ...more },
});
const text = (value) => ({ type: 'STRING', value });
const long = (value) => ({ type: 'LONG', value });
const then = (...ids) => Object.fromEntries(ids.map((id) => [id, 'true']));
const shell = (id, script, successors, more) => step(id, 'Shell', { script: text(script) }, successors, more);

const ONCE = { retry_policy: { error_retry_limit: 0 } };

function orders(newer) {
  const load = [
    'for part in $(seq 1 40); do echo "part $$part of 40: $$((part * 1217)) rows"; done',
    'echo "merging into ${bucket}/orders/${day}"',
    'if [ ${broken} = yes ]; then echo "Traceback (most recent call last):" >&2; echo "  File \\"load.py\\", line 88, in merge" >&2; echo "PermissionError: cannot read s3://orders-eu/${day}/part-0071" >&2; exit 99; fi',
  ].join('\n');
  return {
    properties: { owner: 'sales', run_strategy: { rule: 'PARALLEL' } },
    workflow: {
      id: 'orders_daily',
      name: 'Orders of a day',
      params: { day: long(20261130), bucket: text('s3://orders-eu'), broken: text('no') },
      steps: [
        shell('check_input', 'echo "48,680 rows since yesterday"', then('split')),
        step('split', 'NoOp', { rows: long(48680) }, { load: 'true', alarm: 'rows < 1000' }),
        shell('load', load, then('by_country'), ONCE),
        step('alarm', 'NoOp'),
        {
          foreach: {
            id: 'by_country',
            concurrency: 4,
            params: { loop_params: { type: 'MAP', value: { country: { type: 'STRING_ARRAY', value: ['de', 'fr', 'it', 'es', 'nl', 'pl', 'se', 'at'] } } } },
            steps: [step('aggregate', 'NoOp', {}, then('publish')), step('publish', 'NoOp')],
            transition: { successors: then('report') },
          },
        },
        shell('report', 'echo "report of ${day} is ready"', newer ? then('archive') : {}),
        ...(newer ? [step('archive', 'NoOp')] : []),
      ],
    },
  };
}

/** A loop of which some iterations fail and the rest goes on. */
function search(id, size, bad) {
  return {
    properties: { owner: 'research', run_strategy: { rule: 'PARALLEL' } },
    workflow: {
      id,
      name: 'Find the best parameters',
      steps: [
        step('prepare', 'NoOp', {}, then('trial')),
        {
          foreach: {
            id: 'trial',
            concurrency: 200,
            params: {
              loop_params: {
                type: 'MAP',
                value: {
                  trial_no: { type: 'LONG_ARRAY', expression: `return Util.intsBetween(1, ${size} + 1, 1);` },
                },
              },
            },
            steps: [
              step('wait', 'Sleep', { sleep_seconds: { type: 'LONG', expression: `return trial_no % ${bad} == 0 ? 15 : 0;` } }, then('fit')),
              step('fit', 'NoOp', { score: { type: 'LONG', expression: `return 1000000 / (trial_no % ${bad});` } }, {}, ONCE),
            ],
            failure_mode: 'FAIL_AFTER_RUNNING',
            transition: { successors: then('choose') },
          },
        },
        step('choose', 'NoOp'),
      ],
    },
  };
}

const LONG_NAME = 'reconcile_invoices_of_all_european_subsidiaries_and_write_the_monthly_statement_v2';
const NAMES = [
  ['customers_hourly', 'sales'], ['clickstream_sessions', 'web'], ['web_vitals', 'web'], ['fraud_scores', 'risk'],
  ['exchange_rates', 'finance'], ['ledger_close', 'finance'], ['warehouse_stock', 'logistics'], ['routes_plan', 'logistics'],
  ['mail_campaigns', 'marketing'], ['churn_model', 'research'], ['recommendations', 'research'], ['image_thumbnails', 'web'],
  ['search_index', 'web'], ['gdpr_deletions', 'legal'], ['backups_verify', 'platform'], ['certificates_renew', 'platform'],
  ['metrics_rollup', 'platform'], ['price_suggestions', 'sales'], ['supplier_feeds', 'logistics'], ['tax_reports', 'finance'],
];

function plain(id, owner, rule = 'PARALLEL') {
  return {
    properties: { owner, run_strategy: { rule } },
    workflow: {
      id,
      params: { fail: text('no'), seconds: long(0) },
      steps: [
        step('extract', 'NoOp', {}, then('transform')),
        step('transform', 'NoOp', { nothing: { type: 'LONG', expression: "return fail.equals('yes') ? 1 / 0 : 1;" } }, then('wait'), ONCE),
        step('wait', 'Sleep', { sleep_seconds: { type: 'LONG', expression: 'return seconds;' } }, then('publish')),
        step('publish', 'NoOp'),
      ],
    },
  };
}

/** Definitions and runs through the API of {@code server}. */
export async function fill(server, { trials = 20_000 } = {}) {
  async function call(method, path, body, user = 'amy') {
    const answer = await fetch(server + path, {
      method,
      headers: { 'Content-Type': 'application/json', user },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said.slice(0, 500)}`);
    return said === '' ? undefined : JSON.parse(said);
  }
  const push = (definition, user) => call('POST', '/api/v3/workflows', definition, user);
  const start = (wf, params = {}, user = 'amy') =>
    call('POST', `/api/v3/workflows/${wf}/versions/latest/actions/start`, {
      initiator: { type: 'manual' },
      run_params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { type: typeof value === 'number' ? 'LONG' : 'STRING', value }])),
    }, user).then((run) => run.workflow_instance_id);
  async function ended(wf, n) {
    for (;;) {
      const { status } = await call('GET', `/api/v3/workflows/${wf}/instances/${n}?enriched=false`);
      if (!['CREATED', 'IN_PROGRESS', 'PAUSED'].includes(status)) return status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const run = async (wf, params, user) => ended(wf, await start(wf, params, user));

  for (const [id, owner] of NAMES) {
    await push(plain(id, owner), 'ben');
    for (let i = 0; i < 14; i++) await run(id, { fail: (i * 7 + id.length * 3) % 17 === 0 ? 'yes' : 'no' });
  }
  await push(orders(false));
  for (let i = 0; i < 34; i++) await run('orders_daily', { day: 20261001 + i, broken: i === 11 ? 'yes' : 'no' }, i % 3 === 0 ? 'ben' : 'amy');
  await call('POST', '/api/v3/workflows/orders_daily/instances/12/actions/restart', {
    restart_policy: 'RESTART_FROM_INCOMPLETE', run_params: { broken: text('no') },
  });
  await push(orders(true), 'ben');
  for (let i = 0; i < 12; i++) await run('orders_daily', { day: 20261105 + i, broken: i >= 9 ? 'yes' : 'no', bucket: i >= 9 ? 's3://orders-eu-2' : 's3://orders-eu' });
  await push(search('grid_search', trials, 1_733));
  await run('grid_search');
  await push(plain(LONG_NAME, 'finance-shared-services-europe', 'SEQUENTIAL'));
  await run(LONG_NAME);
  await start(LONG_NAME, { seconds: 86_000 });
  for (let i = 0; i < 3; i++) await start(LONG_NAME);
  await start('ledger_close', { seconds: 86_000 });
  await start('fraud_scores', { seconds: 86_000 });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await fill(process.argv[2] ?? 'http://127.0.0.1:8080');
