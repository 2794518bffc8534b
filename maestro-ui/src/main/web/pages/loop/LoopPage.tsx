import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { RotateCcw, Table2, ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RestartDialog } from '~/act/RestartDialog';
import { stepsQuery } from '~/api/queries';
import type { StepBrief } from '~/api/types';
import { useKeys } from '~/app/keys';
import { usePolled } from '~/live/usePolled';
import { useTopic } from '~/live/useTopic';
import { Button, IconButton } from '~/ui/basics';
import { count } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { Signatures } from '~/ui/Signatures';
import { Splitter } from '~/ui/Splitter';
import { EmptyState, ErrorState, Skeleton } from '~/ui/states';
import { runEnded, stepLive } from '~/ui/status';
import { StatusBadge, StatusIcon, useStatusWord } from '~/ui/Status';
import { BlockMap, WholeStrip } from './BlockMap';
import { BlockPanel } from './BlockPanel';
import { ITERATION_STATUS, nextBad, sharesOf, sizeOf, type Blocks, type LoopMap } from './blocks';
import { LoopTable } from './LoopTable';
import { loopErrorsQuery, mapQuery, type LoopRef } from './loopData';
import { Pace } from './Pace';

const route = getRouteApi('/runs/$wf/$n/$r/loops/$step');

/** All iterations of a loop: where it stands, what failed, and the way to each. */
export default function LoopPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const search = route.useSearch();
  const loop: LoopRef = { wf: params.wf, n: Number(params.n), r: Number(params.r), step: params.step, path: search.path };
  const steps = useQuery(stepsQuery(loop));
  const ended = steps.data !== undefined && runEnded(steps.data.run.status);
  useTopic(`run:${loop.wf}/${loop.n}/${loop.r}`, steps.refetch, steps.data !== undefined && !ended);
  const step = steps.data?.steps.find((one) => one.id === loop.step);
  const whole = useQuery(mapQuery(loop));
  const live = step?.status === undefined ? !ended : stepLive(step.status);
  usePolled(whole.refetch, live && whole.isSuccess, 1_000);
  const total = whole.data ? Math.max(whole.data.total ?? 0, whole.data.launched) : 0;
  const what = `${loop.wf} #${loop.n}`;
  return (
    <>
      <PageHead
        document={`${loop.step} · ${what}`}
        title={
          <span className="flex flex-wrap items-baseline gap-x-1.5">
            <Link to="/runs/$wf/$n/$r" params={params} search={{ step: loop.step }}>
              {what}
            </Link>
            {search.path === undefined ? null : <span className="num font-normal text-soft">› {search.path.replaceAll('-', ' › ')}</span>}
            <span>› {loop.step}</span>
          </span>
        }
        actions={<Restart loop={loop} step={step} bad={whole.data ? badOf(whole.data) : 0} />}
      >
        {step?.status ? <StatusBadge status={step.status} /> : null}
        {whole.data ? <Counts map={whole.data} total={total} /> : <Skeleton className="h-5 w-64" />}
        {live && whole.data ? <Pace launched={endedOf(whole.data)} total={total} /> : null}
      </PageHead>
      {whole.isError && !whole.data ? (
        <ErrorState error={whole.error} what={t('error.noRun', { wf: loop.wf, n: params.n, r: params.r })} onRetry={() => void whole.refetch()} />
      ) : null}
      {whole.data && total === 0 ? (
        <EmptyState title={t('loop.empty')}>
          <p>{t('loop.emptyHint')}</p>
          <p className="mt-2">
            <Link to="/runs/$wf/$n/$r" params={params} search={{ step: loop.step, pane: 'values' }}>
              {t('run.pane.values')}
            </Link>
          </p>
        </EmptyState>
      ) : null}
      {whole.data && total > 0 ? (
        <Known key={`${params.step} ${search.path}`} loop={loop} whole={whole.data} total={total} list={steps.data?.steps ?? []} live={live} stopped={!live && whole.data.launched < total} />
      ) : null}
    </>
  );
}

function badOf({ stats }: LoopMap): number {
  return (stats.F ?? 0) + (stats.T ?? 0) + (stats.X ?? 0);
}

function endedOf({ stats }: LoopMap): number {
  return (stats.S ?? 0) + badOf({ stats } as LoopMap);
}

