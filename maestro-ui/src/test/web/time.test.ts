import { describe, expect, it } from 'vitest';
import { criticalPath, idleGaps, ticks, timeScale } from '~/pages/run/time';
import { duration } from '~/ui/format';

const step = (id: string, from: number, to: number) => ({ id, type: 'NoOp', create_time: from, start_time: from, end_time: to });

describe('the scale of time', () => {
  const steps = [step('a', 0, 100), step('b', 7_300_000, 7_300_100)];
  it('cuts a long idle time out and keeps the order', () => {
    expect(idleGaps(steps, 0, 7_300_100)).toEqual([{ from: 100, to: 7_300_000 }]);
    const scale = timeScale(steps, 0, 7_300_100, true);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(7_300_100)).toBeCloseTo(1);
    expect(scale.at(100)).toBeGreaterThan(0.4);
    expect(scale.at(7_300_000)).toBeGreaterThan(scale.at(100));
  });
  it('leaves it in when asked', () => {
    expect(timeScale(steps, 0, 7_300_100, false).at(100)).toBeLessThan(0.001);
  });
  it('has a few round ticks', () => {
    expect(ticks(timeScale([step('a', 0, 10_000)], 0, 10_000, true)).map((tick) => tick.ms)).toContain(4_000);
  });
});

it('the critical path goes back from the last end', () => {
  const steps = [step('a', 0, 10), step('b', 10, 20), step('c', 10, 90), step('d', 90, 95)];
  const dag = { a: { successors: { b: 'true', c: 'true' } }, b: { successors: { d: 'true' } }, c: { successors: { d: 'true' } } };
  expect([...criticalPath(steps, dag)]).toEqual(['d', 'c', 'a']);
});

it.each([
  [405, '405 ms'],
  [12_345, '12.3 sec'],
])('%d ms read as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
