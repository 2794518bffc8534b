import type { Look } from '~/ui/status';
import type { Colours } from './theme';

type Draw = (to: CanvasRenderingContext2D, shape: string, tint: string, page: string) => void;

function square(to: CanvasRenderingContext2D, fill: string) {
  to.fillStyle = fill;
  to.beginPath();
  to.roundRect(1, 1, 14, 14, 3);
  to.fill();
}

function strokes(to: CanvasRenderingContext2D, colour: string, width: number, ...lines: number[][]) {
  to.strokeStyle = colour;
  to.lineWidth = width;
  for (const line of lines) {
    to.beginPath();
    for (let i = 0; i < line.length; i += 2) to.lineTo(line[i]!, line[i + 1]!);
    to.stroke();
  }
}

function filled(to: CanvasRenderingContext2D, colour: string, ...points: number[]) {
  to.fillStyle = colour;
  to.beginPath();
  for (let i = 0; i < points.length; i += 2) to.lineTo(points[i]!, points[i + 1]!);
  to.fill();
}

function ring(to: CanvasRenderingContext2D, colour: string, from = 0, upTo = Math.PI * 2, dash: number[] = []) {
  to.strokeStyle = colour;
  to.lineWidth = 1.9;
  to.setLineDash(dash);
  to.beginPath();
  to.arc(8, 8, 5.4, from, upTo);
  to.stroke();
  to.setLineDash([]);
}

/** In a square of 16; each can be told from the others without colour. */
const GLYPHS: Record<Look, Draw> = {
  succeeded: (to, shape) => square(to, shape),
  warned(to, shape, _tint, page) {
    square(to, shape);
    filled(to, page, 8, 4, 12, 11.5, 4, 11.5);
  },
  failed(to, shape, _tint, page) {
    square(to, shape);
    strokes(to, page, 1.8, [5, 5, 11, 11], [11, 5, 5, 11]);
  },
  timedout(to, shape, _tint, page) {
    square(to, shape);
    strokes(to, page, 1.8, [8, 3.8, 8, 8.6, 11.4, 10.6]);
  },
  running(to, shape, tint) {
    square(to, tint);
    to.save();
    to.beginPath();
    to.roundRect(1, 1, 14, 14, 3);
    to.clip();
    strokes(to, shape, 2, [-3, 9, 9, -3], [-1, 15, 15, -1], [5, 19, 19, 5]);
    to.restore();
  },
  queued: (to, shape) => ring(to, shape, 0, Math.PI * 2, [2.4, 2]),
  waiting: (to, shape) => filled(to, shape, 4, 2, 12, 2, 12, 4.4, 9.4, 8, 12, 11.6, 12, 14, 4, 14, 4, 11.6, 6.6, 8, 4, 4.4),
  paused(to, shape) {
    to.fillStyle = shape;
    to.fillRect(3.5, 3, 3, 10);
    to.fillRect(9.5, 3, 3, 10);
  },
  retrying(to, shape) {
    ring(to, shape, 0.3, Math.PI * 1.75);
    filled(to, shape, 14, 2.4, 14, 7, 9.4, 7);
  },
  stopped(to, shape) {
    to.strokeStyle = shape;
    to.lineWidth = 2;
    to.strokeRect(3, 3, 10, 10);
  },
  skipped: (to, shape) => strokes(to, shape, 1.9, [3, 3.5, 7.5, 8, 3, 12.5], [8.5, 3.5, 13, 8, 8.5, 12.5]),
  notrun: (to, shape) => strokes(to, shape, 1.6, [5.5, 8, 10.5, 8]),
};

/** Paints the glyph of a look at a place, {@code size} pixels wide. */
export function paintLook(to: CanvasRenderingContext2D, look: Look, x: number, y: number, size: number, colours: Colours): void {
  to.save();
  to.translate(x, y);
  to.scale(size / 16, size / 16);
  GLYPHS[look](to, colours.shape[look], colours.tint[look], colours.page);
  to.restore();
}
