import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { versionQuery } from '~/api/queries';
import { GraphView } from '~/graph/GraphView';
import { matching, stepsOf, type GraphStep } from '~/graph/model';
import { FilterField } from '~/ui/fields';
import { Splitter } from '~/ui/Splitter';
import { ErrorState, Skeleton } from '~/ui/states';
import { toJson } from '~/api/json';
import { IconButton } from '~/ui/basics';
import { X } from 'lucide-react';

const route = getRouteApi('/workflows/$wf');

/** The steps of the version that runs by default. */
export default function Structure({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const { step: selected } = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const version = useQuery(versionQuery(wf, 'latest'));
  const [filter, setFilter] = useState('');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const steps = useMemo(() => (version.data ? stepsOf(version.data.workflow.steps) : undefined), [version.data]);
  const shown = useMemo(() => (steps ? matching(filter, steps, new Map()) : undefined), [steps, filter]);
  if (version.isError) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  if (!steps || !version.data) return <Skeleton className="m-4 h-64" />;
  const select = (step: string | undefined) => void navigate({ search: (before) => ({ ...before, step }), replace: true });
  const graph = (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div className="absolute top-2.5 left-3 z-10 w-64">
        <FilterField label={t('graph.filter')} placeholder={t('graph.filterHint')} value={filter} onChange={setFilter} />
      </div>
      <GraphView
        label={t('workflow.tab.graph')}
        steps={steps}
        unfolded={unfolded}
        selected={selected}
        shown={shown}
        edgeState={() => 'plain'}
        onSelect={(id) => {
          if (id === selected) setUnfolded((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
          select(id);
        }}
        look={() => 'queued'}
        nodeLabel={(step) => `${step.id}: ${step.type}`}
        node={({ step }) => <StepText step={step} />}
      />
    </div>
  );
  const definition = selected === undefined ? undefined : find(version.data.workflow.steps, selected);
  return (
    <Splitter
      label={t('run.step')}
      main={graph}
      side={
        definition === undefined ? undefined : (
          <>
            <div className="flex items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
              <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{selected}</h2>
              <IconButton label={t('common.close')} onPress={() => select(undefined)}>
                <X size={15} />
              </IconButton>
            </div>
            {/* a region that scrolls takes the keyboard */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0} aria-label={selected} className="mono min-h-0 flex-1 overflow-auto p-4 whitespace-pre-wrap">
              {toJson(definition, 2)}
            </pre>
          </>
        )
      }
    />
  );
}

function StepText({ step }: { step: GraphStep }) {
  return (
    <>
      <span className="block truncate font-medium">{step.id}</span>
      <span className="block truncate text-[11px] leading-4 text-soft">
        {step.type}
        {step.inner.length > 0 ? ' ▾' : ''}
        {step.name ? ` · ${step.name}` : ''}
      </span>
    </>
  );
}

type Wrapper = Record<string, Record<string, unknown> & { id: string }>;

function find(steps: Wrapper[], id: string): unknown {
  for (const wrapper of steps) {
    for (const step of Object.values(wrapper)) {
      if (step.id === id) return wrapper;
      const inner = Array.isArray(step.steps) ? find(step.steps as Wrapper[], id) : undefined;
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
