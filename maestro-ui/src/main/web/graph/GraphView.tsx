import { Maximize, Minus, Plus } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '~/ui/basics';
import { pathOf } from './layout';
import { LABEL_MAX, place, type Graph, type GraphEdge, type GraphNode, type GraphStep } from './model';

/** `plain`: of a definition, which was not run. */
export type EdgeState = 'taken' | 'refused' | 'open' | 'plain';

interface Props {
  label: string;
  steps: GraphStep[];
  unfolded: ReadonlySet<string>;
  selected?: string;
  /** Others fade. */
  shown?: ReadonlySet<string>;
  edgeState: (from: string, to: string) => EdgeState;
  onSelect: (id: string) => void;
  node: (node: GraphNode) => ReactNode;
  nodeLabel: (step: GraphStep) => string;
  look: (step: GraphStep) => string;
}

interface View {
  x: number;
  y: number;
  scale: number;
}

const SMALLEST = 0.06;
const LARGEST = 2;
/** Below this the names of steps cannot be read; of very many the shape is worth more. */
const READABLE = 0.75;
const MANY = 120;
const EDGE: Record<EdgeState, { stroke: string; dash?: string; width: number }> = {
  taken: { stroke: 'var(--field)', width: 1.6 },
  plain: { stroke: 'var(--field)', width: 1.6 },
  refused: { stroke: 'color-mix(in srgb, var(--field) 55%, var(--page))', dash: '3 3', width: 1.4 },
  open: { stroke: 'color-mix(in srgb, var(--field) 55%, var(--page))', width: 1.4 },
};

/** Steps and what leads from one to another. Drag or wheel to move, Ctrl and wheel to zoom; arrows go from step to step. */
export function GraphView(props: Props) {
  const { steps, unfolded, selected, onSelect } = props;
  const { t } = useTranslation();
  const graph = useMemo(() => place(steps, unfolded), [steps, unfolded]);
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ w: 0, h: 0 });
  const [view, setView] = useState<View>();
  const fit = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const { clientWidth: w, clientHeight: h } = element;
    const scale = Math.max(SMALLEST, Math.min(1, (w - 48) / Math.max(1, graph.w), (h - 48) / Math.max(1, graph.h)));
    setView({ scale, x: Math.max(24, (w - graph.w * scale) / 2), y: Math.max(24, (h - graph.h * scale) / 2) });
  }, [graph]);
  const open = useCallback(() => {
    const element = box.current;
    if (element) setView(opening(graph, element.clientWidth, element.clientHeight, props.selected));
  }, [graph, props.selected]);
  const fitted = useRef(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      setSize({ w: element.clientWidth, h: element.clientHeight });
      if (!fitted.current && element.clientWidth > 0) {
        fitted.current = true;
        open();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [open]);
  useWheel(box, setView);
  const drag = useDrag(setView);
  const zoom = (factor: number) =>
    setView((before) => (before ? zoomed(before, factor, size.w / 2, size.h / 2) : before));
  const current = view ?? { x: 24, y: 24, scale: 1 };
  const inView = visible(graph.nodes, current, size);
  const small = current.scale < 0.4;
  return (
    <div
      ref={box}
      role="group"
      aria-label={props.label}
      className="relative min-h-0 flex-1 touch-none overflow-hidden bg-page"
      {...drag}
      onKeyDown={(event) => moveBy(event, graph.nodes, selected, onSelect)}
    >
      <div
        className="absolute top-0 left-0 origin-top-left"
        style={{ transform: `translate(${current.x}px, ${current.y}px) scale(${current.scale})`, visibility: view ? 'visible' : 'hidden' }}
      >
        <Edges edges={graph.edges} w={graph.w} h={graph.h} edgeState={props.edgeState} shown={props.shown} labels={!small} />
        {inView.map((node) => (
          <Node key={node.step.id} at={node} small={small} {...props} />
        ))}
      </div>
      <div className="absolute bottom-3 left-3 flex flex-col rounded-lg border border-line bg-raised p-0.5">
        <IconButton label={t('graph.zoomIn')} onPress={() => zoom(1.25)}>
          <Plus size={15} />
        </IconButton>
        <IconButton label={t('graph.zoomOut')} onPress={() => zoom(0.8)}>
          <Minus size={15} />
        </IconButton>
        <IconButton label={t('graph.fit')} onPress={fit}>
          <Maximize size={15} />
        </IconButton>
      </div>
    </div>
  );
}

