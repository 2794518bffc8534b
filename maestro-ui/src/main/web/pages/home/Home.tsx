import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, Rocket } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '~/api/client';
import { workflowPage } from '~/api/queries';
import { serverUrl } from '~/app/place';
import { usePrefs } from '~/app/prefs';
import { HOME_WINDOWS } from '~/app/routes';
import { useTopic } from '~/live/useTopic';
import { Button } from '~/ui/basics';
import { Select } from '~/ui/fields';
import { count } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { Command, EmptyState, ErrorState, Skeleton, SkeletonRows } from '~/ui/states';
import { StatusIcon } from '~/ui/Status';
import { TimeText } from '~/ui/Time';
import { CauseText } from '../runs/runColumns';
import { EndedBars } from './EndedBars';
import type { Failing, Summary, WaitingRow } from './summary';

const route = getRouteApi('/');

/** What needs somebody: what fails, what waits, what is due. */
export default function Home() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/' });
  const { user } = usePrefs();
  const owner = search.owner;
  const window = search.window ?? '24h';
  const query = useQuery({
    queryKey: ['summary', window, owner],
    queryFn: ({ signal }) => get<Summary>('/api/v3/summary', { window, owner }, signal),
    placeholderData: keepPreviousData,
  });
  useTopic('home', query.refetch, query.isSuccess);
  const any = useQuery({
    queryKey: ['any-workflow'],
    queryFn: ({ signal }) => workflowPage({}, undefined, signal),
  });
  const summary = query.data;
  const head = (
    <PageHead
      title={t('nav.home')}
      document={t('nav.home')}
      actions={
        <>
          {user === '' && owner === undefined ? null : (
            <Button onPress={() => void navigate({ search: { ...search, owner: owner === undefined ? user : undefined } })}>
              {owner === undefined ? t('home.mine') : `${t('filter.owner')}: ${owner} ×`}
            </Button>
          )}
          <Select
            compact
            hideLabel
            label={t('home.window')}
            value={window}
            onChange={(value) => void navigate({ search: { ...search, window: value === '24h' ? undefined : value } })}
            choices={HOME_WINDOWS.map((id) => ({ id, text: t(`home.windows.${id}`) }))}
          />
        </>
      }
    />
  );
  if (query.isError && !summary)
    return (
      <>
        {head}
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  if (!summary)
    return (
      <>
        {head}
        <div className="px-4">
          <Skeleton className="h-16 w-full" />
        </div>
        <SkeletonRows />
      </>
    );
  if (any.data?.elements.length === 0) return <First />;
  return (
    <>
      {head}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 -outline-offset-2!">
        <Tiles summary={summary} owner={owner} />
        <EndedBars summary={summary} owner={owner} />
        <Section title={t('home.failing')} count={summary.failing.length}>
          {summary.failing.length === 0 ? (
            <p className="flex items-center gap-2 px-4 py-5 text-soft">
              <CircleCheck size={16} aria-hidden /> {t('home.noneFailing')}
            </p>
          ) : (
            <ul>
              {summary.failing.map((one) => (
                <FailingRow key={one.workflow_id} one={one} />
              ))}
            </ul>
          )}
        </Section>
        <div className="grid gap-x-4 lg:grid-cols-2">
          <Section title={t('home.waiting')} count={summary.waiting.length}>
            {summary.waiting.length === 0 ? <p className="px-4 py-5 text-soft">{t('home.noneWaiting')}</p> : null}
            <ul>
              {summary.waiting.map((one) => (
                <Waiting key={`${one.workflow_id} ${one.workflow_instance_id} ${one.step_id}`} one={one} />
              ))}
            </ul>
          </Section>
        </div>
        {summary.complete ? null : <p className="mt-3 text-xs text-soft">{t('home.cut')}</p>}
      </div>
    </>
  );
}

const TILES = [
  { key: 'running', statuses: ['IN_PROGRESS'], live: true },
  { key: 'queued', statuses: ['CREATED'], live: true },
  { key: 'succeeded', statuses: ['SUCCEEDED'], live: false },
  { key: 'failed', statuses: ['FAILED'], live: false },
  { key: 'timedOut', statuses: ['TIMED_OUT'], live: false },
  { key: 'stopped', statuses: ['STOPPED'], live: false },
] as const;

