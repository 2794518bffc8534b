import { describe, expect, it } from 'vitest';
import { gridOf, looksOf, mediansOf, nextFailure, nextOther, pace, type GridAnswer } from '~/pages/grid/gridData';

const LEGEND = { S: 'SUCCEEDED', F: 'FATALLY_FAILED', '.': 'NOT_CREATED' };
const run = (n: number, cells: string, ms?: number[]) => ({ n, r: 1, v: 1, s: 'S', c: n, cells, ms });
const NEWER: GridAnswer = {
  rows: [{ id: 'a' }, { id: 'b' }, { id: 'new' }],
  legend: LEGEND,
  runs: [run(4, 'SF.', [10, 20, -1]), run(3, 'SSS', [12, 22, 5])],
  next: '3',
  complete: true,
};
const OLDER: GridAnswer = {
  rows: [{ id: 'b' }, { id: 'a' }, { id: 'old', gone: true }],
  legend: LEGEND,
  runs: [run(2, 'FSS'), run(1, 'SSS')],
  complete: true,
};

describe('a grid of several pages', () => {
  const grid = gridOf([NEWER, OLDER]);

  it('has the oldest run left, and rows in the order of the newest page with those that are gone at the end', () => {
    expect(grid.runs.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(grid.rows.map(({ id }) => id)).toEqual(['a', 'b', 'new', 'old']);
  });

  it('puts each cell into its row, whatever the order of its page', () => {
    expect(grid.cells).toEqual(['SS.S', 'SF.S', 'SSS.', 'SF..']);
  });

  it('leaves the rows that a filter names', () => {
    expect(gridOf([NEWER, OLDER], new Set(['b'])).cells).toEqual(['S', 'F', 'S', 'F']);
  });

  it('finds failures both ways', () => {
    expect(nextFailure(grid, { row: 0, column: 3 }, 1)).toEqual({ row: 1, column: 3 });
    expect(nextFailure(grid, { row: 1, column: 3 }, 1)).toEqual({ row: 1, column: 1 });
    expect(nextFailure(grid, { row: 1, column: 3 }, -1)).toEqual({ row: 1, column: 1 });
    expect(nextFailure(gridOf([{ ...NEWER, runs: [run(1, 'SSS')] }]), { row: 0, column: 0 }, 1)).toBeUndefined();
  });

  it('jumps to the next other status, else to the border', () => {
    expect(nextOther(grid, { row: 0, column: 3 }, 1, 0)).toEqual({ row: 1, column: 3 });
    expect(nextOther(grid, { row: 0, column: 3 }, 0, -1)).toEqual({ row: 0, column: 0 });
  });

  it('an unknown letter looks as what never ran', () => {
    expect(looksOf(grid)('?')).toBe('notrun');
  });

  it('knows what is usual, and how far a duration is from it', () => {
    expect(mediansOf(grid)).toEqual([12, 22, 5, -1]);
    expect(pace(1_000, 1_000)).toBe(2);
    expect(pace(100, 1_000)).toBe(0);
    expect(pace(9_000, 1_000)).toBe(5);
    expect(pace(6, 2)).toBe(3); // a few milliseconds are no news
  });
});
