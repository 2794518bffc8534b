import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dag, StepBrief } from '~/api/types';
import { dagOfSteps } from '~/graph/model';
import { Checkbox } from '~/ui/fields';
import { clockTime, duration } from '~/ui/format';
import { EmptyState } from '~/ui/states';
import { lookOf, runEnded } from '~/ui/status';
import { StatusIcon, useStatusWord } from '~/ui/Status';
import { useNow } from '~/ui/Time';
import { useRun } from './context';
import { LoopBar, useRunSteps } from './RunGraph';
import { criticalPath, ticks, timeScale, type Scale } from './time';

/** When each step waited and ran; the steps that decided how long the run took are marked. */
export function Gantt() {
  const { t } = useTranslation();
  const { list, run, search, select } = useRun();
  const { steps } = useRunSteps();
  const [cut, setCut] = useState(true);
  const now = useNow(!runEnded(run.status));
  const rows = useMemo(
    () =>
      list
        .filter((step) => step.create_time !== undefined && step.carried_from_run === undefined && step.status !== 'UNSATISFIED')
        .sort((a, b) => (a.create_time ?? 0) - (b.create_time ?? 0)),
    [list],
  );
  const end = run.end_time ?? now;
  const begin = run.start_time ?? run.create_time ?? end;
  const scale = useMemo(() => timeScale(rows, begin, Math.max(end, begin + 1), cut), [rows, begin, end, cut]);
  const critical = useMemo(() => criticalPath(rows, steps ? dagOfSteps(steps) : ({} as Dag)), [rows, steps]);
  if (rows.length === 0) return <EmptyState title={t('gantt.none')} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-xs text-soft">
        <Legend />
        {scale.gaps.length > 0 ? <Checkbox label={t('gantt.cut')} isSelected={cut} onChange={setCut} /> : null}
      </div>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <Axis scale={scale} />
        <ul>
          {rows.map((step) => (
            <Row
              key={step.id}
              step={step}
              scale={scale}
              now={now}
              critical={critical.has(step.id)}
              selected={search.step === step.id}
              onSelect={() => select(step.id)}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}

const LABELS = 'w-44 shrink-0 max-sm:w-28';

function Legend() {
  const { t } = useTranslation();
  return (
    <>
      <span className="flex items-center gap-1.5">
        <i className="h-2.5 w-5 rounded-xs border border-field" /> {t('gantt.waiting')}
      </span>
      <span data-st="succeeded" className="flex items-center gap-1.5">
        <i className="h-2.5 w-5 rounded-xs bg-st" /> {t('gantt.running')}
      </span>
      <span className="flex items-center gap-1.5">
        <i className="h-3 w-[3px] rounded-full bg-accent" /> {t('gantt.critical')}
      </span>
    </>
  );
}

function Axis({ scale }: { scale: Scale }) {
  return (
    <div aria-hidden className="sticky top-0 z-10 flex h-7 border-b border-line bg-page px-4 text-[11px] text-soft">
      <span className={LABELS} />
      <span className="relative min-w-0 flex-1">
        {ticks(scale).map((tick) => (
          <span key={tick.ms} className="num absolute top-1.5 border-l border-line pl-1 whitespace-nowrap" style={{ left: `${tick.at * 100}%` }}>
            {tick.fine ? clockTime(tick.ms, true) : clockTime(tick.ms)}
          </span>
        ))}
      </span>
      <span className="w-16 shrink-0" />
    </div>
  );
}

function Row({
  step,
  scale,
  now,
  critical,
  selected,
  onSelect,
}: {
  step: StepBrief;
  scale: Scale;
  now: number;
  critical: boolean;
  selected: boolean;
  onSelect: () => void;
}) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const created = step.create_time ?? 0;
  const started = step.start_time ?? step.end_time ?? now;
  const ended = step.end_time ?? now;
  const left = scale.at(created);
  const middle = scale.at(started);
  const right = scale.at(ended);
  const took = step.start_time ? duration(ended - started) : '';
  const waited = started - created > 1 ? t('gantt.waited', { time: duration(started - created) }) : '';
  return (
    <li className={`border-b border-line ${selected ? 'bg-selected' : 'hover:bg-hover'}`}>
      <button
        type="button"
        onClick={onSelect}
        aria-pressed={selected}
        title={[step.id, word(step.status ?? ''), took, waited].filter(Boolean).join(' · ')}
        className="flex h-8 w-full items-center px-4 text-left -outline-offset-2!"
      >
        <span className={`flex items-center gap-1.5 pr-3 ${LABELS}`}>
          <i aria-hidden className={`h-4 w-[3px] shrink-0 rounded-full ${critical ? 'bg-accent' : ''}`} />
          <StatusIcon status={step.status ?? ''} size={14} />
          <span className="truncate">{step.id}</span>
          {critical ? <span className="sr-only">{t('gantt.critical')}</span> : null}
        </span>
        <span data-st={lookOf(step.status ?? '')} className="relative h-full min-w-0 flex-1">
          <i
            className="absolute top-2.5 h-3 rounded-xs border border-field"
            style={{ left: `${left * 100}%`, width: `${(middle - left) * 100}%` }}
          />
          <span
            className="absolute top-2 h-4 min-w-[3px] overflow-hidden rounded-xs bg-st"
            style={{ left: `${middle * 100}%`, width: `${(right - middle) * 100}%` }}
          >
            {step.loop ? <LoopBar state={step} /> : null}
          </span>
        </span>
        <span className="num w-16 shrink-0 text-right text-xs text-soft">{took}</span>
      </button>
    </li>
  );
}
