import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ListTree, Pencil, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { workflowPage } from '~/api/queries';
import type { WorkflowStatus } from '~/api/types';
import { useKeys } from '~/app/keys';
import { serverUrl } from '~/app/place';
import { WORKFLOW_STATES } from '~/app/routes';
import { useTopic } from '~/live/useTopic';
import { Button, Chip, LINK_BUTTON } from '~/ui/basics';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField, focusFilter, Select } from '~/ui/fields';
import { count, duration, exactTime } from '~/ui/format';
import { openTab } from '~/ui/openTab';
import { PageHead } from '~/ui/PageHead';
import { Command, EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusStrip } from '~/ui/StatusStrip';
import { TimeText } from '~/ui/Time';
import { useDebouncedText } from '~/ui/useDebounced';

const route = getRouteApi('/workflows');

/** All workflows, each with its health in one line. */
export default function Workflows() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows' });
  const filter = { q: search.q, owner: search.owner, tag: search.tag, status: search.status };
  const set = (change: Partial<typeof filter>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const [text, setText] = useDebouncedText(search.q ?? '', (q) => set({ q: q === '' ? undefined : q }));
  const list = useInfiniteQuery({
    queryKey: ['workflows', filter],
    queryFn: ({ pageParam, signal }) => workflowPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  useTopic('runs', list.refetch, list.isSuccess && (list.data?.pages.length ?? 0) <= 2);
  useKeys({ '/': focusFilter });
  const rows = list.data?.pages.flatMap((page) => page.elements) ?? [];
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const columns = useColumns();
  return (
    <>
      <PageHead
        title={t('nav.workflows')}
        document={t('nav.workflows')}
        actions={
          <Link to="/workflows/new" className={LINK_BUTTON}>
            <Plus size={15} aria-hidden /> {t('editor.newShort')}
          </Link>
        }
      >
        <span className="num text-soft">
          {list.isSuccess ? `${count(rows.length)}${list.hasNextPage ? '+' : ''}` : ''}
        </span>
      </PageHead>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-3">
        <FilterField label={t('workflows.filter')} value={text} onChange={setText} className="w-64 max-w-full" />
        <Select
          compact
          label={t('workflows.state')}
          value={search.status ?? 'any'}
          onChange={(value) => set({ status: value === 'any' ? undefined : value })}
          choices={[
            { id: 'any' as const, text: t('common.any') },
            ...WORKFLOW_STATES.map((id) => ({ id, text: t(`workflows.states.${id}`) })),
          ]}
        />
        {(['owner', 'tag'] as const).map((name) =>
          search[name] === undefined ? null : (
            <Button key={name} small onPress={() => set({ [name]: undefined })}>
              {t(`filter.${name}`)}: {search[name]} ×
            </Button>
          ),
        )}
      </div>
      {list.isPending ? <SkeletonRows rows={14} height={34} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <Nothing filtered={filtered} onClear={() => set({ q: undefined, owner: undefined, tag: undefined, status: undefined })} /> : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('nav.workflows')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.workflow_id}
          onOpen={(row, newTab) =>
            newTab
              ? openTab(`/workflows/${encodeURIComponent(row.workflow_id)}`)
              : void navigate({ to: '/workflows/$wf', params: { wf: row.workflow_id } })
          }
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : null}
    </>
  );
}

function useColumns(): Column<WorkflowStatus>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'id',
      header: t('workflows.idName'),
      width: 'minmax(10rem, 2.2fr)',
      cell: (row) => (
        <>
          <Link to="/workflows/$wf" params={{ wf: row.workflow_id }} tabIndex={-1} className="truncate font-medium">
            {row.workflow_id}
          </Link>
          {row.name ? <span className="min-w-0 truncate text-soft max-md:hidden">{row.name}</span> : null}
        </>
      ),
    },
    {
      id: 'last',
      header: t('workflows.last'),
      width: '13rem',
      from: 620,
      cell: (row) =>
        row.last ? (
          <StatusStrip wf={row.workflow_id} letters={row.last} ids={row.last_instance_ids ?? []} />
        ) : (
          <span className="text-xs text-soft">{t('workflows.neverRun')}</span>
        ),
    },
    {
      id: 'live',
      header: t('workflows.live'),
      width: '6.5rem',
      cell: (row) => <Live live={row.live ?? 0} queued={row.queued ?? 0} />,
    },
    {
      id: 'typical',
      header: t('workflows.typical'),
      width: '5.5rem',
      end: true,
      from: 760,
      cell: (row) => <span className="num text-soft">{row.typical_ms ? duration(row.typical_ms) : '–'}</span>,
    },
    {
      id: 'next',
      header: t('workflows.next'),
      width: '6rem',
      from: 1_000,
      cell: (row) => <TimeText ms={row.next_execution_time} />,
    },
    {
      id: 'owner',
      header: t('filter.owner'),
      width: 'minmax(5rem, 0.8fr)',
      from: 680,
      cell: (row) =>
        row.owner ? (
          <Link
            to="/workflows"
            search={{ owner: row.owner }}
            tabIndex={-1}
            className="truncate text-soft!"
          >
            {row.owner}
          </Link>
        ) : null,
    },
    {
      id: 'version',
      header: t('workflows.version'),
      width: '8rem',
      from: 900,
      cell: (row) => <Version row={row} />,
    },
  ];
}

function Live({ live, queued }: { live: number; queued: number }) {
  const { t } = useTranslation();
  if (live + queued === 0) return <span className="text-soft">–</span>;
  return (
    <span className="num flex gap-2 text-xs">
      {live > 0 ? (
        <span data-st="running" className="text-st-text" title={t('workflows.liveHint')}>
          ▶ {count(live)}
        </span>
      ) : null}
      {queued > 0 ? (
        <span data-st="queued" className="text-st-text" title={t('workflows.queuedHint')}>
          ◌ {count(queued)}
        </span>
      ) : null}
    </span>
  );
}

function Version({ row }: { row: WorkflowStatus }) {
  const { t } = useTranslation();
  const active = row.active_version_id;
  return (
    <span className="flex items-center gap-1.5" title={exactTime(row.modify_time)}>
      {active ? <span className="num">v{active}</span> : <Chip>{t('workflows.states.INACTIVE')}</Chip>}
      {active !== row.latest_version_id ? (
        <span
          className="inline-flex items-center gap-0.5 text-xs text-soft"
          title={t('workflows.newer', { v: row.latest_version_id })}
        >
          <Pencil size={11} aria-hidden /> v{row.latest_version_id}
        </span>
      ) : null}
    </span>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (filtered)
    return (
      <EmptyState
        icon={<ListTree size={32} />}
        title={t('workflows.noneFits')}
        actions={<Button onPress={onClear}>{t('filter.clearAll')}</Button>}
      >
        {t('workflows.noneFitsHint')}
      </EmptyState>
    );
  return (
    <EmptyState icon={<ListTree size={32} />} title={t('workflows.none')}>
      <p>{t('workflows.noneHint')}</p>
      <div className="mt-4 flex flex-col gap-2">
        <Command text={`maestro --server ${serverUrl()} workflow push examples/weather/weather.yaml`} />
        <Command text={`maestro --server ${serverUrl()} instance start weather --watch`} />
      </div>
    </EmptyState>
  );
}
