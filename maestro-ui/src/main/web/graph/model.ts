import type { Dag, StepBrief, StepWrapper } from '~/api/types';
import { layout, type Box, type Edge, type Layout } from './layout';

/** A step as the graph shows it; a loop has the steps of its body in `inner`. */
export interface GraphStep {
  id: string;
  type: string;
  name?: string;
  successors: Record<string, string>;
  inner: GraphStep[];
}

interface RawStep {
  id: string;
  name?: string;
  type?: string;
  transition?: { successors?: Record<string, string> };
  steps?: StepWrapper[];
}

const KINDS: Record<string, string> = { foreach: 'Foreach', while: 'While', subworkflow: 'Subworkflow', template: 'Template' };

export function stepsOf(wrappers: StepWrapper[]): GraphStep[] {
  return wrappers.flatMap((wrapper) => {
    const [entry] = Object.entries(wrapper);
    if (!entry) return [];
    const [kind, raw] = entry as [string, unknown];
    const step = raw as RawStep;
    return [
      {
        id: step.id,
        name: step.name,
        type: step.type ?? KINDS[kind] ?? kind,
        successors: step.transition?.successors ?? {},
        inner: stepsOf(step.steps ?? []),
      },
    ];
  });
}

export function dagOfSteps(steps: GraphStep[]): Dag {
  return Object.fromEntries(steps.map((step) => [step.id, { successors: step.successors }]));
}

const NODE_W = 176;
const NODE_H = 44;
const HEAD = 44;
const PAD = 14;

/** Longest text of a condition at its edge; the whole is in its tooltip. */
export const LABEL_MAX = 24;

function labelWidth(condition: string): number {
  return condition === 'true' ? 0 : Math.min(LABEL_MAX + 2, condition.length + 2) * 6.1;
}

export interface GraphNode {
  step: GraphStep;
  x: number;
  y: number;
  w: number;
  h: number;
  depth: number;
  unfolded: boolean;
}

export interface GraphEdge {
  from: string;
  to: string;
  condition?: string;
  points: { x: number; y: number }[];
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  w: number;
  h: number;
}

/** Places all steps; unfolded loops are placed by themselves first and then as one box, so no edge crosses a border. */
export function place(steps: GraphStep[], unfolded: ReadonlySet<string>, depth = 0): Graph {
  const inner = new Map<string, Graph>();
  const boxes: Box[] = steps.map((step) => {
    if (step.inner.length === 0 || !unfolded.has(step.id)) return { id: step.id, w: NODE_W, h: NODE_H };
    const body = place(step.inner, unfolded, depth + 1);
    inner.set(step.id, body);
    return { id: step.id, w: Math.max(NODE_W, body.w + 2 * PAD), h: body.h + HEAD + PAD };
  });
  const edges: Edge[] = steps.flatMap((step) =>
    Object.entries(step.successors).map(([to, condition]) => ({ from: step.id, to, label: labelWidth(condition) })),
  );
  const placed: Layout = layout(boxes, edges);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const nodes: GraphNode[] = [];
  const all: GraphEdge[] = placed.edges.map((edge) => {
    const condition = byId.get(edge.from)?.successors[edge.to];
    return { ...edge, condition: condition === undefined || condition === 'true' ? undefined : condition };
  });
  for (const step of steps) {
    const box = placed.boxes.get(step.id)!;
    nodes.push({ step, ...box, depth, unfolded: inner.has(step.id) });
    const body = inner.get(step.id);
    if (!body) continue;
    const dx = box.x + PAD;
    const dy = box.y + HEAD;
    for (const node of body.nodes) nodes.push({ ...node, x: node.x + dx, y: node.y + dy });
    for (const edge of body.edges)
      all.push({ ...edge, points: edge.points.map((point) => ({ x: point.x + dx, y: point.y + dy })) });
  }
  return { nodes, edges: all, w: placed.w, h: placed.h };
}

/** Ids of the steps that a filter names: parts of names, `name+` (and below), `+name` (and above), `type:shell`, `failed`. */
export function matching(filter: string, steps: GraphStep[], states: Map<string, StepBrief>): Set<string> | undefined {
  const words = filter.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const flat = steps.flatMap(function all(step): GraphStep[] {
    return [step, ...step.inner.flatMap(all)];
  });
  const after = new Map(flat.map((step) => [step.id, Object.keys(step.successors)]));
  const before = new Map<string, string[]>();
  for (const [from, tos] of after) for (const to of tos) before.set(to, [...(before.get(to) ?? []), from]);
  const found = new Set<string>();
  for (const word of words) {
    const name = word.replace(/^\+|\+$/g, '');
    const hits = flat.filter((step) => fits(name, step, states.get(step.id))).map((step) => step.id);
    for (const id of hits) {
      found.add(id);
      if (word.endsWith('+')) spread(id, after, found);
      if (word.startsWith('+')) spread(id, before, found);
    }
  }
  return found;
}

function fits(word: string, step: GraphStep, state: StepBrief | undefined): boolean {
  if (word.startsWith('type:')) return step.type.toLowerCase() === word.slice(5);
  const status = state?.status ?? '';
  if (word === 'failed') return /FAILED|TIMED_OUT/.test(status);
  if (word.startsWith('status:')) return status.toLowerCase() === word.slice(7);
  return step.id.toLowerCase().includes(word) || (step.name ?? '').toLowerCase().includes(word);
}

function spread(from: string, ways: Map<string, string[]>, into: Set<string>): void {
  const queue = [from];
  const seen = new Set(queue);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    into.add(id);
    for (const next of ways.get(id) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
}
