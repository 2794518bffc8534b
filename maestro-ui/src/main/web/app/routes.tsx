import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { RUN_STATUSES } from '~/ui/status';
import { NotFound } from './NotFound';
import { base } from './place';
import { flag, iterations, oneOf, parseSearch, said, stringifySearch, text, whole, type Raw } from './search';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

export const HOME_WINDOWS = ['1h', '6h', '24h', '7d', '14d'] as const;

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (raw: Raw) => said({ owner: text(raw.owner), window: oneOf(raw.window, HOME_WINDOWS) }),
  component: lazyRouteComponent(() => import('~/pages/home/Home')),
});

export const WORKFLOW_STATES = ['ACTIVE', 'INACTIVE'] as const;
export const INITIATORS = ['MANUAL', 'TIME', 'SIGNAL', 'SUBWORKFLOW', 'TEMPLATE'] as const;

const workflows = createRoute({
  getParentRoute: () => root,
  path: '/workflows',
  validateSearch: (raw: Raw) => said({
    q: text(raw.q),
    owner: text(raw.owner),
    tag: text(raw.tag),
    status: oneOf(raw.status, WORKFLOW_STATES),
  }),
  component: lazyRouteComponent(() => import('~/pages/workflows/Workflows')),
});

function runFilter(raw: Raw) {
  return {
    status: oneOf(raw.status, RUN_STATUSES),
    owner: text(raw.owner),
    tag: text(raw.tag),
    initiator: oneOf(raw.initiator, INITIATORS),
    user: text(raw.user),
    from: whole(raw.from),
    to: whole(raw.to),
  };
}

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: (raw: Raw) => said(runFilter(raw)),
  component: lazyRouteComponent(() => import('~/pages/runs/Runs')),
});

export const STEP_PANES = ['logs', 'values', 'outputs', 'why', 'state'] as const;
export const WORKFLOW_TABS = ['grid', 'runs', 'graph', 'versions', 'triggers', 'errors', 'settings'] as const;

const workflow = createRoute({
  getParentRoute: () => root,
  path: '/workflows/$wf',
  validateSearch: (raw: Raw) => said({
    ...runFilter(raw),
    tab: oneOf(raw.tab, WORKFLOW_TABS),
    step: text(raw.step),
    run: text(raw.run),
    runs: whole(raw.runs, 1, 400),
    a: whole(raw.a, 1),
    b: whole(raw.b, 1),
    table: flag(raw.table),
    steps: text(raw.steps),
    colour: oneOf(raw.colour, ['status', 'duration']),
    since: oneOf(raw.since, ['day', 'week', 'month', 'all']),
    pane: oneOf(raw.pane, STEP_PANES),
    attempt: whole(raw.attempt, 1),
    line: whole(raw.line, 1),
  }),
  component: lazyRouteComponent(() => import('~/pages/workflow/WorkflowPage')),
});

export const RUN_VIEWS = ['graph', 'steps', 'gantt', 'events', 'values', 'json'] as const;

const newWorkflow = createRoute({
  getParentRoute: () => root,
  path: '/workflows/new',
  component: lazyRouteComponent(() => import('~/pages/editor/NewPage')),
});

const edit = createRoute({
  getParentRoute: () => root,
  path: '/workflows/$wf/edit',
  validateSearch: (raw: Raw) => said({ version: whole(raw.version, 1) }),
  component: lazyRouteComponent(() => import('~/pages/editor/EditorPage')),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$wf/$n/$r',
  validateSearch: (raw: Raw) => said({
    view: oneOf(raw.view, RUN_VIEWS),
    step: text(raw.step),
    attempt: whole(raw.attempt, 1),
    pane: oneOf(raw.pane, STEP_PANES),
    filter: text(raw.filter),
    line: whole(raw.line, 1),
    why: flag(raw.why),
  }),
  component: lazyRouteComponent(() => import('~/pages/run/RunPage')),
});

const log = createRoute({
  getParentRoute: () => root,
  path: '/runs/$wf/$n/$r/steps/$step/$attempt/logs',
  validateSearch: (raw: Raw) => said({ line: whole(raw.line, 1), q: text(raw.q) }),
  component: lazyRouteComponent(() => import('~/pages/run/LogPage')),
});

const loop = createRoute({
  getParentRoute: () => root,
  path: '/runs/$wf/$n/$r/loops/$step',
  validateSearch: (raw: Raw) => said({
    path: iterations(raw.path),
    from: whole(raw.from, 1),
    to: whole(raw.to, 1),
    at: whole(raw.at, 1),
    only: /^[CRPTXFS]$/.test(String(raw.only)) ? text(raw.only) : undefined,
    table: flag(raw.table),
  }),
  component: lazyRouteComponent(() => import('~/pages/loop/LoopPage')),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (raw: Raw) => said({ a: text(raw.a), b: text(raw.b) }),
  component: lazyRouteComponent(() => import('~/pages/compare/Compare')),
});

const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  validateSearch: (raw: Raw) => said({ q: text(raw.q) }),
  component: lazyRouteComponent(() => import('~/pages/triggers/Schedules')),
});

const signals = createRoute({
  getParentRoute: () => root,
  path: '/signals',
  validateSearch: (raw: Raw) => said({ q: text(raw.q), name: text(raw.name) }),
  component: lazyRouteComponent(() => import('~/pages/signals/Signals')),
});

const permits = createRoute({
  getParentRoute: () => root,
  path: '/permits',
  validateSearch: (raw: Raw) => said({ q: text(raw.q), tag: text(raw.tag) }),
  component: lazyRouteComponent(() => import('~/pages/permits/Permits')),
});

const cluster = createRoute({
  getParentRoute: () => root,
  path: '/cluster',
  component: lazyRouteComponent(() => import('~/pages/cluster/Cluster')),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('~/pages/settings/Settings')),
});

export const router = createRouter({
  routeTree: root.addChildren([home, workflows, runs, newWorkflow, edit, workflow, run, log, loop, compare, schedules, signals, permits, cluster, settings]),
  basepath: `${base}/ui`,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
