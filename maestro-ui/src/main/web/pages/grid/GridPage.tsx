import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Grid3x3, Play, Table2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { versionQuery } from '~/api/queries';
import { useKeys } from '~/app/keys';
import { INITIATORS } from '~/app/routes';
import { matching, stepsOf } from '~/graph/model';
import { useTopic } from '~/live/useTopic';
import { Button, IconButton } from '~/ui/basics';
import { FilterField, focusFilter, Select } from '~/ui/fields';
import { count, duration, exactTime } from '~/ui/format';
import { Splitter } from '~/ui/Splitter';
import { Command, EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { RUN_STATUSES } from '~/ui/status';
import { useStatusWord } from '~/ui/Status';
import { useDebouncedText } from '~/ui/useDebounced';
import { GridCanvas, type Place } from './GridCanvas';
import { GridTable } from './GridTable';
import { gridOf, gridQuery, runStatus, type Grid } from './gridData';
import { RunPanel } from './RunPanel';

const route = getRouteApi('/workflows/$wf');
const SIZES = ['60', '150', '400'] as const;

/** The latest runs of a workflow by its steps. */
export default function GridPage({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const byDuration = search.colour === 'duration';
  const filter = { runs: search.runs ?? 60, status: search.status, initiator: search.initiator, times: byDuration };
  const list = useInfiniteQuery(gridQuery(wf, filter));
  useTopic(`workflow:${wf}`, list.refetch, list.isSuccess);
  const version = useQuery({ ...versionQuery(wf, 'latest'), enabled: search.steps !== undefined });
  const grid = useMemo(() => {
    if (!list.data) return undefined;
    const steps = version.data ? stepsOf(version.data.workflow.steps) : [];
    const known = new Set(steps.map((step) => step.id));
    for (const page of list.data.pages)
      for (const row of page.rows)
        if (!known.has(row.id)) steps.push({ id: row.id, type: row.type ?? '', successors: {}, inner: [] });
    return gridOf(list.data.pages, search.steps ? matching(search.steps, steps, new Map()) : undefined);
  }, [list.data, version.data, search.steps]);
  useKeys({ '/': focusFilter, t: () => set({ table: search.table ? undefined : true }) });
  const describe = useDescription(grid);
  if (list.isPending) return <SkeletonRows rows={12} height={24} />;
  if (list.isError && !grid) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!grid) return null;
  const filtered = search.status !== undefined || search.initiator !== undefined;
  if (grid.runs.length === 0 && !filtered) return <NotRun wf={wf} />;
  const chosen = placeOf(grid, search.run, search.step);
  const select = ({ row, column }: Place) => set({ run: String(grid.runs[column]!.n), step: grid.rows[row]!.id, attempt: undefined, line: undefined });
  const main = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Filters search={search} set={set} shown={grid.runs.length} more={list.hasNextPage} />
      {grid.runs.length === 0 || grid.rows.length === 0 ? (
        <EmptyState
          icon={<Grid3x3 size={32} />}
          title={t(grid.rows.length === 0 ? 'run.noStepFits' : 'runs.noneFits')}
          actions={
            <Button onPress={() => set({ status: undefined, initiator: undefined, steps: undefined })}>{t('filter.clearAll')}</Button>
          }
        />
      ) : search.table ? (
        <GridTable grid={grid} wf={wf} />
      ) : (
        <GridCanvas
          key={wf}
          label={t('grid.label', { wf })}
          headLabel={t('grid.head')}
          grid={grid}
          byDuration={byDuration}
          chosen={chosen}
          onChoose={select}
          onOldest={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
          describe={describe}
        />
      )}
    </div>
  );
  return (
    <Splitter
      label={t('run.inspector')}
      main={main}
      side={search.run !== undefined ? <RunPanel key={`${search.run} ${search.step}`} wf={wf} n={Number(search.run)} /> : undefined}
    />
  );
}

function placeOf(grid: Grid, run: string | undefined, step: string | undefined): Place | undefined {
  if (run === undefined) return undefined;
  const column = grid.runs.findIndex((one) => String(one.n) === run);
  const row = grid.rows.findIndex((one) => one.id === step);
  return column < 0 || row < 0 ? undefined : { row, column };
}

/** A cell in words: for the pointer, and for those who hear it. */
function useDescription(grid: Grid | undefined): (place: Place) => string {
  const { t } = useTranslation();
  const word = useStatusWord();
  return ({ row, column }) => {
    const run = grid?.runs[column];
    const step = grid?.rows[row];
    if (!grid || !run || !step) return '';
    const parts = [`${step.id} · #${run.n}${run.r > 1 ? ` ${t('run.run', { r: run.r })}` : ''}`];
    const status = grid.status(grid.cells[column]![row]!);
    parts.push(word(status));
    const share = grid.share(row, column);
    if (share) parts.push(t('grid.share', { ended: count(share[0] + share[1]), all: count(share[2]), failed: count(share[1]) }));
    const ms = grid.ms[column]?.[row] ?? -1;
    if (ms >= 0) parts.push(duration(ms));
    parts.push(`${t('grid.runIs')} ${word(runStatus(run.s))}`, exactTime(run.c), `v${run.v}`);
    return parts.join(' · ');
  };
}

interface FilterProps {
  search: ReturnType<typeof route.useSearch>;
  set: (change: Partial<ReturnType<typeof route.useSearch>>) => void;
  shown: number;
  more: boolean;
}

function Filters({ search, set, shown, more }: FilterProps) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const [text, setText] = useDebouncedText(search.steps ?? '', (steps) => set({ steps: steps === '' ? undefined : steps }));
  const [narrow, setNarrow] = useState(false);
  useEffect(() => setNarrow(window.innerWidth < 720), []);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <FilterField label={t('graph.filter')} placeholder={t('graph.filterHint')} value={text} onChange={setText} className="w-48 max-w-full" />
      <Select
        compact
        label={t('grid.runs')}
        value={search.status ?? 'any'}
        onChange={(value) => set({ status: value === 'any' ? undefined : value })}
        choices={[
          { id: 'any' as const, text: t('common.any') },
          ...RUN_STATUSES.map((id) => ({ id, text: word(id) })),
        ]}
      />
      {narrow ? null : (
        <Select
          compact
          label={t('filter.initiator')}
          value={search.initiator ?? 'any'}
          onChange={(value) => set({ initiator: value === 'any' ? undefined : value })}
          choices={[{ id: 'any' as const, text: t('common.any') }, ...INITIATORS.map((id) => ({ id, text: t(`initiator.${id}`) }))]}
        />
      )}
      <Select
        compact
        label={t('grid.colour')}
        value={search.colour ?? 'status'}
        onChange={(value) => set({ colour: value === 'status' ? undefined : value })}
        choices={[
          { id: 'status' as const, text: t('grid.byStatus') },
          { id: 'duration' as const, text: t('grid.byDuration') },
        ]}
      />
      <span className="flex-1" />
      <span className="num text-xs text-soft">{t(more ? 'runs.shownMore' : 'runs.shown', { n: count(shown) })}</span>
      <Select
        compact
        hideLabel
        label={t('grid.atOnce')}
        value={String(search.runs ?? 60)}
        onChange={(value) => set({ runs: value === '60' ? undefined : Number(value) })}
        choices={SIZES.map((id) => ({ id: id as string, text: id }))}
      />
      <IconButton label={`${t('grid.asTable')} (t)`} pressed={search.table === true} onPress={() => set({ table: search.table ? undefined : true })}>
        <Table2 size={16} />
      </IconButton>
    </div>
  );
}

/** The plan is known before the first run. */
function NotRun({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const version = useQuery(versionQuery(wf, 'latest'));
  const steps = version.data ? stepsOf(version.data.workflow.steps) : [];
  return (
    <EmptyState icon={<Play size={32} />} title={t('runs.none')}>
      <p className="mb-3">{t('grid.notRunHint', { count: steps.length })}</p>
      <Command text={`maestro instance start ${wf} --watch`} />
    </EmptyState>
  );
}
