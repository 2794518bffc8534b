import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Radio, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, v3 } from '~/api/client';
import { toJson } from '~/api/json';
import { useKeys } from '~/app/keys';
import { usePolled } from '~/live/usePolled';
import { Button, Chip } from '~/ui/basics';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField, focusFilter, TextField } from '~/ui/fields';
import { count } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { Splitter } from '~/ui/Splitter';
import { Command, EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { TimeText } from '~/ui/Time';
import { useDebounced, useDebouncedText } from '~/ui/useDebounced';
import { AnnounceDialog } from './AnnounceDialog';
import { queryOfParams } from './params';

const route = getRouteApi('/signals');
const PAGE = 100;

interface SignalName {
  name: string;
  last_seq_id: number;
  last_time?: number;
  listeners?: number;
}

interface Announcement {
  name: string;
  seq_id: number;
  params?: Record<string, unknown>;
  create_time: number;
}

export interface Listener {
  key: string;
  type: 'STEP' | 'TRIGGER';
  workflow_id: string;
  workflow_instance_id?: number;
  workflow_run_id?: number;
  step_id?: string;
  conditions: { param: string; operator: string; value: unknown }[];
}

/** Signals by name; of the chosen one its announcements and who waits for it. */
export default function Signals() {
  const { t } = useTranslation();
  const { q, name } = route.useSearch();
  const navigate = useNavigate({ from: '/signals' });
  const set = (change: { q?: string; name?: string }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const [text, setText] = useDebouncedText(q ?? '', (next) => set({ q: next === '' ? undefined : next }));
  const [announcing, setAnnouncing] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['signals', q],
    queryFn: ({ pageParam, signal }) => get<SignalName[]>('/api/v3/signals', { prefix: q, after: pageParam, size: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.name),
  });
  usePolled(list.refetch, list.isSuccess && list.data.pages.length <= 2);
  useKeys({ '/': focusFilter });
  const rows = list.data?.pages.flat() ?? [];
  const columns: Column<SignalName>[] = [
    { id: 'name', header: t('signals.name'), width: 'minmax(10rem, 2fr)', cell: (row) => <span className="truncate font-medium text-link">{row.name}</span> },
    { id: 'seq', header: t('signals.number'), width: '6rem', end: true, cell: (row) => <span className="num">{count(row.last_seq_id)}</span> },
    { id: 'last', header: t('errors.last'), width: '7rem', from: 480, cell: (row) => <TimeText ms={row.last_time} /> },
    {
      id: 'waits',
      header: t('signals.waits'),
      width: '6rem',
      end: true,
      from: 560,
      cell: (row) => <span className="num text-soft">{row.listeners === undefined ? '–' : count(row.listeners)}</span>,
    },
  ];
  const main = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-3">
        <FilterField label={t('signals.filter')} value={text} onChange={setText} className="w-64 max-w-full" />
      </div>
      {list.isPending ? <SkeletonRows rows={12} height={34} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState icon={<Radio size={32} />} title={t(q === undefined ? 'signals.none' : 'signals.noneFits')}>
          {q === undefined ? (
            <>
              <p className="mb-3">{t('signals.noneHint')}</p>
              <Command text="maestro signal announce orders_ready --param day=20261130" />
            </>
          ) : null}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('nav.signals')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.name}
          onOpen={(row) => set({ name: row.name })}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : null}
    </div>
  );
  return (
    <>
      <PageHead
        title={t('nav.signals')}
        document={t('nav.signals')}
        actions={
          <Button kind="primary" onPress={() => setAnnouncing(true)}>
            <Send size={14} aria-hidden /> {t('signals.announceEllipsis')}
          </Button>
        }
      />
      <Splitter label={t('signals.one')} main={main} side={name === undefined ? undefined : <One key={name} name={name} onClose={() => set({ name: undefined })} />} />
      {announcing ? <AnnounceDialog name={name ?? ''} onClose={() => setAnnouncing(false)} /> : null}
    </>
  );
}

function One({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const filter = queryOfParams(useDebounced(text, 300));
  const instances = useQuery({
    queryKey: ['signal', name, 'instances', filter],
    queryFn: ({ signal }) => get<Announcement[]>(`${v3('signals', name)}/instances`, { size: 50, ...filter }, signal),
  });
  const listeners = useQuery({
    queryKey: ['signal', name, 'listeners'],
    queryFn: ({ signal }) => get<Listener[]>(`${v3('signals', name)}/listeners`, { size: 100 }, signal),
  });
  usePolled(async () => Promise.all([instances.refetch(), listeners.refetch()]), instances.isSuccess);
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!">
      <div className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{name}</h2>
        <Button small onPress={onClose}>
          {t('common.close')}
        </Button>
      </div>
      <h3 className="px-4 pt-3 pb-1 text-xs font-semibold text-soft">{t('signals.waiting')}</h3>
      {listeners.isError ? <ErrorState error={listeners.error} /> : null}
      {listeners.data?.length === 0 ? <p className="px-4 pb-2 text-soft">{t('signals.nobody')}</p> : null}
      <ul>
        {(listeners.data ?? []).map((one) => (
          <li key={one.key} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
            <Chip>{t(one.type === 'STEP' ? 'run.step' : 'signals.trigger')}</Chip>
            <Waiter one={one} />
            {one.conditions.map((condition) => (
              <Chip key={condition.param} mono>
                {condition.param} {condition.operator} {toJson(condition.value)}
              </Chip>
            ))}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-end gap-2 px-4 pt-4 pb-1">
        <h3 className="flex-1 text-xs font-semibold text-soft">{t('signals.announcements')}</h3>
        <div className="w-44">
          <TextField hideLabel label={t('signals.byParams')} placeholder="day=20261130" value={text} onChange={setText} mono />
        </div>
      </div>
      {instances.isPending ? <SkeletonRows rows={5} /> : null}
      {instances.isError ? <ErrorState error={instances.error} onRetry={() => void instances.refetch()} /> : null}
      {instances.data?.length === 0 ? <p className="px-4 py-2 text-soft">{t('signals.noneFits')}</p> : null}
      <ol>
        {(instances.data ?? []).map((one) => (
          <li key={one.seq_id} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
            <span className="num w-14 font-medium">{count(one.seq_id)}</span>
            <span className="flex min-w-0 flex-1 flex-wrap gap-1">
              {Object.entries(one.params ?? {}).map(([key, value]) => (
                <Chip key={key} mono>
                  {key}={typeof value === 'string' ? value : toJson(value)}
                </Chip>
              ))}
            </span>
            <span className="text-soft">
              <TimeText ms={one.create_time} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The step or workflow that waits, as a way to it. */
export function Waiter({ one }: { one: Pick<Listener, 'workflow_id' | 'workflow_instance_id' | 'workflow_run_id' | 'step_id'> }) {
  if (one.workflow_instance_id === undefined)
    return (
      <Link to="/workflows/$wf" params={{ wf: one.workflow_id }} search={{ tab: 'triggers' }}>
        {one.workflow_id}
      </Link>
    );
  return (
    <Link
      to="/runs/$wf/$n/$r"
      params={{ wf: one.workflow_id, n: String(one.workflow_instance_id), r: String(one.workflow_run_id ?? 'latest') }}
      search={{ step: one.step_id, pane: 'why' }}
    >
      {one.workflow_id} #{one.workflow_instance_id}
      {one.step_id === undefined ? '' : ` › ${one.step_id}`}
    </Link>
  );
}
