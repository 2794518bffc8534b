import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseJson } from '~/api/json';
import { queryClient, stepsQuery } from '~/api/queries';
import type { StepsBrief } from '~/api/types';
import { useKeys } from '~/app/keys';
import { RUN_VIEWS } from '~/app/routes';
import { focusFilter } from '~/ui/fields';
import { useTopic } from '~/live/useTopic';
import { mergeSteps } from './merge';
import { Splitter } from '~/ui/Splitter';
import { Tabs } from '~/ui/Tabs';
import { ErrorState, PaneBoundary, Skeleton } from '~/ui/states';
import { isFailure, runEnded } from '~/ui/status';
import { Events } from './Events';
import { Gantt } from './Gantt';
import { Inspector } from './Inspector';
import { RunGraph } from './RunGraph';
import { RunHead } from './RunHead';
import { RunJson } from './RunJson';
import { RunValues } from './RunValues';
import { RunContext, type RunHandle } from './context';
import { StepTable } from './StepTable';

const route = getRouteApi('/runs/$wf/$n/$r');

/** One run: what it did, why it stands where it stands, and what can be done about it. */
export default function RunPage() {
  const { t } = useTranslation();
  const { wf, n: instance, r } = route.useParams();
  const search = route.useSearch();
  const n = Number(instance);
  const number = r === 'latest' ? r : Number(r);
  const query = useQuery({ ...stepsQuery({ wf, n, r: number }), placeholderData: keepPreviousData });
  const data = query.data;
  const ended = data !== undefined && runEnded(data.run.status);
  const key = stepsQuery({ wf, n, r: number }).queryKey;
  useTopic(`run:${wf}/${n}/${data?.run.workflow_run_id ?? 1}`, query.refetch, data !== undefined && !ended, (event, text) => {
    if (event !== 'steps') return false;
    queryClient.setQueryData<StepsBrief>(key, (before) => before && mergeSteps(before, parseJson(text) as StepsBrief));
    return true;
  });
  useTopic(`workflow:${wf}`, query.refetch, ended, (_event, text) => !text.includes(`"workflow_instance_id":${n},`));
  if (query.isError && !data)
    return <ErrorState error={query.error} what={t('error.noRun', { wf, n: instance, r })} onRetry={() => void query.refetch()} />;
  if (!data) return <Loading />;
  if (r === 'latest')
    return (
      <Navigate
        to="/runs/$wf/$n/$r"
        params={{ wf, n: instance, r: String(data.run.workflow_run_id) }}
        search={search}
        replace
      />
    );
  return <Loaded key={`${wf}/${instance}/${r}`} data={data} reload={query.refetch} />;
}

function Loading() {
  return (
    <div className="flex flex-col gap-3 p-4">
      <Skeleton className="h-6 w-80" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
  );
}

function useHandle(data: StepsBrief, reload: () => unknown): RunHandle {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$wf/$n/$r' });
  const { run } = data;
  return useMemo(() => {
    const ref = { wf: run.workflow_id, n: run.workflow_instance_id, r: run.workflow_run_id };
    const steps = new Map(data.steps.map((step) => [step.id, step]));
    const go: RunHandle['go'] = (change, replace = true) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace });
    return {
      ref,
      run,
      steps,
      list: data.steps,
      search,
      go,
      select: (step) => go({ step, attempt: undefined, line: undefined }),
      reload: () => void reload(),
    };
  }, [data, search, navigate, run, reload]);
}

function Loaded({ data, reload }: { data: StepsBrief; reload: () => unknown }) {
  const { t } = useTranslation();
  const handle = useHandle(data, reload);
  const { search, go, select } = handle;
  const toCompare = useNavigate();
  const view = search.view ?? 'graph';
  const failed = data.steps.filter((step) => isFailure(step.status ?? '')).map((step) => step.id);
  function toFailed(by: number) {
    const at = search.step === undefined ? -1 : failed.indexOf(search.step);
    const next = failed[(at + by + failed.length) % Math.max(1, failed.length)] ?? failed[0];
    if (next !== undefined) select(next);
  }
  useKeys({
    ...Object.fromEntries(RUN_VIEWS.map((name, index) => [String(index + 1), () => go({ view: name })])),
    '/': focusFilter,
    c: () => void toCompare({ to: '/compare', search: { a: `${handle.ref.wf}/${Math.max(1, handle.ref.n - 1)}/1`, b: `${handle.ref.wf}/${handle.ref.n}/${handle.ref.r}` } }),
    f: () => toFailed(1),
    F: () => toFailed(-1),
    l: () => go({ step: search.step ?? failed[0] ?? data.steps[0]?.id, pane: 'logs' }),
    v: () => (search.step === undefined ? go({ view: 'values' }) : go({ pane: 'values' })),
  });
  const body = (
    <Tabs
      label={t('run.views')}
      tabs={RUN_VIEWS.map((id) => ({ id, text: t(`run.view.${id}`) }))}
      selected={view}
      onSelect={(id) => go({ view: id })}
    >
      <PaneBoundary key={view}>
        <View view={view} />
      </PaneBoundary>
    </Tabs>
  );
  return (
    <RunContext value={handle}>
      <RunHead />
      <Splitter
        label={t('run.inspector')}
        main={body}
        side={search.step !== undefined && handle.steps.has(search.step) ? <Inspector key={search.step} /> : undefined}
      />
    </RunContext>
  );
}

function View({ view }: { view: (typeof RUN_VIEWS)[number] }) {
  switch (view) {
    case 'graph':
      return <RunGraph />;
    case 'steps':
      return <StepTable />;
    case 'gantt':
      return <Gantt />;
    case 'events':
      return <Events />;
    case 'values':
      return <RunValues />;
    case 'json':
      return <RunJson />;
  }
}
