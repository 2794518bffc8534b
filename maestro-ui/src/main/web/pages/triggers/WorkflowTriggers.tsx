import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { get, v3 } from '~/api/client';
import { toJson } from '~/api/json';
import { usePolled } from '~/live/usePolled';
import { Button, Chip } from '~/ui/basics';
import { count, duration } from '~/ui/format';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusIcon } from '~/ui/Status';
import { TimeText } from '~/ui/Time';
import { NextTimes } from './NextTimes';
import { HowTo } from './Schedules';
import { StateChip } from './StateChip';
import type { Firing, Schedule, SignalTrigger, Triggers } from './triggers';

const FORTNIGHT_MS = 14 * 86_400_000;

/** What starts the workflow by itself, what comes next, and what became of the last times. */
export default function WorkflowTriggers({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const triggers = useQuery({
    queryKey: ['workflow', wf, 'triggers'],
    queryFn: ({ signal }) => get<Triggers>(`${v3('workflows', wf)}/triggers`, {}, signal),
  });
  usePolled(triggers.refetch, triggers.isSuccess, 10_000);
  if (triggers.isPending) return <SkeletonRows />;
  if (triggers.isError) return <ErrorState error={triggers.error} onRetry={() => void triggers.refetch()} />;
  const { time, signal } = triggers.data;
  if (!time && !signal)
    return (
      <EmptyState icon={<CalendarClock size={32} />} title={t('triggers.noneOf', { wf })}>
        <HowTo />
      </EmptyState>
    );
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-4 -outline-offset-2!">
      {time ? <Times wf={wf} schedule={time} /> : null}
      {signal ? (
        <section className="mt-6 first:mt-0">
          <Head icon={<Radio size={16} aria-hidden />} title={t('triggers.bySignal')} state={signal.state} message={signal.message} wf={wf} kind="signal" />
          <ul className="panel divide-y divide-line">
            {signal.triggers.map((one) => (
              <BySignal key={one.trigger_uuid} one={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Head({ icon, title, state, message, wf, kind }: { icon: React.ReactNode; title: string; state: string; message: string; wf: string; kind: 'time' | 'signal' }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const pause = state !== 'PAUSED';
  const body = { [`${kind}_trigger_disabled`]: pause };
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      {icon}
      <h2 className="font-semibold">{title}</h2>
      <StateChip state={state} message={message} />
      <span lang="en" className="min-w-0 flex-1 truncate text-soft">
        {message}
      </span>
      <Button small onPress={() => setOpen(true)}>
        {pause ? t('triggers.pauseEllipsis') : t('triggers.resumeEllipsis')}
      </Button>
      {open ? (
        <ActDialog
          title={t(pause ? 'triggers.pauseTitle' : 'triggers.resumeTitle', { wf })}
          isOpen
          onClose={() => setOpen(false)}
          confirm={t(pause ? 'triggers.pause' : 'triggers.resume')}
          command={{ method: 'POST', path: `${v3('workflows', wf)}/properties`, body, cli: ['properties', 'set', wf, toJson(body)] }}
          done={() => t('workflow.changedDone', { wf })}
        >
          <p className="text-soft">{t(pause ? 'triggers.pauseHint' : 'triggers.resumeHint')}</p>
        </ActDialog>
      ) : null}
    </div>
  );
}

function Times({ wf, schedule }: { wf: string; schedule: Schedule }) {
  const { t } = useTranslation();
  return (
    <section>
      <Head icon={<CalendarClock size={16} aria-hidden />} title={t('triggers.byTime')} state={schedule.state} message={schedule.message} wf={wf} kind="time" />
      <div className="grid gap-4 lg:grid-cols-2">
        <ul className="panel divide-y divide-line">
          {schedule.triggers.map((trigger, index) => (
            // triggers have no id of their own; their order is that of the definition
            // eslint-disable-next-line react/no-array-index-key
            <li key={index} className="px-4 py-3">
              <p className="flex flex-wrap items-center gap-2">
                <span lang="en" className="font-medium">
                  {trigger.words}
                </span>
                {trigger.cron ? <Chip mono>{trigger.cron}</Chip> : null}
                <Chip>{trigger.timezone ?? 'UTC'}</Chip>
              </p>
              <h3 className="mt-2 mb-1 text-xs font-semibold text-soft">{t('triggers.next')}</h3>
              <NextTimes next={trigger.next} />
            </li>
          ))}
          {schedule.lag_ms ? <li className="px-4 py-2 text-[var(--st-retrying-text)]">{t('triggers.lag', { time: duration(schedule.lag_ms) })}</li> : null}
        </ul>
        <Firings wf={wf} />
      </div>
    </section>
  );
}

const OUTCOMES = ['STARTED', 'DUPLICATED', 'SKIPPED', 'DUE', 'NOT_IN_FORCE', 'PAUSED', 'INACTIVE', 'UNKNOWN'] as const;

/** What became of the last times: the run that each started, or why none. */
function Firings({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const firings = useQuery({
    queryKey: ['workflow', wf, 'firings'],
    queryFn: ({ signal }) => get<{ firings: Firing[] }>(`${v3('workflows', wf)}/triggers/firings`, { from: Date.now() - FORTNIGHT_MS, size: 50 }, signal),
  });
  if (firings.isError) return <ErrorState error={firings.error} onRetry={() => void firings.refetch()} />;
  return (
    <section className="panel min-w-0">
      <h3 className="border-b border-line px-4 py-2 text-xs font-semibold text-soft">{t('triggers.firings')}</h3>
      {firings.data?.firings.length === 0 ? <p className="px-4 py-4 text-soft">{t('triggers.noFirings')}</p> : null}
      <ol className="max-h-96 divide-y divide-line overflow-y-auto">
        {(firings.data?.firings ?? []).map((one) => (
          <li key={`${one.trigger} ${one.time}`} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5">
            <span className="num w-44 shrink-0">{one.local.replace('T', ' ')}</span>
            {one.run ? (
              <Link
                to="/runs/$wf/$n/$r"
                params={{ wf: one.run.workflow_id, n: String(one.run.workflow_instance_id), r: String(one.run.workflow_run_id) }}
                className="flex items-center gap-1.5"
              >
                <StatusIcon status={one.run.status} size={14} /> #{one.run.workflow_instance_id}
              </Link>
            ) : (
              <span className="text-soft">
                {(OUTCOMES as readonly string[]).includes(one.outcome) ? t(`triggers.outcome.${one.outcome as (typeof OUTCOMES)[number]}`) : one.outcome}
              </span>
            )}
            {one.message ? (
              <span lang="en" className="min-w-0 flex-1 text-soft">
                {one.message}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function BySignal({ one }: { one: SignalTrigger }) {
  const { t } = useTranslation();
  return (
    <li className="px-4 py-3">
      <ul className="flex flex-col gap-1">
        {one.signals.map((signal) => (
          <li key={signal.name} className="flex flex-wrap items-center gap-x-3">
            <Link to="/signals" search={{ name: signal.name }} className="font-medium">
              {signal.name}
            </Link>
            <span className="num text-soft">{t('triggers.upTo', { n: count(signal.checkpoint ?? 0), last: count(signal.last_seq_id) })}</span>
          </li>
        ))}
      </ul>
      <p className="num mt-1 flex flex-wrap gap-x-4 text-xs text-soft">
        <span>{t('triggers.started', { count: one.fired ?? 0, n: count(one.fired ?? 0) })}</span>
        {one.condition ? <code className="mono">{one.condition}</code> : null}
        {one.last_outcome ? (
          <span>
            <span lang="en">{one.last_outcome}</span> <TimeText ms={one.last_time} />
          </span>
        ) : null}
      </p>
    </li>
  );
}
