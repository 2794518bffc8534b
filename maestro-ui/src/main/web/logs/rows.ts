// Rows of a log as the reader sees them: lines of all launches one after another, and what is missing as one row each.

export interface Launch {
  launch: string;
  first: number;
  last: number;
  bytes: number;
  /** Numbers of lines that are missing, both included. */
  dropped: [number, number][];
}

export interface LogLine {
  n: number;
  /** When it came, epoch milliseconds. */
  t: number;
  s: 'out' | 'err';
  text: string;
}

type Kind = 'launch' | 'lines' | 'dropped';

export interface Segment {
  kind: Kind;
  launch: string;
  /** Numbers of the lines, both included. */
  from: number;
  to: number;
  /** Its first row, and how many. */
  row: number;
  rows: number;
}

/** @returns segments in order; a row for each launch when there are more than one, and one for each gap */
export function segmentsOf(launches: Launch[]): Segment[] {
  const all: Segment[] = [];
  let row = 0;
  function add(kind: Kind, launch: string, from: number, to: number) {
    const rows = kind === 'lines' ? to - from + 1 : 1;
    if (rows <= 0) return;
    all.push({ kind, launch, from, to, row, rows });
    row += rows;
  }
  for (const { launch, last, dropped } of launches) {
    if (launches.length > 1) add('launch', launch, 0, 0);
    let next = 1;
    for (const [from, to] of dropped) {
      add('lines', launch, next, from - 1);
      add('dropped', launch, from, to);
      next = to + 1;
    }
    add('lines', launch, next, last);
  }
  return all;
}

export function rowCount(segments: Segment[]): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.row + last.rows;
}

export interface Row {
  segment: Segment;
  /** Number of the line; 0: it is no line. */
  n: number;
}

export function rowAt(segments: Segment[], row: number): Row | undefined {
  let [low, high] = [0, segments.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle]!;
    if (row < segment.row) high = middle - 1;
    else if (row >= segment.row + segment.rows) low = middle + 1;
    else return { segment, n: segment.kind === 'lines' ? segment.from + row - segment.row : 0 };
  }
  return undefined;
}

/** Row of a line; of what is missing, the row that says so; without a launch, of the newest one. */
export function rowOf(segments: Segment[], n: number, launch?: string): number | undefined {
  const wanted = launch ?? segments.at(-1)?.launch;
  const segment = segments.find((one) => one.launch === wanted && one.kind !== 'launch' && one.from <= n && n <= one.to);
  if (segment === undefined) return undefined;
  return segment.kind === 'lines' ? segment.row + n - segment.from : segment.row;
}
