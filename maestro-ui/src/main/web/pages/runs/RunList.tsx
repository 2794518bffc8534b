import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowUp, Play } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { runPage, type RunFilter } from '~/api/queries';
import type { RunBrief } from '~/api/types';
import { useKeys } from '~/app/keys';
import { INITIATORS } from '~/app/routes';
import { useTopic } from '~/live/useTopic';
import { useStill } from '~/live/useStill';
import { Button } from '~/ui/basics';
import { DataTable } from '~/ui/DataTable';
import { FilterField, focusFilter, Select } from '~/ui/fields';
import { count } from '~/ui/format';
import { openTab } from '~/ui/openTab';
import { Command, EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { RUN_STATUSES } from '~/ui/status';
import { useStatusWord } from '~/ui/Status';
import { useDebouncedText } from '~/ui/useDebounced';
import { runKey, useRunColumns } from './runColumns';

export interface RunSearch {
  status?: (typeof RUN_STATUSES)[number];
  owner?: string;
  tag?: string;
  initiator?: (typeof INITIATORS)[number];
  user?: string;
  from?: number;
  to?: number;
}

const EMPTY: RunSearch = {
  status: undefined,
  owner: undefined,
  tag: undefined,
  initiator: undefined,
  user: undefined,
  from: undefined,
  to: undefined,
};

/** Runs as a table with filters that see all of them; of one workflow, or of all. */
export function RunList({
  wf,
  search,
  onSearch,
}: {
  wf?: string;
  search: RunSearch;
  onSearch: (change: RunSearch) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = useMemo<RunFilter>(
    () => ({
      wf,
      status: search.status,
      owner: search.owner,
      tag: search.tag,
      initiator: search.initiator,
      initiator_user: search.user,
      from: search.from,
      to: search.to,
    }),
    [wf, search],
  );
  const list = useInfiniteQuery({
    queryKey: ['runs', filter],
    queryFn: ({ pageParam, signal }) => runPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page_info: info }) => (info.has_next_page ? (info.end_cursor ?? undefined) : undefined),
  });
  useTopic(wf === undefined ? 'runs' : `workflow:${wf}`, list.refetch, list.isSuccess && (list.data?.pages.length ?? 0) <= 2);
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.elements) ?? [], [list.data]);
  const still = useStill(loaded, runKey, JSON.stringify(filter));
  useKeys({ '/': focusFilter, n: still.showNew });
  const columns = useRunColumns(wf === undefined);
  const nearEnd = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const filtered = Object.keys(EMPTY).some((name) => search[name as keyof RunSearch] !== undefined);
  function open(run: RunBrief, newTab: boolean) {
    const params = { wf: run.workflow_id, n: String(run.workflow_instance_id), r: String(run.workflow_run_id) };
    if (newTab) openTab(`/runs/${encodeURIComponent(params.wf)}/${params.n}/${params.r}`);
    else void navigate({ to: '/runs/$wf/$n/$r', params });
  }
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-3">
        <Filters search={search} onSearch={onSearch} all={wf === undefined} />
        {filtered ? (
          <Button kind="quiet" onPress={() => onSearch(EMPTY)}>
            {t('filter.clearAll')}
          </Button>
        ) : null}
        <span className="flex-1" />
        {still.fresh > 0 ? (
          <Button kind="primary" small onPress={still.showNew} shortcut="n">
            <ArrowUp size={13} aria-hidden />
            {t('runs.new', { count: still.fresh })}
          </Button>
        ) : null}
        <span className="num text-xs text-soft">
          {list.isSuccess
            ? t(list.hasNextPage ? 'runs.shownMore' : 'runs.shown', { n: count(still.rows.length) })
            : ''}
        </span>
      </div>
      {list.isPending ? <SkeletonRows rows={14} height={34} /> : null}
      {list.isError ? (
        <ErrorState error={list.error} what={t('error.noWorkflow', { wf })} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && still.rows.length === 0 && !list.hasNextPage ? (
        <EmptyState
          icon={<Play size={32} />}
          title={filtered ? t('runs.noneFits') : t('runs.none')}
          actions={filtered ? <Button onPress={() => onSearch(EMPTY)}>{t('filter.clearAll')}</Button> : undefined}
        >
          {filtered ? t('runs.noneFitsHint') : <Command text={`maestro instance start ${wf ?? 'weather'} --watch`} />}
        </EmptyState>
      ) : null}
      {still.rows.length > 0 ? (
        <DataTable
          label={t('nav.runs')}
          columns={columns}
          rows={still.rows}
          rowKey={runKey}
          onOpen={open}
          onNearEnd={nearEnd}
        />
      ) : null}
    </>
  );
}

function Filters({ search, onSearch, all }: { search: RunSearch; onSearch: (change: RunSearch) => void; all: boolean }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  return (
    <>
      <Select
        compact
        label={t('filter.status')}
        value={search.status ?? 'any'}
        onChange={(value) => onSearch({ status: value === 'any' ? undefined : value })}
        choices={[
          { id: 'any' as const, text: t('common.any') },
          ...RUN_STATUSES.map((id) => ({ id, text: word(id) })),
        ]}
      />
      <Select
        compact
        label={t('filter.initiator')}
        value={search.initiator ?? 'any'}
        onChange={(value) => onSearch({ initiator: value === 'any' ? undefined : value })}
        choices={[
          { id: 'any' as const, text: t('common.any') },
          ...INITIATORS.map((id) => ({ id, text: t(`initiator.${id}`) })),
        ]}
      />
      {all ? <Narrow label={t('filter.owner')} value={search.owner} onChange={(owner) => onSearch({ owner })} /> : null}
      <Narrow label={t('filter.tag')} value={search.tag} onChange={(tag) => onSearch({ tag })} />
    </>
  );
}

function Narrow({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [text, setText] = useDebouncedText(value ?? '', (next) => onChange(next === '' ? undefined : next));
  return <FilterField label={label} value={text} onChange={setText} className="w-36" />;
}
