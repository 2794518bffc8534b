import { useCallback, useLayoutEffect, useRef, useState, type UIEvent } from 'react';

/** Browsers draw no elements higher than this. */
const HEIGHT_MAX = 15_000_000;

export interface RowScroll {
  setBox: (box: HTMLDivElement | null) => void;
  box: HTMLDivElement | null;
  /** Height of what scrolls. */
  height: number;
  /** First row in view, and how many fit. */
  first: number;
  fits: number;
  /** Where the first row is drawn. */
  top: number;
  atEnd: boolean;
  onScroll: (event: UIEvent<HTMLDivElement>) => void;
  toRow: (row: number, align: 'center' | 'start') => void;
  toEnd: () => void;
}

/** Rows of one height, however many: beyond what browsers can draw the scroll range is scaled. */
export function useRowScroll(rows: number, rowHeight: number): RowScroll {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  const full = rows * rowHeight;
  const height = Math.min(full, HEIGHT_MAX);
  const range = Math.max(0, height - view.height);
  const factor = range === 0 ? 1 : (full - view.height) / range;
  const first = Math.max(0, Math.min(rows - 1, Math.floor((view.top * factor) / rowHeight)));
  const within = factor === 1 ? -(view.top % rowHeight) : 0;
  const fits = Math.ceil(view.height / rowHeight) + 1;
  const atEnd = view.top >= range - rowHeight;
  useLayoutEffect(() => {
    if (!box) return;
    const read = () => setView({ top: box.scrollTop, height: box.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(box);
    read();
    return () => observer.disconnect();
  }, [box]);
  const latest = useRef({ factor, height: view.height });
  useLayoutEffect(() => {
    latest.current = { factor, height: view.height };
  });
  const onScroll = useCallback((event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, clientHeight } = event.currentTarget;
    setView({ top: scrollTop, height: clientHeight });
  }, []);
  const toRow = useCallback(
    (row: number, align: 'center' | 'start') => {
      const offset = align === 'center' ? latest.current.height / 2 - rowHeight : 0;
      box?.scrollTo({ top: Math.max(0, (row * rowHeight - offset) / latest.current.factor) });
    },
    [box, rowHeight],
  );
  const toEnd = useCallback(() => box?.scrollTo({ top: box.scrollHeight }), [box]);
  return { setBox, box, height, first, fits, top: view.top + within, atEnd, onScroll, toRow, toEnd };
}
