import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { get, getText, v3 } from '~/api/client';
import { toJson } from '~/api/json';
import { overviewQuery } from '~/api/queries';
import type { DefinitionVersion, Page } from '~/api/types';
import { Button, Chip } from '~/ui/basics';
import { ErrorState, Skeleton, SkeletonRows } from '~/ui/states';
import { TimeText } from '~/ui/Time';

const route = getRouteApi('/workflows/$wf');

/** The history of a definition; two versions are compared by what they mean. */
export default function Versions({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const { a, b } = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const overview = useQuery(overviewQuery(wf));
  const list = useInfiniteQuery({
    queryKey: ['workflow', wf, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<DefinitionVersion>>(`${v3('workflows', wf, 'versions')}/pagination`, { first: 30, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page_info: info }) => (info.has_next_page ? (info.end_cursor ?? undefined) : undefined),
  });
  const [activating, setActivating] = useState<number>();
  if (list.isPending) return <SkeletonRows />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const versions = list.data.pages.flatMap((page) => page.elements);
  const chosen = b ?? versions[0]?.metadata.workflow_version_id ?? 1;
  const active = overview.data?.active_version_id;
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <div className="w-80 shrink-0 overflow-y-auto border-r border-line max-md:max-h-60 max-md:w-full">
        <ul>
          {versions.map(({ metadata }) => {
            const v = metadata.workflow_version_id;
            return (
              <li key={v} className={`border-b border-line ${v === chosen ? 'bg-selected' : ''}`}>
                <button
                  type="button"
                  aria-pressed={v === chosen}
                  onClick={() => void navigate({ search: (before) => ({ ...before, b: v, a: undefined }), replace: true })}
                  className="flex w-full items-center gap-2 px-4 py-2 text-left -outline-offset-2! hover:bg-hover"
                >
                  <span className="num w-10 font-semibold">v{v}</span>
                  <span className="min-w-0 flex-1 truncate">
                    {metadata.version_author} <span className="text-soft"><TimeText ms={metadata.create_time} /></span>
                  </span>
                  {v === active ? <Chip>{t('workflows.states.ACTIVE')}</Chip> : null}
                </button>
              </li>
            );
          })}
        </ul>
        {list.hasNextPage ? (
          <div className="p-3">
            <Button small onPress={() => void list.fetchNextPage()}>
              {t('common.more')}
            </Button>
          </div>
        ) : null}
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex items-center gap-2 border-b border-line px-4 py-2">
          <h2 className="flex-1 font-semibold">
            {chosen > 1 ? t('versions.between', { a: a ?? chosen - 1, b: chosen }) : t('versions.first')}
          </h2>
          <Link to="/workflows/$wf/edit" params={{ wf }} search={{ version: chosen }} className="text-xs">
            {t('editor.editThis')}
          </Link>
          {chosen === active ? null : (
            <Button small onPress={() => setActivating(chosen)}>
              {t('versions.activateEllipsis')}
            </Button>
          )}
        </div>
        <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
          {chosen > 1 ? <Diff wf={wf} a={a ?? chosen - 1} b={chosen} /> : null}
          <Source wf={wf} v={chosen} />
        </div>
      </div>
      {activating === undefined ? null : (
        <ActDialog
          title={t('versions.activateTitle', { wf, v: activating })}
          isOpen
          onClose={() => setActivating(undefined)}
          confirm={t('versions.activate')}
          command={{
            method: 'PUT',
            path: `${v3('workflows', wf, 'versions', activating)}/actions/activate`,
            cli: ['workflow', 'activate', wf, String(activating)],
          }}
          done={() => t('versions.activated', { wf, v: activating })}
        >
          <p className="mb-3 text-soft">{t('versions.activateHint')}</p>
          {active !== undefined && active !== activating ? <Diff wf={wf} a={active} b={activating} /> : null}
        </ActDialog>
      )}
    </div>
  );
}

const MARKS: Record<string, string> = { '+': 'succeeded', '-': 'failed', '~': 'retrying' };

/** The semantic difference as the server writes it, a line a change. */
export function Diff({ wf, a, b }: { wf: string; a: number; b: number }) {
  const { t } = useTranslation();
  const diff = useQuery({
    queryKey: ['workflow', wf, 'diff', a, b],
    queryFn: ({ signal }) => getText(`${v3('workflows', wf, 'versions', a, 'diff', b)}`, {}, signal),
    staleTime: Infinity,
  });
  if (diff.isPending) return <Skeleton className="m-4 h-20" />;
  if (diff.isError) return <ErrorState error={diff.error} />;
  const lines = diff.data.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return <p className="px-4 py-3 text-soft">{t('versions.same')}</p>;
  return (
    <ul className="mono px-4 py-3">
      {lines.map((line, index) => {
        const look = MARKS[line.trimStart().charAt(0)];
        return (
          // lines may be the same
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} data-st={look} className={`px-2 py-0.5 break-words whitespace-pre-wrap ${look ? 'bg-st-tint text-st-text' : ''}`}>
            {line}
          </li>
        );
      })}
    </ul>
  );
}

function Source({ wf, v }: { wf: string; v: number }) {
  const { t } = useTranslation();
  const version = useQuery({
    queryKey: ['workflow', wf, 'version', v],
    queryFn: ({ signal }) => get<DefinitionVersion>(v3('workflows', wf, 'versions', v), { enriched: true }, signal),
    staleTime: Infinity,
  });
  if (!version.data) return null;
  return (
    <section className="border-t border-line px-4 py-3">
      <h3 className="mb-1 text-xs font-semibold text-soft">{t('versions.definition', { v })}</h3>
      <pre className="mono overflow-x-auto rounded-md border border-line bg-raised p-3 whitespace-pre-wrap">
        {toJson(version.data.workflow, 2)}
      </pre>
    </section>
  );
}
