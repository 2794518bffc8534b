import { describe, expect, it } from 'vitest';
import { barHeight, blocksOf, mostOf, nextBad, sharesOf, statusAt, type LoopMap } from '~/pages/loop/blocks';

const MAP: LoopMap = {
  total: 1_000_000,
  launched: 951_100,
  stats: { S: 951_068, F: 2 },
  ranges: [
    [1, 30_620, 'S'],
    [30_621, 30_621, 'F'],
    [30_622, 900_000, 'S'],
    [900_001, 900_001, 'T'],
    [900_002, 951_100, 'S'],
  ],
  complete: true,
};

describe('blocks of a loop', () => {
  it('are the smallest that fit, and lose no iteration', () => {
    const blocks = blocksOf(MAP, 1, 1_000_000, 5_000);
    expect(blocks.each).toBe(200);
    expect(blocks.count).toBe(5_000);
    const sum = [...blocks.counts.values()].reduce((all, one) => all + one.reduce((a, b) => a + b, 0), 0);
    expect(sum).toBe(951_100);
  });

  it('show what is worse first, and what was not started last', () => {
    const blocks = blocksOf(MAP, 30_601, 30_700, 10);
    expect(sharesOf(blocks, 2)).toEqual([
      { letter: 'F', n: 1 },
      { letter: 'S', n: 9 },
    ]);
    const end = blocksOf(MAP, 951_091, 951_110, 1);
    expect(sharesOf(end, 0)).toEqual([
      { letter: 'S', n: 10 },
      { letter: '.', n: 10 },
    ]);
    expect(mostOf(sharesOf(blocks, 2))).toBe('S');
  });

  it('end at one iteration each', () => {
    expect(blocksOf(MAP, 30_600, 30_640, 1_000).each).toBe(1);
  });

  it('take bins where there are too many ranges', () => {
    const bins = { from: 1, each: 10, S: [10, 9, 10], F: [0, 1, 0] } as unknown as NonNullable<LoopMap['bins']>;
    const blocks = blocksOf({ total: 30, launched: 30, stats: {}, bins, complete: true }, 1, 30, 3);
    expect(sharesOf(blocks, 1)).toEqual([
      { letter: 'F', n: 1 },
      { letter: 'S', n: 9 },
    ]);
  });

  it('one failure among very many is seen', () => {
    expect(barHeight(1, 1_000_000, 12)).toBeGreaterThanOrEqual(2);
    expect(barHeight(10, 10, 12)).toBe(12);
  });
});

describe('failures', () => {
  it('are found one after another, around the ends', () => {
    expect(nextBad(MAP, 0, 1)).toBe(30_621);
    expect(nextBad(MAP, 30_621, 1)).toBe(900_001);
    expect(nextBad(MAP, 900_001, 1)).toBe(30_621);
    expect(nextBad(MAP, 30_621, -1)).toBe(900_001);
    expect(nextBad({ ...MAP, ranges: [[1, 5, 'S']] }, 0, 1)).toBeUndefined();
  });

  it('each iteration has its status', () => {
    expect(statusAt(MAP, 30_621)).toBe('F');
    expect(statusAt(MAP, 999_999)).toBe('.');
  });
});
