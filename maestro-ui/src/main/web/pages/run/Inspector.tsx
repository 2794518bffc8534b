import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runPath, stepQuery } from '~/api/queries';
import { toJson } from '~/api/json';
import { v3 } from '~/api/client';
import type { StepBrief } from '~/api/types';
import { STEP_PANES } from '~/app/routes';
import { LogView } from '~/logs/LogView';
import { usePolled } from '~/live/usePolled';
import { IconButton } from '~/ui/basics';
import { Select } from '~/ui/fields';
import { count, exactTime } from '~/ui/format';
import { Tabs } from '~/ui/Tabs';
import { EmptyState, ErrorState, PaneBoundary, SkeletonRows } from '~/ui/states';
import { lookOf, stepLive } from '~/ui/status';
import { StatusBadge, StatusIcon, useStatusWord } from '~/ui/Status';
import { DurationText } from '~/ui/Time';
import { ParamTable, Value } from '~/ui/Values';
import { useRun } from './context';
import { StepActions } from './StepActions';
import { ValueTree } from './ValueTree';
import { WhyTree } from './Why';

/** Everything about the chosen step. */
export function Inspector() {
  const { t } = useTranslation();
  const { ref, search, steps, go, select } = useRun();
  const id = search.step!;
  const step = steps.get(id)!;
  const latest = step.attempt ?? 0;
  const attempt = Math.min(search.attempt ?? latest, latest);
  const pane = search.pane ?? (latest === 0 ? 'why' : 'logs');
  return (
    <>
      <div className="shrink-0 px-3 pt-2 pb-1.5">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 pt-1 text-base font-semibold break-words">{id}</h2>
          {latest > 1 ? (
            <Select
              compact
              label={t('run.attempt')}
              value={String(attempt)}
              onChange={(value) => go({ attempt: Number(value) === latest ? undefined : Number(value) })}
              choices={Array.from({ length: latest }, (_, index) => ({ id: String(latest - index), text: String(latest - index) }))}
            />
          ) : null}
          <IconButton label={t('common.close')} onPress={() => select(undefined)}>
            <X size={15} />
          </IconButton>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-soft">
          {step.status === undefined ? t('run.inIterations') : <StatusBadge status={step.status} />}
          <span>{step.type}</span>
          {step.start_time ? <DurationText start={step.start_time} end={step.end_time} /> : null}
          {step.carried_from_run === undefined ? null : (
            <Link to="/runs/$wf/$n/$r" params={{ wf: ref.wf, n: String(ref.n), r: String(step.carried_from_run) }} search={{ step: id }}>
              {t('run.fromRun', { r: step.carried_from_run })}
            </Link>
          )}
          <span className="flex-1" />
          <StepActions step={step} />
        </div>
        <Children step={step} />
      </div>
      <Tabs
        small
        label={id}
        tabs={STEP_PANES.map((name) => ({ id: name, text: t(`run.pane.${name}`) }))}
        selected={pane}
        onSelect={(name) => go({ pane: name })}
      >
        <PaneBoundary key={`${pane} ${attempt}`}>
          {latest === 0 && pane !== 'why' ? (
            <EmptyState title={t('run.notStarted')}>{t('run.notStartedHint')}</EmptyState>
          ) : (
            <Pane pane={pane} step={step} attempt={attempt} />
          )}
        </PaneBoundary>
      </Tabs>
    </>
  );
}

function Children({ step }: { step: StepBrief }) {
  const { t } = useTranslation();
  const { ref } = useRun();
  const word = useStatusWord();
  const { child, loop } = step;
  if (child)
    return (
      <p className="mt-1.5">
        ↳{' '}
        <Link
          to="/runs/$wf/$n/$r"
          params={{ wf: child.workflow_id, n: String(child.workflow_instance_id), r: String(child.workflow_run_id) }}
        >
          {child.workflow_id} #{child.workflow_instance_id}
        </Link>
      </p>
    );
  if (!loop) return null;
  return (
    <p className="num mt-1.5 flex flex-wrap gap-x-3 gap-y-1">
      {Object.entries({ ...loop.ended, ...loop.live }).map(([status, n]) => (
        <span key={status} data-st={lookOf(status)} title={word(status)} className="inline-flex items-center gap-1 text-st-text">
          <StatusIcon status={status} size={13} /> {count(n)}
        </span>
      ))}
      {loop.total === undefined ? null : <span className="text-soft">/ {count(loop.total)}</span>}
      <Link to="/runs/$wf/$n/$r/loops/$step" params={{ wf: ref.wf, n: String(ref.n), r: String(step.carried_from_run ?? ref.r), step: step.id }}>
        {t('loop.open')}
      </Link>
    </p>
  );
}

function Pane({ pane, step, attempt }: { pane: (typeof STEP_PANES)[number]; step: StepBrief; attempt: number }) {
  if (pane === 'why')
    return (
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-3">
        <WhyTree step={step.id} />
      </div>
    );
  if (pane === 'logs') return <Logs step={step} attempt={attempt} />;
  return <Detail pane={pane} step={step} attempt={attempt} />;
}

