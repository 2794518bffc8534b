// A layered layout: layers by the longest path, crossings lessened by barycentre sweeps, places by the mean of the
// neighbours without overlap. Deterministic, so that nothing moves between two looks.

export interface Box {
  id: string;
  w: number;
  h: number;
}

export interface Edge {
  from: string;
  to: string;
  /** Width of the text at its end. */
  label?: number;
}

export interface Placed extends Box {
  x: number;
  y: number;
}

export interface Routed extends Edge {
  /** Points from the side of one box to the side of the other. */
  points: { x: number; y: number }[];
}

export interface Layout {
  boxes: Map<string, Placed>;
  edges: Routed[];
  w: number;
  h: number;
}

const LAYER_GAP = 64;
const BOX_GAP = 16;
const SWEEPS = 6;

interface Cell {
  id: string;
  w: number;
  h: number;
  layer: number;
  /** Middle across the layers' direction. */
  y: number;
  before: Cell[];
  after: Cell[];
}

function layersOf(boxes: Box[], edges: Edge[]): Map<string, number> {
  const after = new Map<string, string[]>(boxes.map((box) => [box.id, []]));
  const open = new Map<string, number>(boxes.map((box) => [box.id, 0]));
  for (const { from, to } of edges) {
    after.get(from)?.push(to);
    open.set(to, (open.get(to) ?? 0) + 1);
  }
  const layer = new Map<string, number>(boxes.map((box) => [box.id, 0]));
  const ready = boxes.filter((box) => open.get(box.id) === 0).map((box) => box.id);
  for (let at = 0; at < ready.length; at++) {
    const id = ready[at]!;
    for (const next of after.get(id) ?? []) {
      layer.set(next, Math.max(layer.get(next)!, layer.get(id)! + 1));
      const left = open.get(next)! - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return layer;
}

/** Cells by layer, long edges cut into one cell a layer; and each edge as the cells it passes. */
function cellsOf(boxes: Box[], edges: Edge[]) {
  const layer = layersOf(boxes, edges);
  const layers: Cell[][] = [];
  const cells = new Map<string, Cell>();
  function add(id: string, w: number, h: number, at: number): Cell {
    const cell: Cell = { id, w, h, layer: at, y: 0, before: [], after: [] };
    while (layers.length <= at) layers.push([]);
    layers[at]!.push(cell);
    return cell;
  }
  for (const box of boxes) cells.set(box.id, add(box.id, box.w, box.h, layer.get(box.id)!));
  const ways = edges.map((edge) => {
    const way = [cells.get(edge.from)!];
    const to = cells.get(edge.to)!;
    for (let at = way[0]!.layer + 1; at < to.layer; at++) way.push(add('', 0, 8, at));
    way.push(to);
    for (let i = 1; i < way.length; i++) {
      way[i - 1]!.after.push(way[i]!);
      way[i]!.before.push(way[i - 1]!);
    }
    return { edge, way };
  });
  return { layers, cells, ways };
}

function sweep(layers: Cell[][]): void {
  const order = new Map<Cell, number>();
  const number = (layer: Cell[]) => layer.forEach((cell, index) => order.set(cell, index));
  layers.forEach(number);
  function mean(cells: Cell[], fallback: number): number {
    return cells.length === 0 ? fallback : cells.reduce((sum, cell) => sum + order.get(cell)!, 0) / cells.length;
  }
  for (let round = 0; round < SWEEPS; round++) {
    const down = round % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      const weight = new Map(layer.map((cell) => [cell, mean(down ? cell.before : cell.after, order.get(cell)!)]));
      layer.sort((a, b) => weight.get(a)! - weight.get(b)!);
      number(layer);
    }
  }
}

/** Places a layer as near to the wished places as its order and gaps allow (pooling of adjacent violators). */
function settle(layer: Cell[], wished: number[]): void {
  const offsets: number[] = [];
  let sum = 0;
  layer.forEach((cell, index) => {
    if (index > 0) sum += (layer[index - 1]!.h + cell.h) / 2 + BOX_GAP;
    offsets.push(sum);
  });
  const blocks: { mean: number; size: number }[] = [];
  for (let i = 0; i < layer.length; i++) {
    blocks.push({ mean: wished[i]! - offsets[i]!, size: 1 });
    while (blocks.length > 1 && blocks.at(-2)!.mean > blocks.at(-1)!.mean) {
      const last = blocks.pop()!;
      const into = blocks.at(-1)!;
      into.mean = (into.mean * into.size + last.mean * last.size) / (into.size + last.size);
      into.size += last.size;
    }
  }
  let at = 0;
  for (const block of blocks) for (let i = 0; i < block.size; i++, at++) layer[at]!.y = block.mean + offsets[at]!;
}

function place(layers: Cell[][]): void {
  for (const layer of layers) settle(layer, layer.map(() => 0));
  const middle = (cells: Cell[], own: number) =>
    cells.length === 0 ? own : cells.reduce((sum, cell) => sum + cell.y, 0) / cells.length;
  for (let round = 0; round < SWEEPS; round++) {
    for (const layer of layers) settle(layer, layer.map((cell) => middle(cell.before, cell.y)));
    for (const layer of layers.toReversed()) settle(layer, layer.map((cell) => middle(cell.after, cell.y)));
  }
  for (const layer of layers) settle(layer, layer.map((cell) => middle([...cell.before, ...cell.after], cell.y)));
}

/** Left to right. Edges to unknown boxes are left out; a cycle keeps its boxes in the first layer that fits. */
export function layout(boxes: Box[], wanted: Edge[]): Layout {
  const ids = new Set(boxes.map((box) => box.id));
  const edges = wanted.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
  const acyclic = withoutCycles(boxes, edges);
  const { layers, cells, ways } = cellsOf(boxes, acyclic);
  sweep(layers);
  place(layers);
  const lefts: number[] = [];
  let x = 0;
  for (const layer of layers) {
    lefts.push(x);
    x += Math.max(0, ...layer.map((cell) => cell.w)) + gapAfter(layer, ways);
  }
  const widths = layers.map((layer) => Math.max(0, ...layer.map((cell) => cell.w)));
  const top = Math.min(0, ...layers.flat().map((cell) => cell.y - cell.h / 2));
  const bottom = Math.max(0, ...layers.flat().map((cell) => cell.y + cell.h / 2));
  const placed = new Map<string, Placed>();
  for (const box of boxes) {
    const cell = cells.get(box.id)!;
    placed.set(box.id, { ...box, x: lefts[cell.layer]!, y: cell.y - cell.h / 2 - top });
  }
  const routed = ways.map(({ edge, way }) => ({
    ...edge,
    points: way.flatMap((cell, index) => {
      const left = lefts[cell.layer]!;
      const y = cell.y - top;
      if (index === 0) return [{ x: left + cell.w, y }];
      if (index === way.length - 1) return [{ x: left, y }];
      return [
        { x: left, y },
        { x: left + widths[cell.layer]!, y },
      ];
    }),
  }));
  return { boxes: placed, edges: routed, w: Math.max(0, x - LAYER_GAP), h: bottom - top };
}

/** Room for the texts at the edges that end in the next layer. */
function gapAfter(layer: Cell[], ways: { edge: Edge; way: Cell[] }[]): number {
  const at = layer[0]?.layer ?? 0;
  const labels = ways.filter(({ way }) => way.at(-1)!.layer === at + 1).map(({ edge }) => edge.label ?? 0);
  return LAYER_GAP + Math.max(0, ...labels);
}

function withoutCycles(boxes: Box[], edges: Edge[]): Edge[] {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  for (const { id } of boxes) {
    if (state.has(id)) continue;
    const stack: { id: string; next: number }[] = [{ id, next: 0 }];
    state.set(id, 'open');
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const to = after.get(top.id)?.[top.next++];
      if (to === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(to) === 'open') back.add(`${top.id}\n${to}`);
      else if (!state.has(to)) {
        state.set(to, 'open');
        stack.push({ id: to, next: 0 });
      }
    }
  }
  return back.size === 0 ? edges : edges.filter(({ from, to }) => !back.has(`${from}\n${to}`));
}

/** A smooth line through the points. */
export function pathOf(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  let from = first;
  for (const to of rest) {
    if (Math.abs(from.y - to.y) < 0.5) path += `L${to.x} ${to.y}`;
    else {
      const middle = (from.x + to.x) / 2;
      path += `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    }
    from = to;
  }
  return path;
}