function Counts({ map, total }: { map: LoopMap; total: number }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  return (
    <span className="num flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="text-soft">{t('loop.iterations', { count: total, n: count(total) })}</span>
      {Object.entries(map.stats).map(([letter, n]) => {
        const status = ITERATION_STATUS[letter] ?? letter;
        return n === 0 ? null : (
          <span key={letter} title={word(status)} className="inline-flex items-center gap-1">
            <StatusIcon status={status} size={14} /> {count(n)}
          </span>
        );
      })}
      {total > map.launched ? (
        <span className="inline-flex items-center gap-1 text-soft" title={word('NOT_CREATED')}>
          <StatusIcon status="NOT_CREATED" size={14} /> {count(total - map.launched)}
        </span>
      ) : null}
    </span>
  );
}

function Restart({ loop, step, bad }: { loop: LoopRef; step: StepBrief | undefined; bad: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const can = loop.path === undefined && step?.status !== undefined && !stepLive(step.status);
  useKeys({ r: () => (can ? setOpen(true) : undefined) });
  if (!can) return null;
  return (
    <>
      <Button kind={bad > 0 ? 'primary' : 'plain'} onPress={() => setOpen(true)} shortcut="r">
        <RotateCcw size={14} aria-hidden /> {bad > 0 ? t('loop.restartFailed', { count: bad, n: count(bad) }) : t('act.restartEllipsis')}
      </Button>
      {open ? <RestartDialog ref_={loop} step={{ id: loop.step, attempt: step.attempt ?? 1 }} isOpen onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface KnownProps {
  loop: LoopRef;
  whole: LoopMap;
  total: number;
  list: StepBrief[];
  live: boolean;
  /** A failure ended it before all were launched. */
  stopped: boolean;
}

function Known({ loop, whole, total, list, live, stopped }: KnownProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$wf/$n/$r/loops/$step' });
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const from = Math.min(search.from ?? 1, total);
  const to = Math.max(from, Math.min(search.to ?? total, total));
  const zoomed = from > 1 || to < total;
  const part = useQuery({ ...mapQuery(loop, from, to), enabled: zoomed && whole.ranges === undefined });
  usePolled(part.refetch, live && part.isSuccess && zoomed && whole.ranges === undefined, 1_000);
  const map = zoomed && whole.ranges === undefined ? (part.data ?? whole) : whole;
  const describe = useDescription();
  function zoom(by: 1 | -1) {
    const size = to - from + 1;
    const next = Math.max(1, Math.min(total, Math.round(by > 0 ? size / 4 : size * 4)));
    const middle = search.at ?? Math.round((from + to) / 2);
    const first = Math.max(1, Math.min(total - next + 1, middle - Math.floor(next / 2)));
    set(next >= total ? { from: undefined, to: undefined } : { from: first, to: first + next - 1 });
  }
  function failure(by: 1 | -1) {
    const next = nextBad(map, search.at ?? (by > 0 ? 0 : total + 1), by);
    if (next === undefined) return;
    const outside = next < from || next > to;
    set({ at: next, ...(outside ? { from: undefined, to: undefined } : {}) });
  }
  useKeys({
    f: () => failure(1),
    F: () => failure(-1),
    t: () => set({ table: search.table ? undefined : true }),
    '+': () => zoom(1),
    '-': () => zoom(-1),
    Escape: () => set({ at: undefined }),
  });
  const body = list.filter((step) => step.parent === loop.step);
  const main = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 py-2">
        <Legend map={whole} only={search.only} onOnly={(only) => set({ only })} />
        <span className="flex-1" />
        {badOf(whole) > 0 ? (
          <span className="flex items-center gap-1">
            <Button small onPress={() => failure(-1)} shortcut="F">
              ◂
            </Button>
            <Button small onPress={() => failure(1)} shortcut="f">
              {t('loop.nextFailed')} ▸
            </Button>
          </span>
        ) : null}
        <IconButton label={`${t('graph.zoomOut')} (-)`} onPress={() => zoom(-1)} isDisabled={!zoomed}>
          <ZoomOut size={16} />
        </IconButton>
        <IconButton label={`${t('graph.zoomIn')} (+)`} onPress={() => zoom(1)} isDisabled={to - from < 20}>
          <ZoomIn size={16} />
        </IconButton>
        <IconButton label={`${t('grid.asTable')} (t)`} pressed={search.table === true} onPress={() => set({ table: search.table ? undefined : true })}>
          <Table2 size={16} />
        </IconButton>
      </div>
      {stopped ? (
        <p className="mx-4 mb-2 rounded-md bg-raised px-3 py-1.5 text-soft">
          {t('loop.stopped', { n: count(total - whole.launched) })}{' '}
          <Link to="/runs/$wf/$n/$r" params={{ wf: loop.wf, n: String(loop.n), r: String(loop.r) }} search={{ step: loop.step, pane: 'why' }}>
            {t('run.pane.why')}
          </Link>
        </p>
      ) : null}
      {search.table && body.length > 0 ? (
        <LoopTable loop={loop} body={body} />
      ) : (
        <>
          <WholeStrip label={t('loop.whole')} map={whole} total={total} from={from} to={to} onBrush={(a, b) => set(a === 1 && b === total ? { from: undefined, to: undefined } : { from: a, to: b })} />
          <p className="num px-4 pt-1.5 text-xs text-soft">
            {zoomed ? t('loop.part', { from: count(from), to: count(to) }) : t('loop.brush')}
          </p>
          <BlockMap
            label={t('loop.label', { step: loop.step })}
            map={map}
            from={from}
            to={to}
            only={search.only}
            chosen={search.at !== undefined && search.at >= from && search.at <= to ? search.at : undefined}
            onChoose={(at) => set({ at })}
            describe={describe}
            onZoom={zoom}
          />
          {badOf(whole) > 0 ? <LoopErrors loop={loop} bad={badOf(whole)} onAt={(at) => set({ at })} /> : null}
        </>
      )}
    </div>
  );
  return (
    <Splitter
      label={t('loop.iterationOf')}
      main={main}
      side={search.at === undefined || search.table ? undefined : <BlockPanel key={search.at} loop={loop} map={map} at={search.at} body={body} onAt={(at) => set({ at })} />}
    />
  );
}

function useDescription(): (blocks: Blocks, block: number) => string {
  const { t } = useTranslation();
  const word = useStatusWord();
  return (blocks, block) => {
    const first = blocks.from + block * blocks.each;
    const last = first + sizeOf(blocks, block) - 1;
    const where = first === last ? t('loop.one', { n: count(first) }) : t('loop.block', { from: count(first), to: count(last) });
    return `${where} · ${sharesOf(blocks, block).map(({ letter, n }) => `${word(ITERATION_STATUS[letter] ?? letter)} ${count(n)}`).join(' · ')}`;
  };
}

function Legend({ map, only, onOnly }: { map: LoopMap; only?: string; onOnly: (only: string | undefined) => void }) {
  const word = useStatusWord();
  return Object.entries(map.stats)
    .filter(([, n]) => n > 0)
    .map(([letter]) => (
      <button
        key={letter}
        type="button"
        aria-pressed={only === letter}
        onClick={() => onOnly(only === letter ? undefined : letter)}
        className={`inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-xs ${only === letter ? 'border-accent bg-selected font-semibold' : 'border-line hover:bg-hover'}`}
      >
        <StatusIcon status={ITERATION_STATUS[letter] ?? letter} size={13} label={false} /> {word(ITERATION_STATUS[letter] ?? letter)}
      </button>
    ));
}

function LoopErrors({ loop, bad, onAt }: { loop: LoopRef; bad: number; onAt: (at: number) => void }) {
  const { t } = useTranslation();
  const errors = useQuery(loopErrorsQuery(loop));
  usePolled(errors.refetch, errors.data !== undefined && errors.data.failures < bad && errors.data.complete, 3_000);
  if (!errors.data || errors.data.groups.length === 0) return null;
  return (
    <section aria-label={t('loop.errors')} tabIndex={0} className="max-h-[38%] shrink-0 overflow-y-auto border-t border-line -outline-offset-2!">
      <h2 className="px-4 pt-2 text-xs font-semibold text-soft">{t('loop.errors')}</h2>
      <Signatures
        groups={errors.data.groups}
        total={errors.data.failures}
        sample={(one) => (
          <button type="button" className="text-link hover:underline" onClick={() => onAt(one.workflow_instance_id)}>
            {count(one.workflow_instance_id)}
          </button>
        )}
      />
    </section>
  );
}
