import { infiniteQueryOptions } from '@tanstack/react-query';
import { get, v3 } from '~/api/client';
import { lookOf, type Look } from '~/ui/status';

export interface GridRow {
  id: string;
  type?: string;
  /** Only older versions have it. */
  gone?: boolean;
}

/** One instance; its keys are one letter each, because there are many. */
export interface GridRun {
  n: number;
  r: number;
  v: number;
  /** Letter of the status of the run. */
  s: string;
  /** What started it. */
  i?: string;
  /** Created, begun, ended. */
  c: number;
  b?: number;
  e?: number;
  /** One letter a row. */
  cells: string;
  /** By row: iterations that ended well, that ended otherwise, all. */
  loops?: Record<string, [number, number, number]>;
  ms?: number[];
}

export interface GridAnswer {
  rows: GridRow[];
  legend: Record<string, string>;
  runs: GridRun[];
  next?: string;
  complete: boolean;
}

export interface GridFilter {
  runs: number;
  status?: string;
  initiator?: string;
  times: boolean;
}

export const gridQuery = (wf: string, filter: GridFilter) =>
  infiniteQueryOptions({
    queryKey: ['workflow', wf, 'grid', filter],
    queryFn: ({ pageParam, signal }) =>
      get<GridAnswer>(`${v3('workflows', wf)}/grid`, { ...filter, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export interface Grid {
  rows: GridRow[];
  /** Oldest first. */
  runs: GridRun[];
  /** Of each run one letter a row, in the order of the rows. */
  cells: string[];
  /** Of each run the duration by row, −1: not known. */
  ms: (number[] | undefined)[];
  /** Of each run the place of its loops in {@code loops}. */
  share: (row: number, column: number) => [number, number, number] | undefined;
  status: (letter: string) => string;
}

const RUN_STATUS: Record<string, string> = {
  C: 'CREATED',
  R: 'IN_PROGRESS',
  P: 'PAUSED',
  T: 'TIMED_OUT',
  X: 'STOPPED',
  F: 'FAILED',
  S: 'SUCCEEDED',
};

export function runStatus(letter: string): string {
  return RUN_STATUS[letter] ?? letter;
}

/** Rows of all pages: those of the newest in their order, then those that only older ones have. */
function unite(pages: GridAnswer[]): GridRow[] {
  const rows = new Map<string, GridRow>();
  for (const page of pages) for (const row of page.rows) if (!rows.has(row.id)) rows.set(row.id, row);
  const all = [...rows.values()];
  return [...all.filter((row) => !row.gone), ...all.filter((row) => row.gone)];
}

/** @param shown ids of the rows that a filter leaves; none: all */
export function gridOf(pages: GridAnswer[], shown?: ReadonlySet<string>): Grid {
  const rows = unite(pages).filter((row) => shown === undefined || shown.has(row.id));
  const legend: Record<string, string> = Object.assign({}, ...pages.map((page) => page.legend));
  const runs: GridRun[] = [];
  const cells: string[] = [];
  const ms: Grid['ms'] = [];
  const places: number[][] = [];
  for (const page of pages.toReversed()) {
    const at = new Map(page.rows.map((row, index) => [row.id, index]));
    const order = rows.map((row) => at.get(row.id) ?? -1);
    const same = order.length === page.rows.length && order.every((from, to) => from === to);
    for (const run of page.runs.toReversed()) {
      runs.push(run);
      cells.push(same ? run.cells : order.map((from) => (from < 0 ? '.' : run.cells[from])).join(''));
      ms.push(run.ms && (same ? run.ms : order.map((from) => (from < 0 ? -1 : run.ms![from]!))));
      places.push(order);
    }
  }
  return {
    rows,
    runs,
    cells,
    ms,
    share: (row, column) => runs[column]?.loops?.[String(places[column]![row])],
    status: (letter) => legend[letter] ?? letter,
  };
}

/** Look of each letter; unknown ones look as what never ran. */
export function looksOf(grid: Grid): (letter: string) => Look {
  const known = new Map<string, Look>();
  return (letter) => {
    let look = known.get(letter);
    if (look === undefined) known.set(letter, (look = lookOf(grid.status(letter))));
    return look;
  };
}

/** Usual duration of each row; −1: nothing is known. */
export function mediansOf(grid: Grid): number[] {
  return grid.rows.map((_, row) => {
    const known = grid.ms.flatMap((run) => (run && run[row]! >= 0 ? [run[row]!] : [])).toSorted((a, b) => a - b);
    return known[Math.floor(known.length / 2)] ?? -1;
  });
}

/** How far a duration is from the usual one: 0 much shorter, 2 as usual, 5 much longer. */
export function pace(ms: number, median: number): number {
  const ratio = (ms + 5) / (median + 5); // a few milliseconds more are no news
  return ratio < 0.5 ? 0 : ratio < 0.8 ? 1 : ratio <= 1.25 ? 2 : ratio <= 2 ? 3 : ratio <= 4 ? 4 : 5;
}

const FAILURES = new Set<Look>(['failed', 'timedout']);

/** The next cell that failed, column by column, newest first when going back. */
export function nextFailure(grid: Grid, from: { row: number; column: number }, by: 1 | -1) {
  const look = looksOf(grid);
  const [height, total] = [grid.rows.length, grid.rows.length * grid.runs.length];
  let at = from.column * height + from.row;
  for (let step = 0; step < total; step++) {
    at = (at + by + total) % total;
    const [row, column] = [at % height, Math.floor(at / height)];
    if (FAILURES.has(look(grid.cells[column]![row]!))) return { row, column };
  }
  return undefined;
}

/** The next cell that way whose letter differs; the last one when there is none. */
export function nextOther(grid: Grid, from: { row: number; column: number }, down: number, right: number) {
  const letter = grid.cells[from.column]![from.row];
  let { row, column } = from;
  while (true) {
    const [r, c] = [row + down, column + right];
    if (r < 0 || c < 0 || r >= grid.rows.length || c >= grid.runs.length) return { row, column };
    [row, column] = [r, c];
    if (grid.cells[column]![row] !== letter) return { row, column };
  }
}
