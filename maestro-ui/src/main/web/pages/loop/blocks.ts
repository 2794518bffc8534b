import { lookOf, type Look } from '~/ui/status';

/** All iterations of a loop, as ranges of one status or as counts by bins. */
export interface LoopMap {
  total?: number;
  launched: number;
  stats: Record<string, number>;
  ranges?: [number, number, string][];
  bins?: { from: number; each: number } & Record<string, number[]>;
  complete: boolean;
}

export const ITERATION_STATUS: Record<string, string> = {
  C: 'CREATED',
  R: 'IN_PROGRESS',
  P: 'PAUSED',
  T: 'TIMED_OUT',
  X: 'STOPPED',
  F: 'FAILED',
  S: 'SUCCEEDED',
  '.': 'NOT_CREATED',
};

/** Worst first: what a block shows on top of what most of it is. */
const WORST = ['F', 'T', 'X', 'P', 'R', 'C', 'S', '.'];
const BAD = new Set(['F', 'T', 'X']);

export function lookOfLetter(letter: string): Look {
  return lookOf(ITERATION_STATUS[letter] ?? 'NOT_CREATED');
}

export interface Blocks {
  /** The first iteration of the first block, and how many there are in each. */
  from: number;
  each: number;
  count: number;
  /** The last iteration of the last block. */
  to: number;
  /** By letter, one number a block. */
  counts: Map<string, Float64Array>;
}

/** The smallest blocks of which all iterations from one to another fit. */
export function blocksOf(map: LoopMap, from: number, to: number, room: number): Blocks {
  const each = Math.max(1, Math.ceil((to - from + 1) / Math.max(1, room)));
  const count = Math.max(0, Math.ceil((to - from + 1) / each));
  const counts = new Map<string, Float64Array>();
  function add(letter: string, first: number, last: number) {
    if (last < from || first > to) return;
    let own = counts.get(letter);
    if (own === undefined) counts.set(letter, (own = new Float64Array(count)));
    let at = Math.max(first, from);
    const end = Math.min(last, to);
    while (at <= end) {
      const block = Math.floor((at - from) / each);
      const upTo = Math.min(end, from + (block + 1) * each - 1);
      own[block]! += upTo - at + 1;
      at = upTo + 1;
    }
  }
  for (const [first, last, letter] of map.ranges ?? []) add(letter, first, last);
  if (map.bins) spread(map.bins, add);
  return { from, each, count, to, counts };
}

/** Bins are finer than blocks; those of a border are counted where they begin. */
function spread(bins: NonNullable<LoopMap['bins']>, add: (letter: string, first: number, last: number) => void) {
  for (const [letter, numbers] of Object.entries(bins)) {
    if (!Array.isArray(numbers)) continue;
    numbers.forEach((number, bin) => {
      const first = bins.from + bin * bins.each;
      if (number > 0) add(letter, first, first + number - 1);
    });
  }
}

export function sizeOf(blocks: Blocks, block: number): number {
  return Math.min(blocks.each, blocks.to - blocks.from + 1 - block * blocks.each);
}

export interface Share {
  letter: string;
  n: number;
}

/** What a block is made of, worst first; what was not started is the rest. */
export function sharesOf(blocks: Blocks, block: number): Share[] {
  const shares: Share[] = [];
  let known = 0;
  for (const letter of WORST) {
    const n = blocks.counts.get(letter)?.[block] ?? 0;
    if (n > 0) shares.push({ letter, n });
    known += n;
  }
  const rest = sizeOf(blocks, block) - known;
  if (rest > 0) shares.push({ letter: '.', n: rest });
  return shares;
}

/** The status of most of them. */
export function mostOf(shares: Share[]): string {
  return shares.reduce((most, share) => (share.n > most.n ? share : most), { letter: '.', n: 0 }).letter;
}

/** Height of the bar of a share in a block of that height: by its logarithm, never so low that it is not seen. */
export function barHeight(n: number, size: number, height: number): number {
  if (n >= size) return height;
  return Math.max(3, Math.round((Math.log1p(n) / Math.log1p(size)) * height * 0.75));
}

export function isBad(letter: string): boolean {
  return BAD.has(letter);
}

/** The next iteration that failed, going around at the ends; none: there is none. */
export function nextBad(map: LoopMap, from: number, by: 1 | -1): number | undefined {
  const bad = (map.ranges ?? []).filter(([, , letter]) => isBad(letter));
  if (bad.length === 0) return undefined;
  if (by > 0) {
    for (const [first, last] of bad) if (last > from) return Math.max(first, from + 1);
    return bad[0]![0];
  }
  for (const [first, last] of bad.toReversed()) if (first < from) return Math.min(last, from - 1);
  return bad.at(-1)![1];
}

export function statusAt(map: LoopMap, iteration: number): string {
  return (map.ranges ?? []).find(([first, last]) => first <= iteration && iteration <= last)?.[2] ?? '.';
}