function Node({ at, small, ...props }: Props & { at: GraphNode; small: boolean }) {
  const { step } = at;
  const faded = props.shown !== undefined && !props.shown.has(step.id);
  const chosen = props.selected === step.id;
  return (
    <div
      data-node={step.id}
      data-st={props.look(step)}
      className={`absolute rounded-lg border ${at.unfolded ? 'bg-raised/60' : 'bg-page'} ${
        chosen ? 'border-accent ring-2 ring-accent' : 'border-line'
      } ${faded ? 'opacity-30' : ''}`}
      style={{ left: at.x, top: at.y, width: at.w, height: at.h }}
    >
      <button
        type="button"
        aria-label={small ? props.nodeLabel(step) : undefined}
        aria-pressed={chosen}
        onClick={() => props.onSelect(step.id)}
        className={`absolute inset-x-0 top-0 flex h-[42px] items-center overflow-hidden rounded-lg text-left ${
          small ? 'bg-st!' : 'hover:bg-hover'
        }`}
      >
        {small ? null : (
          <>
            <i aria-hidden className="h-full w-1 shrink-0 bg-st" />
            <span className="min-w-0 flex-1 px-2">{props.node(at)}</span>
            <span className="sr-only">{props.nodeLabel(step)}</span>
          </>
        )}
      </button>
    </div>
  );
}

