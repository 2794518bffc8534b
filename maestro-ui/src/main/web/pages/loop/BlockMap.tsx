import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { coloursNow, useThemeName, type Colours } from '~/canvas/theme';
import { fitted } from '~/canvas/tiles';
import { useFrame, useSize } from '~/canvas/useFrame';
import { barHeight, blocksOf, isBad, lookOfLetter, mostOf, sharesOf, sizeOf, type Blocks, type LoopMap } from './blocks';

const CELL = 12;
const PITCH = 14;

interface Props {
  label: string;
  map: LoopMap;
  from: number;
  to: number;
  /** Letter of the status that stands out; the others fade. */
  only?: string;
  /** The chosen iteration. */
  chosen?: number;
  onChoose: (iteration: number) => void;
  describe: (blocks: Blocks, block: number) => string;
  onZoom: (by: 1 | -1) => void;
}

const ratioNow = () => Math.min(2, window.devicePixelRatio || 1);

function paintBlock(to: CanvasRenderingContext2D, blocks: Blocks, block: number, x: number, y: number, colours: Colours, only?: string) {
  const shares = sharesOf(blocks, block);
  const most = mostOf(shares);
  const size = sizeOf(blocks, block);
  const faint = only !== undefined && !shares.some((share) => share.letter === only);
  to.globalAlpha = faint ? 0.22 : 1;
  const look = lookOfLetter(most);
  to.fillStyle = most === '.' || most === 'C' ? colours.tint.notrun : colours.shape[look];
  to.fillRect(x, y, CELL, CELL);
  if (most === '.' || most === 'C') {
    to.strokeStyle = colours.line;
    to.lineWidth = 1;
    to.strokeRect(x + 0.5, y + 0.5, CELL - 1, CELL - 1);
  }
  let bottom = y + CELL;
  for (const { letter, n } of shares) {
    if (letter === most || letter === '.' || letter === 'S') continue;
    const height = Math.min(barHeight(n, size, CELL), bottom - y);
    to.fillStyle = colours.page;
    to.fillRect(x, bottom - height - 1, CELL, 1);
    to.fillStyle = colours.shape[lookOfLetter(letter)];
    to.fillRect(x, bottom - height, CELL, height);
    bottom -= height + 1;
  }
  if (size === 1 && isBad(most)) {
    to.strokeStyle = colours.page;
    to.lineWidth = 1.6;
    to.beginPath();
    to.moveTo(x + 3.5, y + 3.5);
    to.lineTo(x + CELL - 3.5, y + CELL - 3.5);
    to.moveTo(x + CELL - 3.5, y + 3.5);
    to.lineTo(x + 3.5, y + CELL - 3.5);
    to.stroke();
  }
  to.globalAlpha = 1;
}

/**
 * Iterations as blocks, rows from number one on; the blocks are the smallest that fit. A block has the colour of most of it
 * and a bar for what is worse. A screen reader gets a grid with the one block that has the focus.
 */
export function BlockMap({ label, map, from, to, only, chosen, onChoose, describe, onZoom }: Props) {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const theme = useThemeName();
  const colours = useMemo(() => (theme === '' ? coloursNow() : coloursNow()), [theme]);
  const columns = Math.max(1, Math.floor(width / PITCH));
  const room = columns * Math.max(1, Math.floor(height / PITCH));
  const blocks = useMemo(() => blocksOf(map, from, to, width === 0 ? 1 : room), [map, from, to, room, width]);
  const [cursor, setCursor] = useState(from);
  const [focused, setFocused] = useState(false);
  const [hover, setHover] = useState<number>();
  const blockOf = (iteration: number) => Math.max(0, Math.min(blocks.count - 1, Math.floor((iteration - from) / blocks.each)));
  const at = blockOf(chosen ?? cursor);
  const place = (block: number) => [(block % columns) * PITCH, Math.floor(block / columns) * PITCH] as const;
  const paint = useFrame(() => {
    if (!canvas.current || width === 0) return;
    const on = fitted(canvas.current, width, height, ratioNow());
    for (let block = 0; block < blocks.count; block++) paintBlock(on, blocks, block, ...place(block), colours, only);
    on.strokeStyle = colours.accent;
    on.lineWidth = 2;
    for (const block of [chosen === undefined ? undefined : at, focused ? at : undefined, hover]) {
      if (block === undefined) continue;
      const [x, y] = place(block);
      on.strokeRect(x - 1, y - 1, CELL + 2, CELL + 2);
    }
  });
  useEffect(paint);
  function choose(block: number) {
    const iteration = from + block * blocks.each;
    setCursor(iteration);
    onChoose(iteration);
  }
  function move(event: KeyboardEvent) {
    const ways: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const way = ways[event.key];
    if (way !== undefined) choose(Math.max(0, Math.min(blocks.count - 1, at + way)));
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(blocks.count - 1);
    else if (event.key === 'Enter') choose(at);
    else if (event.key === '+' || event.key === '-') onZoom(event.key === '+' ? 1 : -1);
    else return;
    event.preventDefault();
  }
  function under(event: PointerEvent): number | undefined {
    const edge = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - edge.left) / PITCH);
    const block = Math.floor((event.clientY - edge.top) / PITCH) * columns + column;
    return column < columns && block >= 0 && block < blocks.count ? block : undefined;
  }
  const id = `block-${at}`;
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={Math.ceil(blocks.count / columns)}
      aria-colcount={columns}
      aria-activedescendant={id}
      tabIndex={0}
      data-map={blocks.each}
      onKeyDown={move}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="relative flex min-h-28 min-w-0 flex-1 p-3"
    >
      <div role="row" aria-rowindex={Math.floor(at / columns) + 1} className="sr-only">
        <span key={id} id={id} role="gridcell" aria-colindex={(at % columns) + 1} aria-selected={chosen !== undefined}>
          {blocks.count > 0 ? describe(blocks, at) : ''}
        </span>
      </div>
      <div ref={setBox} aria-hidden className="min-h-0 min-w-0 flex-1">
        <canvas
          ref={canvas}
          style={{ width, height }}
          onPointerMove={(event) => setHover(under(event))}
          onPointerLeave={() => setHover(undefined)}
          onPointerDown={(event) => {
            const block = under(event);
            if (block !== undefined) choose(block);
          }}
        />
      </div>
      {hover === undefined ? null : (
        <div aria-hidden className="pointer-events-none fixed right-6 bottom-6 z-30 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-pop max-md:bottom-20">
          {describe(blocks, hover)}
        </div>
      )}
    </div>
  );
}

