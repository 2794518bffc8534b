import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/main/web/styles/tokens.css', 'utf8');

function theme(start: string): Record<string, string> {
  const from = css.indexOf(start);
  const block = css.slice(from, css.indexOf('\n}', from));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}

function ratio(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', ':root {'],
  ['dark', ":root[data-theme='dark']"],
])('the %s theme', (_name, start) => {
  const colours = theme(start);
  it('has text that can be read', () => {
    for (const text of ['ink', 'soft', 'link', 'danger'])
      for (const ground of ['page', 'raised', 'hover']) {
        expect(ratio(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    expect(ratio(colours.ink!, colours.selected!)).toBeGreaterThanOrEqual(7);
    expect(ratio(colours['on-accent']!, colours.accent!)).toBeGreaterThanOrEqual(4.5);
  });
  it('has statuses that can be seen and read', () => {
    for (const name of Object.keys(colours).filter((key) => key.endsWith('-shape'))) {
      const status = name.slice(0, -'-shape'.length);
      expect(ratio(colours[name]!, colours.page!), name).toBeGreaterThanOrEqual(3);
      expect(ratio(colours[`${status}-text`]!, colours[`${status}-tint`]!), status).toBeGreaterThanOrEqual(4.5);
    }
    expect(ratio(colours.field!, colours.page!)).toBeGreaterThanOrEqual(3);
  });
});