function Edges({
  edges,
  w,
  h,
  edgeState,
  shown,
  labels,
}: {
  edges: GraphEdge[];
  w: number;
  h: number;
  edgeState: (from: string, to: string) => EdgeState;
  shown?: ReadonlySet<string>;
  labels: boolean;
}) {
  return (
    <svg width={w + 8} height={h + 8} className="pointer-events-none absolute top-0 left-0 overflow-visible" aria-hidden>
      <defs>
        {(['taken', 'refused', 'open', 'plain'] as const).map((state) => (
          <marker key={state} id={`head-${state}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0.5L7 4L0 7.5z" fill={EDGE[state].stroke} />
          </marker>
        ))}
      </defs>
      {edges.map((edge) => {
        const state = edgeState(edge.from, edge.to);
        const faded = shown !== undefined && !(shown.has(edge.from) && shown.has(edge.to));
        const { stroke, dash, width } = EDGE[state];
        const [a, b] = [edge.points.at(-2), edge.points.at(-1)];
        return (
          <g key={`${edge.from} ${edge.to}`} opacity={faded ? 0.25 : 1}>
            <path
              d={pathOf(edge.points)}
              fill="none"
              stroke={stroke}
              strokeWidth={width}
              strokeDasharray={dash}
              markerEnd={`url(#head-${state})`}
            />
            {labels && edge.condition && a && b ? <Condition text={edge.condition} state={state} x={b.x - (b.x - a.x) * 0.42} y={(a.y + b.y) / 2} /> : null}
          </g>
        );
      })}
    </svg>
  );
}

const MARKS: Record<EdgeState, string> = { taken: '✓ ', refused: '✕ ', open: '', plain: '' };

function Condition({ text, state, x, y }: { text: string; state: EdgeState; x: number; y: number }) {
  const shown = MARKS[state] + (text.length > LABEL_MAX ? `${text.slice(0, LABEL_MAX - 1)}…` : text);
  const width = shown.length * 6.1 + 10;
  return (
    <g transform={`translate(${x - width / 2}, ${y - 8.5})`} className="pointer-events-auto">
      <title>{text}</title>
      <rect width={width} height={17} rx={4} fill="var(--page)" stroke="var(--line)" />
      <text x={5} y={12} fontSize={10} fontFamily="var(--mono)" fill="var(--soft)">
        {shown}
      </text>
    </g>
  );
}

/** All of it where its text can be read then; else as much as can be read, from the chosen step or the beginning on. */
function opening(graph: Graph, w: number, h: number, selected: string | undefined): View {
  const whole = Math.min(1, (w - 48) / Math.max(1, graph.w), (h - 72) / Math.max(1, graph.h));
  const scale = Math.max(whole, graph.nodes.length > MANY ? SMALLEST : READABLE);
  if (whole >= scale) return { scale, x: (w - graph.w * scale) / 2, y: Math.max(56, (h - graph.h * scale) / 2) };
  const node = graph.nodes.find((one) => one.step.id === selected);
  const [x, y] = node ? [node.x + node.w / 2, node.y + node.h / 2] : [0, graph.h / 2];
  const within = (room: number, size: number, wanted: number, least: number) =>
    size * scale + 2 * least <= room ? (room - size * scale) / 2 : Math.max(room - size * scale - least, Math.min(least, wanted));
  return { scale, x: within(w, graph.w, w / 2 - x * scale, 24), y: within(h, graph.h, h / 2 - y * scale, 56) };
}

function zoomed(view: View, factor: number, x: number, y: number): View {
  const scale = Math.max(SMALLEST, Math.min(LARGEST, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

function useWheel(box: React.RefObject<HTMLDivElement | null>, setView: React.Dispatch<React.SetStateAction<View | undefined>>) {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    function wheel(event: WheelEvent) {
      event.preventDefault();
      const edge = element!.getBoundingClientRect();
      setView((view) => {
        if (!view) return view;
        if (event.ctrlKey || event.metaKey)
          return zoomed(view, Math.exp(-event.deltaY * 0.0025), event.clientX - edge.left, event.clientY - edge.top);
        return { ...view, x: view.x - event.deltaX, y: view.y - event.deltaY };
      });
    }
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [box, setView]);
}

function useDrag(setView: React.Dispatch<React.SetStateAction<View | undefined>>) {
  const from = useRef<{ x: number; y: number } | undefined>(undefined);
  return {
    onPointerDown(event: React.PointerEvent) {
      if (event.button !== 0 || (event.target as HTMLElement).closest('button')) return;
      from.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: React.PointerEvent) {
      const start = from.current;
      if (!start) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      from.current = { x: event.clientX, y: event.clientY };
      setView((view) => (view ? { ...view, x: view.x + dx, y: view.y + dy } : view));
    },
    onPointerUp() {
      from.current = undefined;
    },
  };
}

function visible(nodes: GraphNode[], view: View, size: { w: number; h: number }): GraphNode[] {
  if (size.w === 0) return nodes;
  const margin = 100;
  return nodes.filter((node) => {
    const x = node.x * view.scale + view.x;
    const y = node.y * view.scale + view.y;
    return (
      x + node.w * view.scale > -margin && x < size.w + margin && y + node.h * view.scale > -margin && y < size.h + margin
    );
  });
}

/** Arrows go to the nearest step that way. */
function moveBy(event: KeyboardEvent, nodes: GraphNode[], selected: string | undefined, onSelect: (id: string) => void) {
  const ways: Record<string, [number, number]> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };
  const way = ways[event.key];
  const from = nodes.find((node) => node.step.id === selected);
  if (!way || !from) return;
  event.preventDefault();
  let best: GraphNode | undefined;
  let least = Infinity;
  for (const node of nodes) {
    if (node === from) continue;
    const dx = node.x - from.x;
    const dy = node.y - from.y;
    const along = dx * way[0] + dy * way[1];
    const across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    const distance = along + across * 2.5;
    if (along > 4 && distance < least) {
      least = distance;
      best = node;
    }
  }
  if (!best) return;
  const { id } = best.step;
  onSelect(id);
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"] button`)?.focus({ preventScroll: true }),
  );
}