function Tiles({ summary, owner }: { summary: Summary; owner?: string }) {
  const { t } = useTranslation();
  return (
    <ul className="panel grid grid-cols-3 divide-line max-sm:grid-cols-2 sm:divide-x lg:grid-cols-6">
      {TILES.map(({ key, statuses, live }) => {
        const n = summary.counts[statuses[0]] ?? 0;
        return (
          <li key={key}>
            <Link
              to="/runs"
              search={{ status: statuses[0], owner, from: live ? undefined : summary.from }}
              className="block rounded-md px-4 py-2.5 text-ink! hover:bg-hover hover:no-underline"
            >
              <span className="flex items-center gap-2">
                <StatusIcon status={statuses[0]} size={16} label={false} />
                <span className={`num text-xl font-semibold tracking-tight ${n === 0 ? 'text-soft' : ''}`}>{count(n)}</span>
              </span>
              <span className="text-xs text-soft">{t(`home.tile.${key}`)}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

export function Section({ title, count: n, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className="panel mt-4 min-w-0 overflow-hidden">
      <h2 className="flex items-baseline gap-2 border-b border-line bg-raised px-4 py-2 font-semibold">
        {title}
        {n ? <span className="num text-xs font-normal text-soft">{count(n)}</span> : null}
      </h2>
      {children}
    </section>
  );
}

function FailingRow({ one }: { one: Failing }) {
  const { t } = useTranslation();
  const params = { wf: one.workflow_id, n: String(one.workflow_instance_id), r: String(one.workflow_run_id) };
  const step = one.cause?.step_id;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-0 hover:bg-hover">
      <span className="flex w-64 min-w-0 items-center gap-2 max-sm:w-full">
        <StatusIcon status={one.status} size={15} />
        <Link to="/runs/$wf/$n/$r" params={params} search={step === undefined ? {} : { step }} className="min-w-0 truncate font-medium">
          {one.workflow_id}
        </Link>
        <span className="num shrink-0 text-soft">#{one.workflow_instance_id}</span>
      </span>
      <span className="flex min-w-48 flex-1 truncate">
        <CauseText run={one} />
      </span>
      <span className={`num shrink-0 text-xs ${one.in_a_row > 1 ? 'font-semibold text-[var(--st-failed-text)]' : 'text-soft'}`}>
        {t('home.inARow', { count: one.in_a_row, n: count(one.in_a_row) })}
      </span>
      <span className="w-16 shrink-0 text-right text-soft">
        <TimeText ms={one.end_time} />
      </span>
      <span className="flex shrink-0 gap-3">
        {step === undefined ? null : (
          <Link to="/runs/$wf/$n/$r" params={params} search={{ step, pane: 'logs' }}>
            {t('run.pane.logs')}
          </Link>
        )}
        <Link to="/runs/$wf/$n/$r" params={params} search={{ step, why: true }}>
          {t('run.pane.why')}
        </Link>
      </span>
    </li>
  );
}

function Waiting({ one }: { one: WaitingRow }) {
  const { t, i18n } = useTranslation();
  const key = `reason.${one.wait}`;
  const params = { wf: one.workflow_id, n: String(one.workflow_instance_id), r: String(one.workflow_run_id) };
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-0 hover:bg-hover">
      <StatusIcon status={one.step_id === undefined ? 'CREATED' : 'WAITING_FOR_SIGNALS'} size={15} label={false} />
      <Link to="/runs/$wf/$n/$r" params={params} search={{ step: one.step_id, why: true }} className="flex min-w-0 flex-1 items-baseline gap-1.5">
        <span className="min-w-0 truncate font-medium" title={one.workflow_id}>
          {one.workflow_id}
        </span>
        <span className="num shrink-0">#{one.workflow_instance_id}</span>
        {one.step_id === undefined ? null : <span className="min-w-0 truncate">{one.step_id}</span>}
      </Link>
      <span className="min-w-0 truncate text-soft max-sm:hidden">{i18n.exists(key) ? t(key as 'reason.RUN_QUEUED') : one.wait}</span>
      <span className="shrink-0 text-soft">
        <TimeText ms={one.since} />
      </span>
    </li>
  );
}

/** A server that knows nothing yet: three steps, each with its command. */
function First() {
  const { t } = useTranslation();
  const steps = [
    { key: 'push', command: `maestro --server ${serverUrl()} workflow push examples/weather/weather.yaml` },
    { key: 'start', command: `maestro --server ${serverUrl()} instance start weather --watch` },
    { key: 'look', command: `maestro --server ${serverUrl()} instance why weather 1` },
  ] as const;
  return (
    <EmptyState
      icon={<Rocket size={32} />}
      title={t('home.first')}
      actions={
        <Link to="/workflows/new" className="inline-flex h-8 items-center rounded-md bg-accent px-3 font-medium text-on-accent! hover:no-underline">
          {t('home.write')}
        </Link>
      }
    >
      <ol className="mt-3 flex flex-col gap-3 text-left">
        {steps.map(({ key, command }, index) => (
          <li key={key}>
            <p className="mb-1 text-ink">
              {index + 1}. {t(`home.step.${key}`)}
            </p>
            <Command text={command} />
          </li>
        ))}
      </ol>
    </EmptyState>
  );
}
