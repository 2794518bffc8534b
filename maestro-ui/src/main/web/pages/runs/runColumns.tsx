import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RunBrief } from '~/api/types';
import type { INITIATORS } from '~/app/routes';
import type { Column } from '~/ui/DataTable';
import { StatusBadge } from '~/ui/Status';
import { DurationText, TimeText } from '~/ui/Time';

export function runKey(run: RunBrief): string {
  return `${run.workflow_id}/${run.workflow_instance_id}`;
}

/** "by amy", "schedule": what started a run. */
export function StartedBy({ run }: { run: RunBrief }) {
  const { t, i18n } = useTranslation();
  if (run.user && run.initiator === 'MANUAL') return <span className="truncate">{run.user}</span>;
  const kind = run.initiator ?? '';
  const text = i18n.exists(`initiator.${kind}`) ? t(`initiator.${kind as (typeof INITIATORS)[number]}`) : kind;
  return <span className="truncate text-soft">{text}</span>;
}

/** What went wrong, in one line. */
export function CauseText({ run }: { run: RunBrief }) {
  if (!run.cause) return null;
  const message = run.cause.message ?? run.cause.status;
  return (
    <span className="min-w-0 truncate" title={`${run.cause.step_id}: ${message}`}>
      <span className="font-medium">{run.cause.step_id}</span>{' '}
      <span lang="en" className="text-soft">
        {message}
      </span>
    </span>
  );
}

export function useRunColumns(withWorkflow: boolean): Column<RunBrief>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'status',
      header: t('filter.status'),
      width: '8rem',
      cell: (run) => <StatusBadge status={run.status} />,
    },
    {
      id: 'run',
      header: t('runs.run'),
      width: withWorkflow ? 'minmax(9rem, 1.3fr)' : '8rem',
      cell: (run) => <RunLink run={run} withWorkflow={withWorkflow} />,
    },
    {
      id: 'cause',
      header: t('runs.cause'),
      width: 'minmax(6rem, 2fr)',
      from: 560,
      cell: (run) => <CauseText run={run} />,
    },
    {
      id: 'by',
      header: t('runs.startedBy'),
      width: '6.5rem',
      from: 820,
      cell: (run) => <StartedBy run={run} />,
    },
    {
      id: 'created',
      header: t('runs.created'),
      width: '6rem',
      from: 400,
      cell: (run) => <TimeText ms={run.create_time} />,
    },
    {
      id: 'duration',
      header: t('runs.duration'),
      width: '5rem',
      end: true,
      from: 480,
      cell: (run) => <DurationText start={run.start_time} end={run.end_time} />,
    },
    {
      id: 'version',
      header: t('workflows.version'),
      width: '3.5rem',
      end: true,
      from: 900,
      cell: (run) => <span className="num text-soft">v{run.workflow_version_id}</span>,
    },
  ];
}

function RunLink({ run, withWorkflow }: { run: RunBrief; withWorkflow: boolean }) {
  const { t } = useTranslation();
  const params = { wf: run.workflow_id, n: String(run.workflow_instance_id), r: String(run.workflow_run_id) };
  return (
    <Link to="/runs/$wf/$n/$r" params={params} tabIndex={-1} className="flex min-w-0 items-center gap-1.5">
      {withWorkflow ? <span className="min-w-0 truncate font-medium">{run.workflow_id}</span> : null}
      <span className="num shrink-0 font-medium">#{run.workflow_instance_id}</span>
      {run.workflow_run_id > 1 ? (
        <span className="num shrink-0 text-xs text-soft">{t('run.run', { r: run.workflow_run_id })}</span>
      ) : null}
    </Link>
  );
}
