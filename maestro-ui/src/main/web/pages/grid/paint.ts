import { paintLook } from '~/canvas/glyphs';
import type { Colours } from '~/canvas/theme';
import type { PaintCell } from '~/canvas/tiles';
import { isFailure, lookOf } from '~/ui/status';
import { looksOf, mediansOf, pace, runStatus, type Grid } from './gridData';

/** Width of a column and height of what stands above the cells, in px. */
export const COLUMN = 16;
export const HEAD = 68;
const GLYPH = 14;
const BARS = 34;
const LABEL = 12;

/** How strong a duration is drawn: much shorter, shorter, usual, longer, much longer, beyond. */
const STRENGTH = [0.12, 0.2, 0.3, 0.55, 0.78, 1];

/** Paints one cell: its status, how much of a loop is done, or how its duration differs from the usual one. */
export function cellPainter(grid: Grid, byDuration: boolean, rowHeight: number, colours: Colours): PaintCell {
  const look = looksOf(grid);
  const medians = byDuration ? mediansOf(grid) : [];
  const top = (rowHeight - GLYPH) / 2;
  const side = (COLUMN - GLYPH) / 2;
  return (to, row, column, x, y) => {
    const letter = grid.cells[column]![row]!;
    const ms = grid.ms[column]?.[row] ?? -1;
    if (byDuration && ms >= 0 && !isFailure(grid.status(letter))) {
      to.globalAlpha = STRENGTH[pace(ms, medians[row]!)]!;
      to.fillStyle = colours.accent;
      to.beginPath();
      to.roundRect(x + side + 1, y + top + 1, GLYPH - 2, GLYPH - 2, 3);
      to.fill();
      to.globalAlpha = 1;
      return;
    }
    const share = look(letter) === 'running' ? grid.share(row, column) : undefined;
    if (share && share[2] > 0) loopShare(to, x + side + 1, y + top + 1, share, colours);
    else paintLook(to, look(letter), x + side, y + top, GLYPH, colours);
  };
}

/** A loop under way fills from below; what failed is on top of what went well. */
function loopShare(to: CanvasRenderingContext2D, x: number, y: number, [well, badly, all]: [number, number, number], colours: Colours) {
  const size = GLYPH - 2;
  const good = (well / all) * size;
  const bad = badly === 0 ? 0 : Math.max(2, (badly / all) * size);
  to.save();
  to.beginPath();
  to.roundRect(x, y, size, size, 3);
  to.clip();
  to.fillStyle = colours.tint.running;
  to.fillRect(x, y, size, size);
  to.fillStyle = colours.shape.running;
  to.fillRect(x, y + size - good, size, good);
  to.fillStyle = colours.shape.failed;
  to.fillRect(x, y + size - good - bad, size, bad);
  to.restore();
  to.strokeStyle = colours.shape.running;
  to.lineWidth = 1.2;
  to.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
}

/** Durations of the runs as bars, marks of restarts, and where another version begins. */
export function paintHead(
  to: CanvasRenderingContext2D,
  grid: Grid,
  left: number,
  width: number,
  colours: Colours,
  chosen?: number,
): void {
  const now = Date.now();
  const took = grid.runs.map((run) => (run.b ? (run.e ?? now) - run.b : 0));
  const sorted = took.toSorted((a, b) => a - b);
  // one run of a day among those of seconds must not make all others flat
  const most = Math.max(1, Math.min(sorted.at(-1) ?? 1, (sorted[Math.floor(sorted.length * 0.9)] ?? 1) * 2));
  const first = Math.max(0, Math.floor(left / COLUMN));
  const last = Math.min(grid.runs.length - 1, Math.floor((left + width) / COLUMN));
  const base = HEAD - 4;
  to.font = '11px system-ui, sans-serif';
  for (let column = first; column <= last; column++) {
    const run = grid.runs[column]!;
    const x = column * COLUMN - left;
    if (column === chosen) {
      to.fillStyle = colours.selected;
      to.fillRect(x, LABEL, COLUMN, HEAD - LABEL);
    }
    const look = lookOf(runStatus(run.s));
    const bar = Math.max(2, Math.min(1, took[column]! / most) * BARS);
    to.fillStyle = colours.shape[look];
    to.fillRect(x + 3, base - bar, COLUMN - 6, bar);
    if (took[column]! > most) {
      to.fillStyle = colours.page;
      to.fillRect(x + 2, base - BARS + 4, COLUMN - 4, 2);
    }
    if (run.r > 1) {
      to.fillStyle = colours.soft;
      for (let i = 0; i < Math.min(3, run.r - 1); i++) to.fillRect(x + 3 + i * 4, base - BARS - 7, 3, 3);
    }
    if (column > 0 && grid.runs[column - 1]!.v !== run.v) versionLine(to, x, run.v, colours);
  }
  to.fillStyle = colours.line;
  to.fillRect(0, HEAD - 1, width, 1);
}

function versionLine(to: CanvasRenderingContext2D, x: number, version: number, colours: Colours) {
  to.strokeStyle = colours.soft;
  to.lineWidth = 1;
  to.setLineDash([2, 2]);
  to.beginPath();
  to.moveTo(x + 0.5, 2);
  to.lineTo(x + 0.5, HEAD);
  to.stroke();
  to.setLineDash([]);
  to.fillStyle = colours.soft;
  to.fillText(`v${version}`, x + 4, LABEL);
}
