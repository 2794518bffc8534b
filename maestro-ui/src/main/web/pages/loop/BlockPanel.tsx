import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsQuery } from '~/api/queries';
import type { StepBrief } from '~/api/types';
import { Button, Chip, IconButton } from '~/ui/basics';
import { TextField } from '~/ui/fields';
import { count } from '~/ui/format';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { isFailure } from '~/ui/status';
import { StatusIcon } from '~/ui/Status';
import { DurationText } from '~/ui/Time';
import { ITERATION_STATUS, statusAt, type LoopMap } from './blocks';
import { iterationPage, lastNumber, pathTo, type Iteration, type LoopRef } from './loopData';

const route = getRouteApi('/runs/$wf/$n/$r/loops/$step');
const SHOWN = 40;

interface Props {
  loop: LoopRef;
  map: LoopMap;
  /** The first iteration that is shown. */
  at: number;
  body: StepBrief[];
  onAt: (at: number | undefined) => void;
}

/** Iterations from the chosen one on, each with its values and the way to its run. */
export function BlockPanel({ loop, map, at, body, onAt }: Props) {
  const { t } = useTranslation();
  const first = body[0]?.id;
  const [jump, setJump] = useState(String(at));
  const launched = at <= map.launched;
  const list = useQuery({
    queryKey: ['loop', loop, 'from', first, at],
    queryFn: ({ signal }) => iterationPage(loop, first!, { at: pathTo(loop.path, at) }, undefined, SHOWN, signal),
    enabled: first !== undefined && launched,
    staleTime: 3_000,
  });
  const number = /^\d{1,12}$/.test(jump) ? Number(jump) : 0;
  const prefix = loop.path === undefined ? '' : `${loop.path}-`;
  const rows = (list.data?.elements ?? []).filter((one) => one.iteration.startsWith(prefix));
  return (
    <>
      <div className="flex shrink-0 items-end gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{t('loop.one', { n: count(at) })}</h2>
        <div className="w-28">
          <TextField hideLabel label={t('loop.goTo')} value={jump} onChange={setJump} onEnter={() => (number > 0 ? onAt(number) : undefined)} />
        </div>
        <Button onPress={() => onAt(number)} why={number > 0 ? undefined : t('param.error.whole')}>
          {t('loop.goTo')}
        </Button>
        <IconButton label={t('common.close')} onPress={() => onAt(undefined)}>
          <X size={15} />
        </IconButton>
      </div>
      {launched ? null : <EmptyState title={t('loop.notLaunched')}>{t('loop.notLaunchedHint')}</EmptyState>}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isFetching && rows.length === 0 ? <SkeletonRows rows={8} height={44} /> : null}
      <ul tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!">
        {rows.map((one) => (
          <Row key={one.iteration} loop={loop} one={one} status={ITERATION_STATUS[statusAt(map, lastNumber(one.iteration))]} body={body} chosen={lastNumber(one.iteration) === at} />
        ))}
      </ul>
    </>
  );
}

/** What made the iteration fail, and the way to its log. */
function Cause({ one: { ref } }: { one: Iteration }) {
  const { t } = useTranslation();
  const run = useQuery(stepsQuery({ wf: ref.workflow_id, n: ref.workflow_instance_id, r: ref.workflow_run_id }));
  const cause = run.data?.run.cause;
  if (!cause) return null;
  const params = { wf: ref.workflow_id, n: String(ref.workflow_instance_id), r: String(ref.workflow_run_id) };
  return (
    <div data-st="failed" className="mt-1.5 rounded-md bg-st-tint px-2.5 py-1.5 text-st-text">
      <p className="break-words">
        <span className="font-semibold">{cause.step_id}</span> <span lang="en">{cause.message ?? cause.status}</span>
      </p>
      <p className="mt-1 flex gap-3 text-xs">
        {(['logs', 'values', 'why'] as const).map((pane) => (
          <Link key={pane} to="/runs/$wf/$n/$r" params={params} search={{ step: cause.step_id, pane }} className="text-st-text! underline">
            {t(`run.pane.${pane}`)}
          </Link>
        ))}
      </p>
    </div>
  );
}

function Row({ loop, one, status, body, chosen }: { loop: LoopRef; one: Iteration; status: string | undefined; body: StepBrief[]; chosen: boolean }) {
  const { ref } = one;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const known = status === undefined || status === 'NOT_CREATED' ? one.status : status;
  const inner = body.filter((step) => /foreach|while/i.test(step.type));
  const params = { wf: ref.workflow_id, n: String(ref.workflow_instance_id), r: String(ref.workflow_run_id) };
  return (
    <li className={`border-b border-line px-4 py-2 ${chosen ? 'bg-selected' : ''}`}>
      <p className="flex min-w-0 items-center gap-2">
        <StatusIcon status={known} size={14} />
        <Link to="/runs/$wf/$n/$r" params={params} className="num font-medium">
          {count(lastNumber(one.iteration))}
        </Link>
        <span className="flex min-w-0 flex-1 flex-wrap gap-1">
          {Object.entries(one.loop_params).map(([name, value]) => (
            <Chip key={name} mono title={`${name} = ${value}`}>
              {name}={value}
            </Chip>
          ))}
        </span>
        <span className="text-xs text-soft">
          <DurationText start={one.start_time} end={one.end_time} />
        </span>
      </p>
      {chosen && isFailure(known) ? <Cause one={one} /> : null}
      {inner.length > 0 ? (
        <p className="mt-1 flex gap-2 pl-6">
          {inner.map((step) => (
            <Button
              key={step.id}
              small
              onPress={() =>
                void navigate({
                  to: '/runs/$wf/$n/$r/loops/$step',
                  params: { wf: loop.wf, n: String(loop.n), r: String(loop.r), step: step.id },
                  search: { path: pathTo(search.path, lastNumber(one.iteration)) },
                })
              }
            >
              {t('loop.openInner', { step: step.id })}
            </Button>
          ))}
        </p>
      ) : null}
    </li>
  );
}
