import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { get } from '~/api/client';
import { usePolled } from '~/live/usePolled';
import { rowAt, rowCount, segmentsOf, type Launch, type LogLine, type Row, type Segment } from './rows';

export const PAGE = 1_000;
const PAGES_KEPT = 200;
const LIVE_MS = 700;

interface Outline {
  launches: Launch[];
  complete: boolean;
}

interface Answer {
  lines: LogLine[];
  complete: boolean;
}

interface Held {
  lines: Map<number, LogLine>;
  /** Number of the last line that was there. */
  upTo: number;
  busy: boolean;
}

export interface LogPages {
  segments: Segment[];
  rows: number;
  isPending: boolean;
  error: unknown;
  reload: () => void;
  /** The line of a row; none: it is being read, or the row is no line. */
  line: (row: Row) => LogLine | undefined;
  /** Reads what is not there yet. */
  want: (first: number, last: number) => void;
  /** Reads rows for somebody who needs them all. */
  take: (first: number, last: number) => Promise<LogLine[]>;
}

async function readPage(path: string, launch: string, page: number, signal?: AbortSignal): Promise<LogLine[]> {
  const last = (page + 1) * PAGE;
  const lines: LogLine[] = [];
  for (let from = page * PAGE + 1; from <= last; ) {
    const answer = await get<Answer>(`${path}/lines`, { launch, from, count: last - from + 1 }, signal);
    lines.push(...answer.lines);
    if (answer.complete || answer.lines.length === 0) break;
    from = answer.lines.at(-1)!.n + 1;
  }
  return lines.filter((line) => line.n <= last);
}

/** A log by pages of a thousand lines, of which only those in view are read. While it is written, its end is looked for. */
export function useLogPages(path: string, live: boolean): LogPages {
  const outline = useQuery({
    queryKey: ['log', path],
    queryFn: ({ signal }) => get<Outline>(`${path}/outline`, {}, signal),
    staleTime: live ? 0 : 60_000,
  });
  usePolled(outline.refetch, live && outline.isSuccess, LIVE_MS);
  const wasLive = useRef(live);
  useEffect(() => {
    if (wasLive.current && !live) void outline.refetch(); // its last lines
    wasLive.current = live;
  }, [live, outline]);
  const launches = outline.data?.launches;
  const segments = useMemo(() => segmentsOf(launches ?? []), [launches]);
  const pages = useRef(new Map<string, Held>());
  const [, changed] = useReducer((times: number) => times + 1, 0);

  const load = useCallback(
    async (launch: string, page: number, upTo: number): Promise<Held> => {
      const key = `${launch} ${page}`;
      const known = pages.current.get(key);
      const held: Held = known ?? { lines: new Map(), upTo: 0, busy: false };
      pages.current.delete(key);
      pages.current.set(key, held);
      if (held.busy || held.upTo >= Math.min(upTo, (page + 1) * PAGE)) return held;
      held.busy = true;
      try {
        for (const line of await readPage(path, launch, page)) held.lines.set(line.n, line);
        held.upTo = Math.min(upTo, (page + 1) * PAGE);
      } finally {
        held.busy = false;
      }
      while (pages.current.size > PAGES_KEPT) pages.current.delete(pages.current.keys().next().value!);
      return held;
    },
    [path],
  );
  const spans = useCallback(
    (first: number, last: number) => {
      const found = new Map<string, { launch: string; page: number; upTo: number }>();
      for (let row = first; row <= last; ) {
        const at = rowAt(segments, row);
        if (!at) break;
        if (at.segment.kind !== 'lines') {
          row++;
          continue;
        }
        const page = Math.floor((at.n - 1) / PAGE);
        const upTo = launches?.find(({ launch }) => launch === at.segment.launch)?.last ?? at.n;
        found.set(`${at.segment.launch} ${page}`, { launch: at.segment.launch, page, upTo });
        row += Math.min((page + 1) * PAGE, at.segment.to) - at.n + 1;
      }
      return [...found.values()];
    },
    [segments, launches],
  );
  const want = useCallback(
    (first: number, last: number) => {
      for (const { launch, page, upTo } of spans(first, last)) {
        const held = pages.current.get(`${launch} ${page}`);
        if (held && (held.busy || held.upTo >= Math.min(upTo, (page + 1) * PAGE))) continue;
        // what fails is asked for again when it is still in view at the next change
        load(launch, page, upTo).then(changed, () => undefined);
      }
    },
    [spans, load],
  );
  const line = useCallback((row: Row) => {
    const page = Math.floor((row.n - 1) / PAGE);
    return pages.current.get(`${row.segment.launch} ${page}`)?.lines.get(row.n);
  }, []);
  const take = useCallback(
    async (first: number, last: number) => {
      const lines: LogLine[] = [];
      for (const { launch, page } of spans(first, last)) lines.push(...(await readPage(path, launch, page)).map((one) => ({ ...one, launch })));
      const from = rowAt(segments, first)?.n ?? 0;
      const to = rowAt(segments, last)?.n ?? Infinity;
      const [launchOfFirst, launchOfLast] = [rowAt(segments, first)?.segment.launch, rowAt(segments, last)?.segment.launch];
      return (lines as (LogLine & { launch: string })[]).filter(
        (one) => !(one.launch === launchOfFirst && one.n < from) && !(one.launch === launchOfLast && to > 0 && one.n > to),
      );
    },
    [spans, segments, path],
  );
  return {
    segments,
    rows: rowCount(segments),
    isPending: outline.isPending,
    error: outline.data ? undefined : outline.error,
    reload: () => void outline.refetch(),
    line,
    want,
    take,
  };
}
