import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Ticket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { get, v3 } from '~/api/client';
import { useKeys } from '~/app/keys';
import { usePolled } from '~/live/usePolled';
import { Button } from '~/ui/basics';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField, focusFilter, TextField } from '~/ui/fields';
import { count } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { Splitter } from '~/ui/Splitter';
import { Command, EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { TimeText } from '~/ui/Time';
import { useDebouncedText } from '~/ui/useDebounced';
import { Waiter } from '../signals/Signals';

const route = getRouteApi('/permits');
const PAGE = 100;

interface Usage {
  held: number;
  waiting: number;
  oldest_asked_time?: number;
}

interface Permit {
  tag: string;
  max_allowed: number;
  usage?: Usage;
}

interface Claim {
  workflow_id: string;
  workflow_instance_id?: number;
  workflow_run_id?: number;
  step_id?: string;
  step_uuid: string;
  asked_time: number;
}

interface Claims {
  max_allowed?: number;
  held: Claim[];
  waiting: Claim[];
}

/** Tags with a limit: how many steps hold one, who waits, and the limit itself. */
export default function Permits() {
  const { t } = useTranslation();
  const { q, tag } = route.useSearch();
  const navigate = useNavigate({ from: '/permits' });
  const set = (change: { q?: string; tag?: string }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const [text, setText] = useDebouncedText(q ?? '', (next) => set({ q: next === '' ? undefined : next }));
  const [changing, setChanging] = useState<Permit>();
  const list = useInfiniteQuery({
    queryKey: ['permits', q],
    queryFn: ({ pageParam, signal }) => get<Permit[]>('/api/v3/tag-permits', { prefix: q, after: pageParam, size: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.tag),
  });
  usePolled(list.refetch, list.isSuccess && list.data.pages.length <= 2);
  useKeys({ '/': focusFilter });
  const rows = list.data?.pages.flat() ?? [];
  const columns: Column<Permit>[] = [
    { id: 'tag', header: t('filter.tag'), width: 'minmax(9rem, 1.5fr)', cell: (row) => <span className="truncate font-medium text-link">{row.tag}</span> },
    { id: 'use', header: t('permits.use'), width: 'minmax(9rem, 1fr)', cell: (row) => <Bar held={row.usage?.held ?? 0} of={row.max_allowed} /> },
    { id: 'waiting', header: t('permits.waiting'), width: '6rem', end: true, cell: (row) => <span className="num">{count(row.usage?.waiting ?? 0)}</span> },
    { id: 'oldest', header: t('permits.oldest'), width: '7rem', from: 560, cell: (row) => <TimeText ms={row.usage?.oldest_asked_time} /> },
  ];
  const main = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 pb-3">
        <FilterField label={t('permits.filter')} value={text} onChange={setText} className="w-64 max-w-full" />
      </div>
      {list.isPending ? <SkeletonRows rows={12} height={34} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState icon={<Ticket size={32} />} title={t(q === undefined ? 'permits.none' : 'permits.noneFits')}>
          {q === undefined ? (
            <>
              <p className="mb-3">{t('permits.noneHint')}</p>
              <Command text="maestro permit set gpu 4" />
            </>
          ) : null}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('nav.permits')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.tag}
          onOpen={(row) => set({ tag: row.tag })}
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
        title={t('nav.permits')}
        document={t('nav.permits')}
        actions={
          <Button kind="primary" onPress={() => setChanging({ tag: '', max_allowed: 1 })}>
            {t('permits.newEllipsis')}
          </Button>
        }
      />
      <Splitter
        label={t('permits.one')}
        main={main}
        side={
          tag === undefined ? undefined : (
            <One key={tag} tag={tag} onClose={() => set({ tag: undefined })} onChange={(max) => setChanging({ tag, max_allowed: max })} />
          )
        }
      />
      {changing ? <LimitDialog permit={changing} onClose={() => setChanging(undefined)} /> : null}
    </>
  );
}

function Bar({ held, of }: { held: number; of: number }) {
  const share = of === 0 ? 1 : Math.min(1, held / of);
  return (
    <span className="flex w-full items-center gap-2">
      <span aria-hidden className="h-1.5 min-w-12 flex-1 rounded-full bg-sunken">
        <span data-st={held >= of ? 'waiting' : 'running'} className="block h-1.5 rounded-full bg-st" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num shrink-0">
        {count(held)} / {count(of)}
      </span>
    </span>
  );
}

function One({ tag, onClose, onChange }: { tag: string; onClose: () => void; onChange: (max: number) => void }) {
  const { t } = useTranslation();
  const claims = useQuery({
    queryKey: ['permit', tag],
    queryFn: ({ signal }) => get<Claims>(`${v3('tag-permits', tag)}/claims`, { size: 100 }, signal),
  });
  const permit = useQuery({
    queryKey: ['permit', tag, 'limit'],
    queryFn: ({ signal }) => get<Permit>(v3('tag-permits', tag), {}, signal),
  });
  usePolled(claims.refetch, claims.isSuccess);
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!">
      <div className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{tag}</h2>
        <Button small onPress={() => onChange(permit.data?.max_allowed ?? 1)}>
          {t('permits.changeEllipsis')}
        </Button>
        <Button small onPress={onClose}>
          {t('common.close')}
        </Button>
      </div>
      {claims.isError ? <ErrorState error={claims.error} onRetry={() => void claims.refetch()} /> : null}
      {(['held', 'waiting'] as const).map((kind) => (
        <section key={kind}>
          <h3 className="px-4 pt-3 pb-1 text-xs font-semibold text-soft">{t(kind === 'held' ? 'permits.holders' : 'permits.waiters')}</h3>
          {claims.data?.[kind].length === 0 ? <p className="px-4 pb-2 text-soft">{t('permits.nobody')}</p> : null}
          <ol>
            {(claims.data?.[kind] ?? []).map((one, index) => (
              <li key={one.step_uuid} className="flex items-center gap-3 border-b border-line px-4 py-1.5">
                <span className="num w-8 text-soft">{index + 1}.</span>
                <span className="min-w-0 flex-1 truncate">
                  <Waiter one={one} />
                </span>
                <span className="text-soft">
                  <TimeText ms={one.asked_time} />
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function LimitDialog({ permit, onClose }: { permit: Permit; onClose: () => void }) {
  const { t } = useTranslation();
  const [tag, setTag] = useState(permit.tag);
  const [limit, setLimit] = useState(String(permit.max_allowed));
  const number = /^\d{1,9}$/.test(limit) ? Number(limit) : undefined;
  return (
    <ActDialog
      title={permit.tag === '' ? t('permits.newTitle') : t('permits.changeTitle', { tag: permit.tag })}
      isOpen
      onClose={onClose}
      confirm={t('permits.set')}
      command={
        number === undefined || tag.trim() === ''
          ? undefined
          : { method: 'POST', path: '/api/v3/tag-permits', body: { tag, max_allowed: number }, cli: ['permit', 'set', tag, String(number)] }
      }
      done={() => t('permits.done', { tag, n: limit })}
    >
      <div className="flex flex-col gap-3">
        {permit.tag === '' ? <TextField label={t('filter.tag')} value={tag} onChange={setTag} autoFocus mono /> : null}
        <TextField
          label={t('permits.limit')}
          value={limit}
          onChange={setLimit}
          error={number === undefined ? t('param.error.whole') : undefined}
          hint={t('permits.limitHint')}
          autoFocus={permit.tag !== ''}
        />
      </div>
    </ActDialog>
  );
}
