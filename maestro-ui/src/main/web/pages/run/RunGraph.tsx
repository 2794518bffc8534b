import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instanceQuery, versionQuery } from '~/api/queries';
import type { StepBrief } from '~/api/types';
import { GraphView, type EdgeState } from '~/graph/GraphView';
import { matching, stepsOf, type GraphStep } from '~/graph/model';
import { FilterField } from '~/ui/fields';
import { count } from '~/ui/format';
import { ErrorState, Skeleton } from '~/ui/states';
import { lookOf, stepLive } from '~/ui/status';
import { StatusIcon, useStatusWord } from '~/ui/Status';
import { DurationText } from '~/ui/Time';
import { useRun } from './context';

/** The steps of the definition that a run follows; of iterations, which have no version of their own, from the run. */
export function useRunSteps(): { steps: GraphStep[] | undefined; error: unknown; names: Map<string, string> } {
  const { ref, run } = useRun();
  const inline = ref.wf.startsWith('maestro_');
  const version = useQuery({ ...versionQuery(ref.wf, run.workflow_version_id), enabled: !inline });
  const instance = useQuery({ ...instanceQuery(ref), enabled: inline });
  const definition = inline ? instance.data?.runtime_workflow : version.data?.workflow;
  const steps = useMemo(() => (definition ? stepsOf(definition.steps) : undefined), [definition]);
  const names = useMemo(() => new Map((steps ?? []).flatMap((step) => (step.name ? [[step.id, step.name]] : []))), [steps]);
  return { steps, error: inline ? instance.error : version.error, names };
}

export function RunGraph() {
  const { t } = useTranslation();
  const { search, go, select, steps: states } = useRun();
  const { steps, error } = useRunSteps();
  const word = useStatusWord();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => (steps && search.filter ? matching(search.filter, steps, states) : undefined),
    [steps, search.filter, states],
  );
  const edgeState = useEdgeStates();
  if (error) return <ErrorState error={error} />;
  if (!steps) return <Skeleton className="m-4 h-64" />;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div className="absolute top-2.5 left-3 z-10 flex gap-2">
        <FilterField
          label={t('graph.filter')}
          placeholder={t('graph.filterHint')}
          value={search.filter ?? ''}
          onChange={(filter) => go({ filter: filter === '' ? undefined : filter })}
          className="w-64 max-w-[60vw]"
        />
      </div>
      <GraphView
        label={t('run.view.graph')}
        steps={steps}
        unfolded={unfolded}
        selected={search.step}
        shown={shown}
        edgeState={edgeState}
        onSelect={(id) => {
          select(id);
          const step = steps.find((one) => one.id === id);
          if (step && step.inner.length > 0 && search.step === id) setUnfolded((before) => toggled(before, id));
        }}
        look={(step) => lookOf(states.get(step.id)?.status ?? 'NOT_CREATED')}
        nodeLabel={(step) => `${step.id}: ${word(states.get(step.id)?.status ?? 'NOT_CREATED')}`}
        node={(node) => <NodeText step={node.step} state={states.get(node.step.id)} />}
      />
    </div>
  );
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Whether the run went along an edge: known when both of its steps have been decided. */
function useEdgeStates(): (from: string, to: string) => EdgeState {
  const { steps } = useRun();
  return (from, to) => {
    const source = steps.get(from)?.status ?? 'NOT_CREATED';
    const target = steps.get(to)?.status ?? 'NOT_CREATED';
    if (stepLive(source) || source === 'NOT_CREATED') return 'open';
    if (target === 'UNSATISFIED' || (target === 'NOT_CREATED' && lookOf(source) !== 'succeeded')) return 'refused';
    if (source === 'UNSATISFIED') return 'refused';
    return target === 'NOT_CREATED' ? 'open' : 'taken';
  };
}

function NodeText({ step, state }: { step: GraphStep; state: StepBrief | undefined }) {
  const status = state?.status ?? 'NOT_CREATED';
  return (
    <>
      <span className="flex items-center gap-1.5">
        <StatusIcon status={status} size={14} label={false} />
        <span className="min-w-0 flex-1 truncate font-medium">{step.id}</span>
        {state?.attempt && state.attempt > 1 ? <span className="num text-xs text-soft">↻{state.attempt}</span> : null}
      </span>
      <span className="flex items-center justify-between gap-2 text-[11px] leading-4 text-soft">
        <span className="truncate">
          {step.type}
          {state?.loop?.total === undefined ? '' : ` × ${count(state.loop.total)}`}
          {step.inner.length > 0 ? ' ▾' : ''}
        </span>
        {state?.start_time ? <DurationText start={state.start_time} end={state.end_time} /> : null}
      </span>
      {state?.loop ? <LoopBar state={state} /> : null}
    </>
  );
}

/** How far a loop has come. */
export function LoopBar({ state }: { state: StepBrief }) {
  const loop = state.loop;
  if (!loop?.total) return null;
  const parts = Object.entries({ ...loop.ended, ...loop.live });
  return (
    <span aria-hidden className="absolute inset-x-1 bottom-0 flex h-1 overflow-hidden rounded-full bg-sunken">
      {parts.map(([status, n]) => (
        <i key={status} data-st={lookOf(status)} className="bg-st" style={{ width: `${(n / loop.total!) * 100}%` }} />
      ))}
    </span>
  );
}
