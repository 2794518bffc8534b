import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '~/api/client';
import { useKeys } from '~/app/keys';
import { usePolled } from '~/live/usePolled';
import { Button, Chip } from '~/ui/basics';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField, focusFilter } from '~/ui/fields';
import { openTab } from '~/ui/openTab';
import { PageHead } from '~/ui/PageHead';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusIcon } from '~/ui/Status';
import { TimeText } from '~/ui/Time';
import { useDebouncedText } from '~/ui/useDebounced';
import { PreviewDialog } from './PreviewDialog';
import { StateChip } from './StateChip';
import type { ScheduleRow, TimeTrigger } from './triggers';

const route = getRouteApi('/schedules');

interface Row {
  row: ScheduleRow;
  trigger: TimeTrigger;
  index: number;
}

/** What starts by the clock: each schedule in words, its next time, and what became of the last one. */
export default function Schedules() {
  const { t } = useTranslation();
  const { q } = route.useSearch();
  const navigate = useNavigate({ from: '/schedules' });
  const [text, setText] = useDebouncedText(q ?? '', (next) => void navigate({ search: { q: next === '' ? undefined : next }, replace: true }));
  const [preview, setPreview] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['schedules', q],
    queryFn: ({ pageParam, signal }) =>
      get<{ elements: ScheduleRow[]; next?: string }>('/api/v3/schedules', { prefix: q, after: pageParam, size: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  usePolled(list.refetch, list.isSuccess && list.data.pages.length <= 2, 10_000);
  useKeys({ '/': focusFilter });
  const rows = (list.data?.pages ?? []).flatMap((page) =>
    page.elements.flatMap((row) => row.triggers.map((trigger, index): Row => ({ row, trigger, index }))),
  );
  const columns = useColumns();
  return (
    <>
      <PageHead title={t('nav.schedules')} document={t('nav.schedules')} actions={<Button onPress={() => setPreview(true)}>{t('triggers.previewEllipsis')}</Button>} />
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-3">
        <FilterField label={t('triggers.filter')} value={text} onChange={setText} className="w-64 max-w-full" />
      </div>
      {list.isPending ? <SkeletonRows rows={12} height={34} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState icon={<CalendarClock size={32} />} title={q === undefined ? t('triggers.none') : t('triggers.noneFits')}>
          {q === undefined ? <HowTo /> : null}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('nav.schedules')}
          columns={columns}
          rows={rows}
          rowKey={({ row, index }) => `${row.workflow_id} ${index}`}
          onOpen={({ row }, newTab) =>
            newTab
              ? openTab(`/workflows/${encodeURIComponent(row.workflow_id)}?tab=triggers`)
              : void navigate({ to: '/workflows/$wf', params: { wf: row.workflow_id }, search: { tab: 'triggers' } })
          }
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : null}
      {preview ? <PreviewDialog onClose={() => setPreview(false)} /> : null}
    </>
  );
}

export function HowTo() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('triggers.howTo')}</p>
      <pre className="mono mx-auto mt-3 w-fit rounded-md border border-line bg-raised p-3 text-left text-ink">{EXAMPLE}</pre>
    </>
  );
}

const EXAMPLE = `workflow:
  id: hourly_report
  time_triggers:
    - cron: "0 * * * *"
      timezone: Europe/Berlin`;

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'wf',
      header: t('triggers.workflow'),
      width: 'minmax(9rem, 1.4fr)',
      cell: ({ row }) => (
        <Link to="/workflows/$wf" params={{ wf: row.workflow_id }} search={{ tab: 'triggers' }} tabIndex={-1} className="truncate font-medium">
          {row.workflow_id}
        </Link>
      ),
    },
    {
      id: 'when',
      header: t('triggers.when'),
      width: 'minmax(9rem, 1.6fr)',
      cell: ({ trigger }) => (
        <span className="min-w-0 truncate" title={trigger.cron}>
          <span lang="en">{trigger.words}</span>
        </span>
      ),
    },
    {
      id: 'zone',
      header: t('header.zone'),
      width: '9rem',
      from: 900,
      cell: ({ trigger }) => <span className="truncate text-soft">{trigger.timezone ?? 'UTC'}</span>,
    },
    {
      id: 'next',
      header: t('workflows.next'),
      width: '7rem',
      from: 480,
      cell: ({ row, trigger }) => {
        const next = trigger.next.find((one) => one.time !== undefined);
        return row.state === 'IN_FORCE' ? <TimeText ms={next?.due_time ?? next?.time} /> : <span className="text-soft">–</span>;
      },
    },
    {
      id: 'last',
      header: t('triggers.last'),
      width: 'minmax(8rem, 1fr)',
      from: 640,
      cell: ({ trigger: { last } }) =>
        last?.run ? (
          <Link
            to="/runs/$wf/$n/$r"
            params={{ wf: last.run.workflow_id, n: String(last.run.workflow_instance_id), r: String(last.run.workflow_run_id) }}
            tabIndex={-1}
            className="flex items-center gap-1.5"
          >
            <StatusIcon status={last.run.status} size={14} /> <span className="num">#{last.run.workflow_instance_id}</span> <TimeText ms={last.time} />
          </Link>
        ) : (
          <span className="text-soft">–</span>
        ),
    },
    { id: 'state', header: t('workflows.state'), width: '8rem', cell: ({ row }) => <StateChip state={row.state} message={row.message} /> },
    { id: 'owner', header: t('filter.owner'), width: '7rem', from: 1_000, cell: ({ row }) => <Chip>{row.owner ?? '–'}</Chip> },
  ];
}
