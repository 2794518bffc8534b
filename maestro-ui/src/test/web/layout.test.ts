import { describe, expect, it } from 'vitest';
import type { StepBrief } from '~/api/types';
import { layout, type Edge } from '~/graph/layout';
import { matching, place, stepsOf } from '~/graph/model';

function chain(n: number): { boxes: { id: string; w: number; h: number }[]; edges: Edge[] } {
  const boxes = Array.from({ length: n }, (_, i) => ({ id: `s${i}`, w: 100, h: 40 }));
  const edges = boxes.slice(1).flatMap((box, i) => [
    { from: `s${i}`, to: box.id },
    ...(i > 3 ? [{ from: `s${i - 3}`, to: box.id }] : []),
  ]);
  return { boxes, edges };
}

describe('the layout', () => {
  it('puts each step to the right of what it follows, and lets no boxes overlap', () => {
    const boxes = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, w: 100, h: 40 }));
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' },
      { from: 'a', to: 'e' },
    ];
    const done = layout(boxes, edges);
    for (const { from, to } of edges) expect(done.boxes.get(to)!.x).toBeGreaterThan(done.boxes.get(from)!.x + 100);
    const all = [...done.boxes.values()];
    for (const one of all)
      for (const other of all)
        if (one !== other && one.x === other.x) expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(40);
  });

  it('is the same each time and stands a cycle and edges to nowhere', () => {
    const boxes = [
      { id: 'a', w: 10, h: 10 },
      { id: 'b', w: 10, h: 10 },
    ];
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
      { from: 'a', to: 'nowhere' },
    ];
    expect(layout(boxes, edges)).toEqual(layout(boxes, edges));
    expect(layout(boxes, edges).edges).toHaveLength(1);
    expect(layout([], []).boxes.size).toBe(0);
  });

  it('takes a thousand steps', () => {
    const { boxes, edges } = chain(1_000);
    expect(layout(boxes, edges).boxes.size).toBe(1_000);
  });

  it('places the body of an unfolded loop inside its box', () => {
    const steps = stepsOf([
      { foreach: { id: 'each', steps: [{ step: { id: 'x', transition: { successors: { y: 'true' } } } }, { step: { id: 'y' } }] } },
    ] as never);
    const graph = place(steps, new Set(['each']));
    const box = graph.nodes.find((node) => node.step.id === 'each')!;
    for (const id of ['x', 'y']) {
      const node = graph.nodes.find((one) => one.step.id === id)!;
      expect(node.x).toBeGreaterThan(box.x);
      expect(node.y + node.h).toBeLessThanOrEqual(box.y + box.h);
    }
    expect(place(steps, new Set()).nodes).toHaveLength(1);
  });
});

describe('the filter of steps', () => {
  const steps = stepsOf([
    { step: { id: 'load', type: 'Shell', transition: { successors: { report: 'true' } } } },
    { step: { id: 'report', type: 'NoOp', transition: { successors: {} } } },
    { step: { id: 'other', type: 'Shell' } },
  ] as never);
  const states = new Map<string, StepBrief>([['other', { id: 'other', type: 'Shell', status: 'FATALLY_FAILED' }]]);
  it.each([
    ['lo', ['load']],
    ['load+', ['load', 'report']],
    ['+report', ['load', 'report']],
    ['type:shell', ['load', 'other']],
    ['failed', ['other']],
    ['nothing', []],
  ])('%s', (filter, found) => {
    expect([...matching(filter, steps, states)!].sort()).toEqual(found);
  });
  it('without words shows all', () => {
    expect(matching('  ', steps, states)).toBeUndefined();
  });
});