function Logs({ step, attempt }: { step: StepBrief; attempt: number }) {
  const { t } = useTranslation();
  const { ref, search, go } = useRun();
  const navigate = useNavigate();
  const run = step.carried_from_run ?? ref.r;
  const owner = { ...ref, r: run };
  return (
    <LogView
      key={`${step.id} ${run} ${attempt}`}
      path={`${runPath(owner)}/${['steps', step.id, 'attempts', attempt, 'logs'].map(encodeURIComponent).join('/')}`}
      live={attempt === step.attempt && stepLive(step.status ?? '')}
      line={search.line}
      onLine={(line) => go({ line })}
      onOpenPage={() =>
        void navigate({
          to: '/runs/$wf/$n/$r/steps/$step/$attempt/logs',
          params: { wf: ref.wf, n: String(ref.n), r: String(run), step: step.id, attempt: String(attempt) },
        })
      }
      empty={<EmptyState title={t('log.wroteNothing')}>{t('log.wroteNothingHint', { type: step.type })}</EmptyState>}
    />
  );
}

function Detail({ pane, step, attempt }: { pane: 'values' | 'outputs' | 'state'; step: StepBrief; attempt: number }) {
  const { ref } = useRun();
  const owner = { ...ref, r: step.carried_from_run ?? ref.r };
  const detail = useQuery(stepQuery(owner, step.id, attempt));
  usePolled(detail.refetch, stepLive(step.status ?? ''), 3_000);
  if (detail.isPending) return <SkeletonRows />;
  if (detail.isError) return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />;
  if (pane === 'values')
    return <ParamTable params={detail.data.params ?? {}} tree={(_name, param) => <ValueTree param={param} />} />;
  if (pane === 'outputs') return <Outputs artifacts={detail.data.artifacts ?? {}} params={detail.data.params ?? {}} />;
  return <State instance={detail.data} />;
}

function Outputs({
  artifacts,
  params,
}: {
  artifacts: Record<string, unknown>;
  params: NonNullable<React.ComponentProps<typeof ParamTable>['params']>;
}) {
  const { t } = useTranslation();
  const written = Object.entries(params).filter(([, param]) => (param.provenance?.origin ?? param.source) === 'STEP_OUTPUT');
  const entries = Object.entries(artifacts);
  if (written.length + entries.length === 0) return <EmptyState title={t('run.noOutputs')} />;
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-3">
      {written.length > 0 ? (
        <section className="mb-4">
          <h3 className="mb-1 text-xs font-semibold text-soft">{t('run.outputParams')}</h3>
          <dl className="panel divide-y divide-line">
            {written.map(([name, param]) => (
              <div key={name} className="grid grid-cols-[10rem_1fr] gap-3 px-3 py-1.5 max-sm:grid-cols-1">
                <dt className="truncate font-medium">{name}</dt>
                <dd className="min-w-0">
                  <Value value={param.evaluated_result} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {entries.map(([name, artifact]) => (
        <section key={name} className="mb-4">
          <h3 className="mono mb-1 text-soft">{name}</h3>
          <pre className="mono max-h-80 overflow-auto rounded-md border border-line bg-raised p-2.5 whitespace-pre-wrap">
            {toJson(artifact, 2)}
          </pre>
        </section>
      ))}
    </div>
  );
}

function State({ instance }: { instance: import('~/api/types').StepInstance }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-3">
      <h3 className="mb-1 text-xs font-semibold text-soft">{t('run.timeline')}</h3>
      <ol className="mb-4 border-l-2 border-line">
        {(instance.timeline ?? []).map((entry, index) => (
          // entries have no id of their own and are only ever added
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} className="relative py-0.5 pl-4">
            {entry.status ? (
              <span className="flex items-center gap-1.5">
                <StatusIcon status={entry.status} size={13} label={false} /> {word(entry.status)}
              </span>
            ) : (
              <span lang="en" className="break-words">
                {entry.message ?? toJson(entry)}
              </span>
            )}
            <span className="num block text-xs text-soft">{entry.timestamp ? exactTime(entry.timestamp) : ''}</span>
          </li>
        ))}
      </ol>
      <h3 className="mb-1 text-xs font-semibold text-soft">{t('run.definition')}</h3>
      <pre className="mono mb-4 max-h-96 overflow-auto rounded-md border border-line bg-raised p-2.5 whitespace-pre-wrap">
        {toJson(instance.definition ?? {}, 2)}
      </pre>
      <h3 className="mb-1 text-xs font-semibold text-soft">{t('run.apiPath')}</h3>
      <code className="mono break-all text-soft">
        {v3('workflows', instance.workflow_id, 'instances', instance.workflow_instance_id, 'runs', instance.workflow_run_id, 'steps', instance.step_id, 'attempts', instance.step_attempt_id)}
      </code>
    </div>
  );
}
