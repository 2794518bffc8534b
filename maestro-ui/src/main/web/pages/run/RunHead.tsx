import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, FileText } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { runsOfQuery } from '~/api/queries';
import { useKeys } from '~/app/keys';
import { isInline } from '~/api/inline';
import { Button, Chip, IconButton } from '~/ui/basics';
import { isFailure, lookOf, runEnded } from '~/ui/status';
import { StatusBadge, StatusIcon, useStatusWord } from '~/ui/Status';
import { DurationText, TimeText } from '~/ui/Time';
import { StartedBy } from '../runs/runColumns';
import { useRun } from './context';
import { IterationCrumbs } from './IterationCrumbs';
import { RunActions } from './RunActions';
import { SinceLastGood } from './SinceLastGood';
import { WhyDialogButton } from './Why';

/** Result, cause, and what differs from the last good run, before any click. */
export function RunHead() {
  const { run, ref } = useRun();
  const word = useStatusWord();
  useEffect(() => {
    document.title = `${word(run.status)} · ${isInline(ref.wf) ? '' : ref.wf} #${ref.n} · Maestro`;
  });
  return (
    <div className="shrink-0 border-b border-line px-4 pt-2.5 pb-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Crumbs />
        <StatusBadge status={run.status} large />
        <span className="num flex flex-wrap items-center gap-x-3 gap-y-0.5 text-soft">
          <DurationText start={run.start_time} end={run.end_time} />
          <span>v{run.workflow_version_id}</span>
          <span className="flex gap-1">
            <StartedBy run={run} /> <TimeText ms={run.create_time} />
          </span>
          {run.tags?.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </span>
        <div className="flex flex-1 flex-wrap justify-end gap-2 max-sm:flex-none max-sm:basis-full max-sm:justify-start">
          {runEnded(run.status) && !isFailure(run.status) ? null : <WhyDialogButton />}
          <RunActions />
        </div>
      </div>
      <CauseBar />
      <RunHistory />
    </div>
  );
}

function Crumbs() {
  const { t } = useTranslation();
  const { ref } = useRun();
  const navigate = useNavigate();
  function to(n: number) {
    if (n >= 1) void navigate({ to: '/runs/$wf/$n/$r', params: { wf: ref.wf, n: String(n), r: 'latest' } });
  }
  useKeys({ '[': () => to(ref.n - 1), ']': () => to(ref.n + 1) });
  return (
    <h1 className="flex min-w-0 flex-wrap items-center gap-x-1 text-lg font-semibold">
      {isInline(ref.wf) ? (
        <IterationCrumbs />
      ) : (
        <>
          <Link to="/workflows/$wf" params={{ wf: ref.wf }} className="min-w-0 truncate text-ink!">
            {ref.wf}
          </Link>
          <span className="num text-soft">#{ref.n}</span>
        </>
      )}
      {ref.r > 1 ? <span className="num text-sm font-normal text-soft">{t('run.run', { r: ref.r })}</span> : null}
      <IconButton label={`${t('run.older')} ([)`} onPress={() => to(ref.n - 1)} isDisabled={ref.n <= 1}>
        <ChevronLeft size={16} />
      </IconButton>
      <IconButton label={`${t('run.newer')} (])`} onPress={() => to(ref.n + 1)} className="-ml-1">
        <ChevronRight size={16} />
      </IconButton>
    </h1>
  );
}

function CauseBar() {
  const { t } = useTranslation();
  const { run, go } = useRun();
  const cause = run.cause;
  if (!cause) return null;
  return (
    <div
      data-st={lookOf(cause.status)}
      className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md bg-st-tint px-3 py-1.5 text-st-text"
    >
      <StatusIcon status={cause.status} label={false} />
      <p className="min-w-0 flex-1 break-words">
        <button type="button" className="font-semibold underline-offset-2 hover:underline" onClick={() => go({ step: cause.step_id })}>
          {cause.step_id}
        </button>{' '}
        <span lang="en">{cause.message ?? cause.status}</span>
      </p>
      <SinceLastGood />
      <Button small onPress={() => go({ step: cause.step_id, pane: 'logs', attempt: cause.step_attempt_id })}>
        <FileText size={13} aria-hidden /> {t('run.pane.logs')}
      </Button>
    </div>
  );
}

/** All runs of the instance, when it was restarted. */
function RunHistory() {
  const { t } = useTranslation();
  const { ref } = useRun();
  const runs = useQuery(runsOfQuery(ref.wf, ref.n));
  const all = (runs.data?.elements ?? []).toReversed();
  if (all.length < 2) return null;
  return (
    <nav aria-label={t('run.runs')} className="mt-2 flex flex-wrap items-center gap-1 text-xs">
      {all.map((one) => (
        <Link
          key={one.workflow_run_id}
          to="/runs/$wf/$n/$r"
          params={{ wf: ref.wf, n: String(ref.n), r: String(one.workflow_run_id) }}
          className="flex h-6 items-center gap-1.5 rounded-md border border-line px-2 text-ink! hover:bg-hover hover:no-underline"
          activeProps={{ className: 'bg-selected border-accent! font-semibold' }}
          activeOptions={{ includeSearch: false }}
        >
          <StatusIcon status={one.status} size={12} />
          {t('run.run', { r: one.workflow_run_id })}
        </Link>
      ))}
    </nav>
  );
}
