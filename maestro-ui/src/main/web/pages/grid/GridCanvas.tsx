import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { coloursNow, useThemeName } from '~/canvas/theme';
import { TILE, Tiles, fitted } from '~/canvas/tiles';
import { useFrame, useSize } from '~/canvas/useFrame';
import { usePrefs } from '~/app/prefs';
import { useKeys } from '~/app/keys';
import { nextFailure, nextOther, type Grid } from './gridData';
import { cellPainter, COLUMN, HEAD, paintHead } from './paint';

export interface Place {
  row: number;
  column: number;
}

interface Props {
  label: string;
  grid: Grid;
  byDuration: boolean;
  /** The chosen cell. */
  chosen: Place | undefined;
  onChoose: (place: Place) => void;
  /** The oldest column is in view. */
  onOldest: () => void;
  describe: (place: Place) => string;
  /** What the bars above the cells say. */
  headLabel: string;
}

const WAYS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Runs by steps on one canvas: newest right, the newest column in view first. Older columns that come in at the left and
 * newer ones at the right do not move what is seen. A screen reader gets a grid with the one cell that has the focus.
 */
export function GridCanvas(props: Props) {
  const { grid, byDuration, chosen, onChoose, onOldest, describe } = props;
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const head = useRef<HTMLCanvasElement>(null);
  const body = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const theme = useThemeName();
  const rowHeight = usePrefs().density === 'compact' ? 18 : 24;
  const left = Math.min(260, Math.max(110, Math.round(size.width * 0.24)));
  const [rows, columns] = [grid.rows.length, grid.runs.length];
  const width = Math.max(0, Math.min(size.width - left, columns * COLUMN));
  const height = Math.max(0, Math.min(size.height - HEAD, rows * rowHeight));
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const colours = useMemo(() => (theme === '' ? coloursNow() : coloursNow()), [theme]);
  const tiles = useMemo(
    () => new Tiles(rows, columns, COLUMN, rowHeight, ratio, cellPainter(grid, byDuration, rowHeight, colours)),
    [grid, byDuration, rows, columns, rowHeight, ratio, colours],
  );
  const [cursor, setCursor] = useState<Place>({ row: 0, column: Math.max(0, columns - 1) });
  const at = { row: Math.min(cursor.row, rows - 1), column: Math.min(cursor.column, columns - 1) };
  const [hover, setHover] = useState<Place>();
  const [focused, setFocused] = useState(false);
  const [firstRow, setFirstRow] = useState(0);

  const paint = useFrame(() => {
    if (!box || !body.current || !head.current || width === 0) return;
    const [x, y] = [box.scrollLeft, box.scrollTop];
    const to = fitted(body.current, width, height, ratio);
    to.fillStyle = colours.hover;
    if (hover) {
      to.fillRect(0, hover.row * rowHeight - y, width, rowHeight);
      to.fillRect(hover.column * COLUMN - x, 0, COLUMN, height);
    }
    if (chosen) {
      to.fillStyle = colours.selected;
      to.fillRect(0, chosen.row * rowHeight - y, width, rowHeight);
      to.fillRect(chosen.column * COLUMN - x, 0, COLUMN, height);
    }
    tiles.paint(to, x, y, width, height);
    to.strokeStyle = colours.accent;
    to.lineWidth = 2;
    for (const place of [chosen, focused ? at : undefined])
      if (place) to.strokeRect(place.column * COLUMN - x + 1, place.row * rowHeight - y + 1, COLUMN - 2, rowHeight - 2);
    paintHead(fitted(head.current, width, HEAD, ratio), grid, x, width, colours, chosen?.column);
    setFirstRow(Math.max(0, Math.floor(y / rowHeight / TILE) * TILE));
    if (x < COLUMN * 4) onOldest();
  });
  useEffect(paint);

  const known = useRef<{ newest: number; oldest: number }>(undefined);
  useLayoutEffect(() => {
    if (!box || columns === 0 || size.width === 0) return;
    const [oldest, newest] = [grid.runs[0]!.n, grid.runs[columns - 1]!.n];
    const before = known.current;
    known.current = { newest, oldest };
    if (before === undefined) box.scrollTo({ left: columns * COLUMN });
    else if (oldest < before.oldest)
      box.scrollBy({ left: grid.runs.findIndex((run) => run.n === before.oldest) * COLUMN });
  }, [box, grid, columns, size.width]);

  function show({ row, column }: Place) {
    if (!box) return;
    const [x, y] = [column * COLUMN, row * rowHeight];
    box.scrollTo({
      left: Math.min(x, Math.max(box.scrollLeft, x + COLUMN - width)),
      top: Math.min(y, Math.max(box.scrollTop, y + rowHeight - height)),
    });
  }
  function to(place: Place | undefined, choose = false) {
    if (!place) return;
    setCursor(place);
    show(place);
    if (choose || chosen) onChoose(place);
  }
  function move(event: KeyboardEvent) {
    const way = WAYS[event.key];
    if (event.key === 'Enter' || event.key === ' ') onChoose(at);
    else if (event.key === 'Home') to({ row: event.ctrlKey ? 0 : at.row, column: 0 });
    else if (event.key === 'End') to({ row: event.ctrlKey ? rows - 1 : at.row, column: columns - 1 });
    else if (!way) return;
    else if (event.ctrlKey || event.metaKey) to(nextOther(grid, at, way[0], way[1]));
    else
      to({
        row: Math.max(0, Math.min(rows - 1, at.row + way[0])),
        column: Math.max(0, Math.min(columns - 1, at.column + way[1])),
      });
    event.preventDefault();
  }
  useKeys({
    f: () => to(nextFailure(grid, chosen ?? at, 1), true),
    F: () => to(nextFailure(grid, chosen ?? at, -1), true),
  });
  function under(event: PointerEvent): Place | undefined {
    const edge = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - edge.left + (box?.scrollLeft ?? 0)) / COLUMN);
    const row = Math.floor((event.clientY - edge.top + (box?.scrollTop ?? 0)) / rowHeight);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : undefined;
  }
  const id = `cell-${at.row}-${at.column}`;
  return (
    <div
      ref={setBox}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-activedescendant={id}
      tabIndex={0}
      data-grid
      onScroll={paint}
      onKeyDown={move}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="relative min-h-0 min-w-0 flex-1 overflow-auto -outline-offset-2!"
    >
      <div role="row" aria-rowindex={at.row + 1} className="sr-only">
        <span id={id} key={id} role="gridcell" aria-colindex={at.column + 1} aria-selected={chosen?.row === at.row && chosen.column === at.column}>
          {describe(at)}
        </span>
      </div>
      <div aria-hidden style={{ width: left + columns * COLUMN, height: HEAD + rows * rowHeight }} className="relative">
        <div className="sticky top-0 z-10 flex bg-page" style={{ height: HEAD }}>
          <div className="sticky left-0 z-10 flex shrink-0 items-end border-r border-b border-line bg-page px-4 pb-1 text-xs text-soft" style={{ width: left }}>
            {props.headLabel}
          </div>
          <canvas ref={head} className="sticky" style={{ left, width, height: HEAD }} />
        </div>
        <div className="flex" style={{ height: rows * rowHeight }}>
          <RowNames grid={grid} first={firstRow} height={rowHeight} width={left} marked={hover?.row ?? chosen?.row} shown={Math.ceil(size.height / rowHeight)} />
          <canvas
            ref={body}
            className="sticky"
            style={{ left, top: HEAD, width, height }}
            onPointerMove={(event) => {
              const place = under(event);
              if (place?.row !== hover?.row || place?.column !== hover?.column) setHover(place);
            }}
            onPointerLeave={() => setHover(undefined)}
            onPointerDown={(event) => to(under(event), true)}
          />
        </div>
      </div>
      {hover ? <Hint text={describe(hover)} /> : null}
    </div>
  );
}

function Hint({ text }: { text: string }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed right-6 bottom-6 z-30 max-w-96 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-pop max-md:bottom-20"
    >
      {text}
    </div>
  );
}

/** Names beside the rows in view, some tiles more. */
function RowNames({ grid, first, height, width, marked, shown }: { grid: Grid; first: number; height: number; width: number; marked?: number; shown: number }) {
  return (
    <div className="sticky left-0 z-[5] shrink-0 border-r border-line bg-page" style={{ width }}>
      {grid.rows.slice(first, first + shown + 2 * TILE).map((row, index) => (
        <div
          key={row.id}
          title={row.type ? `${row.id} · ${row.type}` : row.id}
          className={`absolute inset-x-0 flex items-center gap-1.5 px-4 text-xs ${row.gone ? 'text-soft line-through' : ''} ${
            marked === first + index ? 'bg-hover font-semibold' : ''
          }`}
          style={{ top: (first + index) * height, height }}
        >
          <span className="min-w-0 flex-1 truncate">{row.id}</span>
          {row.type && /foreach|while|subworkflow/i.test(row.type) ? (
            <span className="shrink-0 text-[11px] text-soft">{row.type.toLowerCase()}</span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
