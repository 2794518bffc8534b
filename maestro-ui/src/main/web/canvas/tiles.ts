/** Cells of one tile in each direction. */
export const TILE = 32;
const KEPT = 160;

export type PaintCell = (to: CanvasRenderingContext2D, row: number, column: number, x: number, y: number) => void;

/**
 * Pictures of 32 × 32 cells that are painted once, when they come into view, and then copied: what a frame costs does not
 * depend on how many cells there are. Not to be kept over a change of cells, size or colours.
 */
export class Tiles {
  private readonly pictures = new Map<string, HTMLCanvasElement>();

  constructor(
    private readonly rows: number,
    private readonly columns: number,
    private readonly width: number,
    private readonly height: number,
    private readonly ratio: number,
    private readonly cell: PaintCell,
  ) {}

  /** Paints what is in view into a context whose unit is one CSS pixel. */
  paint(to: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
    const [w, h] = [TILE * this.width, TILE * this.height];
    const lastRow = Math.min(Math.floor((top + height) / h), Math.floor((this.rows - 1) / TILE));
    const lastColumn = Math.min(Math.floor((left + width) / w), Math.floor((this.columns - 1) / TILE));
    for (let row = Math.floor(top / h); row <= lastRow; row++)
      for (let column = Math.floor(left / w); column <= lastColumn; column++)
        to.drawImage(this.tile(row, column), column * w - left, row * h - top, w, h);
  }

  private tile(row: number, column: number): HTMLCanvasElement {
    const key = `${row} ${column}`;
    const known = this.pictures.get(key);
    if (known) return known;
    if (this.pictures.size >= KEPT) this.pictures.delete(this.pictures.keys().next().value!);
    const picture = document.createElement('canvas');
    picture.width = TILE * this.width * this.ratio;
    picture.height = TILE * this.height * this.ratio;
    const to = picture.getContext('2d')!;
    to.scale(this.ratio, this.ratio);
    for (let r = row * TILE; r < Math.min(this.rows, (row + 1) * TILE); r++)
      for (let c = column * TILE; c < Math.min(this.columns, (column + 1) * TILE); c++)
        this.cell(to, r, c, (c - column * TILE) * this.width, (r - row * TILE) * this.height);
    this.pictures.set(key, picture);
    return picture;
  }
}

/** Fits the pixels of a canvas to its size on the screen and gives a context whose unit is one CSS pixel. */
export function fitted(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): CanvasRenderingContext2D {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const to = canvas.getContext('2d')!;
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.clearRect(0, 0, width, height);
  return to;
}
