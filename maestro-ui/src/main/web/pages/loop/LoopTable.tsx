import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepBrief } from '~/api/types';
import { DataTable, type Column } from '~/ui/DataTable';
import { Select, TextField } from '~/ui/fields';
import { openTab } from '~/ui/openTab';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusBadge, useStatusWord } from '~/ui/Status';
import { DurationText, TimeText } from '~/ui/Time';
import { useDebounced } from '~/ui/useDebounced';
import { iterationPage, type Iteration, type LoopRef } from './loopData';

const STATUSES = ['any', 'SUCCEEDED', 'FATALLY_FAILED', 'INTERNALLY_FAILED', 'TIMED_OUT', 'STOPPED', 'SKIPPED', 'COMPLETED_WITH_ERROR', 'RUNNING'] as const;

/** `i=31 j=621` as the values that are looked for. */
function paramsOf(text: string): Record<string, string> | undefined {
  const found = [...text.matchAll(/([A-Za-z_]\w*)=(\S+)/g)].map((match) => [match[1]!, match[2]!] as const);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Iterations of one step of the body as a table; status and values of the loop are looked for on the server. */
export function LoopTable({ loop, body }: { loop: LoopRef; body: StepBrief[] }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const navigate = useNavigate();
  const leaves = body.filter((step) => !/foreach|while/i.test(step.type));
  const [step, setStep] = useState(leaves.at(-1)?.id ?? body[0]?.id ?? '');
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('any');
  const [text, setText] = useState('');
  const wanted = useDebounced(text, 300);
  const filter = { statuses: status === 'any' ? undefined : status, params: paramsOf(wanted), at: undefined };
  const list = useInfiniteQuery({
    queryKey: ['loop', loop, 'table', step, filter],
    queryFn: ({ pageParam, signal }) => iterationPage(loop, step, filter, pageParam, 200, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page_info: info }) => (info.has_next_page ? (info.end_cursor ?? undefined) : undefined),
    enabled: step !== '',
  });
  const rows = list.data?.pages.flatMap((page) => page.elements) ?? [];
  const columns: Column<Iteration>[] = [
    {
      id: 'n',
      header: t('loop.iteration'),
      width: '8rem',
      cell: (one) => (
        <Link
          to="/runs/$wf/$n/$r"
          params={{ wf: one.ref.workflow_id, n: String(one.ref.workflow_instance_id), r: String(one.ref.workflow_run_id) }}
          search={{ step }}
          className="num"
          tabIndex={-1}
        >
          {one.iteration}
        </Link>
      ),
    },
    { id: 'status', header: t('filter.status'), width: '11rem', cell: (one) => <StatusBadge status={one.status} /> },
    {
      id: 'values',
      header: t('run.view.values'),
      width: 'minmax(8rem, 1.2fr)',
      from: 520,
      cell: (one) => (
        <span className="mono truncate">
          {Object.entries(one.loop_params)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </span>
      ),
    },
    {
      id: 'message',
      header: t('runs.cause'),
      width: 'minmax(8rem, 2fr)',
      from: 760,
      cell: (one) => (
        <span lang="en" className="truncate text-soft" title={one.message}>
          {one.message}
        </span>
      ),
    },
    { id: 'start', header: t('run.started'), width: '6rem', from: 640, cell: (one) => <TimeText ms={one.start_time} /> },
    { id: 'took', header: t('runs.duration'), width: '5rem', end: true, cell: (one) => <DurationText start={one.start_time} end={one.end_time} /> },
  ];
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-end gap-2 border-b border-line px-4 pb-2">
        {body.length > 1 ? (
          <Select compact label={t('run.step')} value={step} onChange={setStep} choices={body.map(({ id }) => ({ id, text: id }))} />
        ) : null}
        <Select
          compact
          label={t('filter.status')}
          value={status}
          onChange={setStatus}
          choices={STATUSES.map((id) => (id === 'any' ? { id, text: t('common.any') } : { id, text: word(id) }))}
        />
        <div className="w-52">
          <TextField hideLabel label={t('loop.byValues')} placeholder={t('loop.byValuesHint')} value={text} onChange={setText} />
        </div>
      </div>
      {list.isPending ? <SkeletonRows /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 && !list.hasNextPage ? <EmptyState title={t('loop.noneFits')} /> : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('loop.label', { step: loop.step })}
          columns={columns}
          rows={rows}
          rowKey={(one) => one.iteration}
          onOpen={(one, newTab) => {
            const params = { wf: one.ref.workflow_id, n: String(one.ref.workflow_instance_id), r: String(one.ref.workflow_run_id) };
            if (newTab) openTab(`/runs/${encodeURIComponent(params.wf)}/${params.n}/${params.r}`);
            else void navigate({ to: '/runs/$wf/$n/$r', params, search: { step } });
          }}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : list.hasNextPage ? (
        <Waiting next={() => void list.fetchNextPage()} />
      ) : null}
    </>
  );
}

/** Pages that a filter leaves empty lead on to the next. */
function Waiting({ next }: { next: () => void }) {
  const { t } = useTranslation();
  return (
    <p className="p-4">
      <button type="button" className="text-link hover:underline" onClick={next}>
        {t('common.more')}
      </button>
    </p>
  );
}
