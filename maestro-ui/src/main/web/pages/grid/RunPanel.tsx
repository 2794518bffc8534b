import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsQuery } from '~/api/queries';
import type { StepsBrief } from '~/api/types';
import { useTopic } from '~/live/useTopic';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { runEnded } from '~/ui/status';
import { StatusBadge } from '~/ui/Status';
import { DurationText, TimeText } from '~/ui/Time';
import { RunContext, type RunHandle } from '../run/context';
import { Inspector } from '../run/Inspector';

const route = getRouteApi('/workflows/$wf');

/** The chosen step of the chosen run, as the page of the run shows it. */
export function RunPanel({ wf, n }: { wf: string; n: number }) {
  const { t } = useTranslation();
  const query = useQuery(stepsQuery({ wf, n, r: 'latest' }));
  const live = query.data !== undefined && !runEnded(query.data.run.status);
  const r = query.data?.run.workflow_run_id;
  useTopic(`run:${wf}/${n}/${r ?? 1}`, query.refetch, live);
  if (query.isError) return <ErrorState error={query.error} what={t('error.noRun', { wf, n, r: 'latest' })} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={6} />;
  return <Known data={query.data} reload={query.refetch} />;
}

function Known({ data, reload }: { data: StepsBrief; reload: () => unknown }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const { run } = data;
  const handle = useMemo<RunHandle>(() => {
    const go: RunHandle['go'] = ({ step, attempt, pane, line }, replace = true) =>
      void navigate({
        search: (before) => ({ ...before, ...(step === undefined ? {} : { step }), attempt, line, pane: pane ?? before.pane }),
        replace,
      });
    return {
      ref: { wf: run.workflow_id, n: run.workflow_instance_id, r: run.workflow_run_id },
      run,
      steps: new Map(data.steps.map((step) => [step.id, step])),
      list: data.steps,
      search: { step: search.step, attempt: search.attempt, pane: search.pane, line: search.line },
      go,
      select: (step) =>
        void navigate({ search: (before) => ({ ...before, step, run: step === undefined ? undefined : before.run }), replace: true }),
      reload: () => void reload(),
    };
  }, [data, search, navigate, run, reload]);
  const params = { wf: run.workflow_id, n: String(run.workflow_instance_id), r: String(run.workflow_run_id) };
  return (
    <RunContext value={handle}>
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-raised px-3 py-2">
        <StatusBadge status={run.status} />
        <Link to="/runs/$wf/$n/$r" params={params} search={{ step: search.step }} className="num inline-flex items-center gap-1 font-semibold">
          #{run.workflow_instance_id}
          {run.workflow_run_id > 1 ? ` ${t('run.run', { r: run.workflow_run_id })}` : ''} <ArrowRight size={13} aria-hidden />
        </Link>
        <span className="text-soft">
          <TimeText ms={run.create_time} />
        </span>
        <span className="text-soft">
          <DurationText start={run.start_time} end={run.end_time} />
        </span>
      </div>
      {search.step !== undefined && handle.steps.has(search.step) ? (
        <Inspector key={search.step} />
      ) : (
        <EmptyState title={t('run.notStarted')}>{t('grid.notInRun')}</EmptyState>
      )}
    </RunContext>
  );
}
