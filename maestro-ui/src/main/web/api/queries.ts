import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError, believeNames, get, v3, type Query } from './client';
import type {
  Dag,
  DefinitionVersion,
  Instance,
  Overview,
  Page,
  Reason,
  RunBrief,
  Session,
  StepInstance,
  StepsBrief,
  WorkflowPage,
} from './types';

/** What the server refused stays refused; what did not get through is tried again, as long as it takes. */
function again(failures: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.status === 0 || error.status === 503) return true;
  return error.status >= 500 && failures < 2;
}

function pause(failures: number, error: Error): number {
  const wanted = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.max(wanted, Math.min(1_000 * 2 ** failures, 15_000));
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: again, retryDelay: pause, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

export interface RunRef {
  wf: string;
  n: number;
  r: number;
}

/** A run by its number, or the latest one. */
export type AnyRun = Omit<RunRef, 'r'> & { r: number | 'latest' };

export function runPath({ wf, n, r }: AnyRun): string {
  return v3('workflows', wf, 'instances', n, 'runs', r);
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await get<Session>('/api/v3/session', {}, signal);
    believeNames(session.auth === 'header');
    return session;
  },
  staleTime: 300_000,
});

export interface WorkflowFilter {
  q?: string;
  owner?: string;
  tag?: string;
  status?: string;
}

export function workflowPage(filter: WorkflowFilter, after: string | undefined, signal: AbortSignal) {
  const query: Query = { view: 'status', last: 14, size: 100, ...filter, after };
  return get<WorkflowPage>('/api/v3/workflows', query, signal);
}

export interface RunFilter {
  wf?: string;
  status?: string;
  owner?: string;
  tag?: string;
  initiator?: string;
  initiator_user?: string;
  from?: number;
  to?: number;
}

export function runPage({ wf, ...filter }: RunFilter, cursor: string | undefined, signal?: AbortSignal, size = 100) {
  const path = wf ? v3('workflows', wf, 'instances') : '/api/v3/instances';
  return get<Page<RunBrief>>(path, { view: 'brief', first: size, cursor, ...filter }, signal);
}

export const stepsQuery = (run: AnyRun) =>
  queryOptions({
    queryKey: ['run', run.wf, run.n, run.r, 'steps'],
    queryFn: ({ signal }) => get<StepsBrief>(`${runPath(run)}/steps`, { view: 'brief' }, signal),
  });

export const runsOfQuery = (wf: string, n: number) =>
  queryOptions({
    queryKey: ['runs-of', wf, n],
    queryFn: ({ signal }) =>
      get<Page<RunBrief>>(`${v3('workflows', wf, 'instances', n)}/runs`, { view: 'brief', first: 50 }, signal),
  });

export const instanceQuery = (run: RunRef, explain = false) =>
  queryOptions({
    queryKey: ['run', run.wf, run.n, run.r, 'instance', explain],
    queryFn: ({ signal }) =>
      get<Instance>(runPath(run), { enriched: true, explain: explain ? 'params' : undefined }, signal),
  });

export const stepQuery = (run: RunRef, step: string, attempt: number) =>
  queryOptions({
    queryKey: ['run', run.wf, run.n, run.r, 'step', step, attempt],
    queryFn: ({ signal }) =>
      get<StepInstance>(
        `${runPath(run)}/steps/${encodeURIComponent(step)}/attempts/${attempt}`,
        { enriched: true, explain: 'params' },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

export const whyQuery = (run: RunRef, step?: string) =>
  queryOptions({
    queryKey: ['run', run.wf, run.n, run.r, 'why', step ?? ''],
    queryFn: ({ signal }) =>
      get<Reason[]>(
        step === undefined ? `${runPath(run)}/why` : `${runPath(run)}/steps/${encodeURIComponent(step)}/why`,
        {},
        signal,
      ),
    staleTime: 2_000,
  });

export const overviewQuery = (wf: string) =>
  queryOptions({
    queryKey: ['workflow', wf, 'overview'],
    queryFn: ({ signal }) => get<Overview>(`${v3('workflows', wf)}/overview`, {}, signal),
  });

export const versionQuery = (wf: string, version: number | 'latest' | 'active') =>
  queryOptions({
    queryKey: ['workflow', wf, 'version', version],
    queryFn: ({ signal }) =>
      get<DefinitionVersion>(v3('workflows', wf, 'versions', version), { enriched: true }, signal),
    staleTime: typeof version === 'number' ? 600_000 : 30_000,
  });

export const actionMapQuery = (kind: 'runs' | 'steps') =>
  queryOptions({
    queryKey: ['action-map', kind],
    queryFn: ({ signal }) =>
      get<Record<string, string[]>>(
        kind === 'runs' ? '/api/v3/workflows/instances/action-map' : '/api/v3/workflows/steps/instances/action-map',
        {},
        signal,
      ),
    staleTime: Infinity,
  });

/** The dag of a definition: each step with what follows it. */
export function dagOf(steps: Record<string, unknown>[]): Dag {
  const dag: Dag = {};
  for (const wrapper of steps) {
    const [step] = Object.values(wrapper) as { id: string; transition?: { successors?: Record<string, string> } }[];
    if (step) dag[step.id] = { successors: step.transition?.successors ?? {} };
  }
  return dag;
}