/** The whole loop in one line; a drag chooses the part that the map shows. */
export function WholeStrip({
  label,
  map,
  total,
  from,
  to,
  onBrush,
}: {
  label: string;
  map: LoopMap;
  total: number;
  from: number;
  to: number;
  onBrush: (from: number, to: number) => void;
}) {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(box);
  const theme = useThemeName();
  const [drag, setDrag] = useState<{ a: number; b: number }>();
  const colours = useMemo(() => (theme === '' ? coloursNow() : coloursNow()), [theme]);
  const HEIGHT = 18;
  const paint = useFrame(() => {
    if (!canvas.current || width === 0) return;
    const on = fitted(canvas.current, width, HEIGHT, ratioNow());
    const blocks = blocksOf(map, 1, total, width);
    const each = width / Math.max(1, blocks.count);
    for (let block = 0; block < blocks.count; block++) {
      const shares = sharesOf(blocks, block);
      const most = mostOf(shares);
      const x = Math.floor(block * each);
      const w = Math.max(1, Math.ceil((block + 1) * each) - x);
      on.fillStyle = most === '.' ? colours.tint.notrun : colours.shape[lookOfLetter(most)];
      on.fillRect(x, 0, w, HEIGHT);
      const worst = shares.find((share) => isBad(share.letter));
      if (worst && worst.letter !== most) {
        on.fillStyle = colours.shape[lookOfLetter(worst.letter)];
        on.fillRect(x, HEIGHT - 8, Math.max(2, w), 8);
      }
    }
    const [a, b] = drag ? [Math.min(drag.a, drag.b), Math.max(drag.a, drag.b)] : [((from - 1) / total) * width, (to / total) * width];
    if (drag || from > 1 || to < total) {
      on.fillStyle = colours.page;
      on.globalAlpha = 0.6;
      on.fillRect(0, 0, a, HEIGHT);
      on.fillRect(b, 0, width - b, HEIGHT);
      on.globalAlpha = 1;
      on.strokeStyle = colours.accent;
      on.lineWidth = 2;
      on.strokeRect(a + 1, 1, Math.max(2, b - a - 2), HEIGHT - 2);
    }
  });
  useEffect(paint);
  const xOf = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  return (
    <div ref={setBox} title={label} className="mx-3 h-[18px] shrink-0 overflow-hidden rounded-xs">
      <canvas
        ref={canvas}
        aria-hidden
        style={{ width, height: HEIGHT }}
        className="cursor-crosshair touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ a: xOf(event), b: xOf(event) });
        }}
        onPointerMove={(event) => setDrag((before) => (before ? { ...before, b: xOf(event) } : before))}
        onPointerUp={() => {
          if (drag) {
            const [a, b] = [Math.min(drag.a, drag.b), Math.max(drag.a, drag.b)];
            if (b - a < 3) onBrush(1, total);
            else onBrush(Math.max(1, Math.floor((a / width) * total) + 1), Math.min(total, Math.ceil((b / width) * total)));
          }
          setDrag(undefined);
        }}
      />
    </div>
  );
}
