import { describe, expect, it } from 'vitest';
import { rowAt, rowCount, rowOf, segmentsOf } from '~/logs/rows';

const launch = (name: string, last: number, dropped: [number, number][] = []) => ({ launch: name, first: 1, last, bytes: 1, dropped });

describe('rows of a log', () => {
  it('are its lines', () => {
    const segments = segmentsOf([launch('a', 1_000_000)]);
    expect(rowCount(segments)).toBe(1_000_000);
    expect(rowAt(segments, 499_999)?.n).toBe(500_000);
    expect(rowOf(segments, 500_000)).toBe(499_999);
  });

  it('say in one row what is missing', () => {
    const segments = segmentsOf([launch('a', 100, [[11, 90]])]);
    expect(rowCount(segments)).toBe(21);
    expect(rowAt(segments, 10)?.segment).toMatchObject({ kind: 'dropped', from: 11, to: 90 });
    expect(rowAt(segments, 11)?.n).toBe(91);
    expect(rowOf(segments, 50)).toBe(10);
  });

  it('have a row before each launch when there are several; a line is of the newest one', () => {
    const segments = segmentsOf([launch('a', 3), launch('b', 2)]);
    expect(rowCount(segments)).toBe(7);
    expect(rowAt(segments, 4)?.segment.kind).toBe('launch');
    expect(rowOf(segments, 1)).toBe(5);
    expect(rowOf(segments, 1, 'a')).toBe(1);
    expect(rowOf(segments, 3)).toBeUndefined();
  });

  it('are none of an empty log', () => {
    expect(rowCount(segmentsOf([]))).toBe(0);
    expect(rowAt([], 0)).toBeUndefined();
  });
});
