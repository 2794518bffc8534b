import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepBrief } from '~/api/types';
import { matching } from '~/graph/model';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField } from '~/ui/fields';
import { clockTime, count } from '~/ui/format';
import { EmptyState } from '~/ui/states';
import { StatusBadge } from '~/ui/Status';
import { DurationText } from '~/ui/Time';
import { useRun } from './context';
import { useRunSteps } from './RunGraph';

/** The steps as a table, in the order of the definition; bodies of loops below their loop. */
export function StepTable() {
  const { t } = useTranslation();
  const { list, search, go, select, steps: states } = useRun();
  const { steps, names } = useRunSteps();
  const depth = useMemo(() => depths(list), [list]);
  const shown = steps && search.filter ? matching(search.filter, steps, states) : undefined;
  const rows = shown ? list.filter((step) => shown.has(step.id)) : list;
  const columns = useColumns(names, depth, search.step);
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 px-4 py-2">
        <FilterField
          label={t('graph.filter')}
          placeholder={t('graph.filterHint')}
          value={search.filter ?? ''}
          onChange={(filter) => go({ filter: filter === '' ? undefined : filter })}
          className="w-64"
        />
        <span className="num text-xs text-soft">{t('run.steps', { count: rows.length, n: count(rows.length) })}</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('run.noStepFits')} />
      ) : (
        <DataTable
          label={t('run.view.steps')}
          columns={columns}
          rows={rows}
          rowKey={(step) => step.id}
          onOpen={(step) => select(step.id)}
        />
      )}
    </>
  );
}

function depths(list: StepBrief[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const step of list) found.set(step.id, step.parent === undefined ? 0 : (found.get(step.parent) ?? 0) + 1);
  return found;
}

function useColumns(names: Map<string, string>, depth: Map<string, number>, selected?: string): Column<StepBrief>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'step',
      header: t('run.step'),
      width: 'minmax(10rem, 2fr)',
      cell: (step) => (
        <span className="flex min-w-0 items-center gap-2" style={{ paddingLeft: (depth.get(step.id) ?? 0) * 18 }}>
          <span className={`truncate font-medium ${selected === step.id ? 'text-link' : ''}`}>{step.id}</span>
          <span className="truncate text-soft">{names.get(step.id)}</span>
        </span>
      ),
    },
    {
      id: 'status',
      header: t('filter.status'),
      width: '10.5rem',
      cell: (step) =>
        step.status === undefined ? (
          <span className="text-xs text-soft">{t('run.inIterations')}</span>
        ) : (
          <StatusBadge status={step.status} />
        ),
    },
    { id: 'type', header: t('run.type'), width: '6rem', from: 620, cell: (step) => <span className="truncate text-soft">{step.type}</span> },
    {
      id: 'loop',
      header: t('run.loop'),
      width: '9rem',
      from: 760,
      cell: (step) =>
        step.loop?.total === undefined ? null : (
          <span className="num text-soft">
            {count(Object.values(step.loop.ended ?? {}).reduce((sum, n) => sum + n, 0))} / {count(step.loop.total)}
          </span>
        ),
    },
    {
      id: 'attempt',
      header: t('run.attempt'),
      width: '4.5rem',
      end: true,
      from: 520,
      cell: (step) => <span className="num text-soft">{step.attempt ?? '–'}</span>,
    },
    {
      id: 'start',
      header: t('run.started'),
      width: '6rem',
      end: true,
      from: 680,
      cell: (step) => (
        <span className="num text-soft">{step.start_time ? clockTime(step.start_time) : '–'}</span>
      ),
    },
    {
      id: 'duration',
      header: t('runs.duration'),
      width: '5.5rem',
      end: true,
      cell: (step) =>
        step.carried_from_run === undefined ? (
          <DurationText start={step.start_time} end={step.end_time} />
        ) : (
          <span className="text-xs text-soft">{t('run.fromRun', { r: step.carried_from_run })}</span>
        ),
    },
  ];
}
