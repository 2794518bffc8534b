import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// jsdom lacks what browsers have
CSS_escape();
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
})) as unknown as typeof window.matchMedia;

function CSS_escape() {
  const css = (globalThis.CSS ?? {}) as { escape?: (text: string) => string };
  css.escape ??= (text) => text.replace(/[^\w-]/g, (letter) => `\\${letter}`);
  globalThis.CSS = css as typeof CSS;
}

afterEach(cleanup);
