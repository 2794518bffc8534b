import type { Dag, StepBrief } from '~/api/types';

export interface Gap {
  from: number;
  to: number;
}

export interface Scale {
  begin: number;
  end: number;
  /** From a time to its share of the width. */
  at: (ms: number) => number;
  /** Times in which nothing happened, cut out or not. */
  gaps: Gap[];
  cut: boolean;
}

const GAP_SHARE = 0.2;
const CUT_SHARE = 0.03;

/** Times in which no step was there, that are long against the whole. */
export function idleGaps(steps: StepBrief[], begin: number, end: number): Gap[] {
  const spans = steps
    .map((step) => ({ from: step.create_time ?? begin, to: step.end_time ?? end }))
    .sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let until = begin;
  for (const span of spans) {
    if (span.from - until > (end - begin) * GAP_SHARE) gaps.push({ from: until, to: span.from });
    until = Math.max(until, span.to);
  }
  if (end - until > (end - begin) * GAP_SHARE) gaps.push({ from: until, to: end });
  return gaps;
}

export function timeScale(steps: StepBrief[], begin: number, end: number, cut: boolean): Scale {
  const gaps = idleGaps(steps, begin, end);
  const idle = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const busy = Math.max(1, end - begin - idle);
  const shrunk = cut ? (busy * CUT_SHARE) / Math.max(1e-9, 1 - CUT_SHARE * gaps.length) : 0;
  const width = cut ? busy + shrunk * gaps.length : end - begin;
  function at(ms: number): number {
    const time = Math.max(begin, Math.min(end, ms));
    if (!cut) return (time - begin) / width;
    let x = time - begin;
    for (const gap of gaps) {
      const length = gap.to - gap.from;
      if (time >= gap.to) x -= length - shrunk;
      else if (time > gap.from) x -= (time - gap.from) * (1 - shrunk / length);
    }
    return x / width;
  }
  return { begin, end, at, gaps, cut };
}

const SIZES = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

export interface Tick {
  ms: number;
  at: number;
  fine: boolean;
}

/** About six round times. */
export function ticks(scale: Scale): Tick[] {
  const span = scale.end - scale.begin;
  const size = SIZES.find((each) => span / each <= 6) ?? 86_400_000;
  const found: Tick[] = [];
  let last = -1;
  for (let ms = Math.ceil(scale.begin / size) * size; ms <= scale.end && found.length < 20; ms += size) {
    const at = scale.at(ms);
    if (at > 0.93 || at - last < 0.1) continue;
    last = at;
    found.push({ ms, at, fine: size < 1_000 });
  }
  return found;
}

/** The steps that waited for each other from the last end back to the beginning. */
export function criticalPath(steps: StepBrief[], dag: Dag): Set<string> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const before = new Map<string, string[]>();
  for (const [from, { successors }] of Object.entries(dag))
    for (const to of Object.keys(successors ?? {})) before.set(to, [...(before.get(to) ?? []), from]);
  const path = new Set<string>();
  let at = latest(steps);
  while (at !== undefined && !path.has(at.id)) {
    path.add(at.id);
    at = latest((before.get(at.id) ?? []).flatMap((id) => byId.get(id) ?? []));
  }
  return path;
}

function latest(steps: StepBrief[]): StepBrief | undefined {
  return steps.reduce<StepBrief | undefined>(
    (best, step) => ((step.end_time ?? Infinity) > (best === undefined ? -1 : (best.end_time ?? Infinity)) ? step : best),
    undefined,
  );
}
