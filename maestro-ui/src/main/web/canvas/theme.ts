import { useSyncExternalStore } from 'react';
import { STATUS_LOOKS, type Look } from '~/ui/status';

/** Colours as the style sheet has them now; a canvas knows no variables. */
export interface Colours {
  shape: Record<Look, string>;
  tint: Record<Look, string>;
  page: string;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  hover: string;
  selected: string;
}

const LOOKS = [...new Set<Look>(Object.values(STATUS_LOOKS))];

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const each = (part: string) =>
    Object.fromEntries(LOOKS.map((look) => [look, colour(`--st-${look}-${part}`)])) as Record<Look, string>;
  return {
    shape: each('shape'),
    tint: each('tint'),
    page: colour('--page'),
    ink: colour('--ink'),
    soft: colour('--soft'),
    line: colour('--line'),
    accent: colour('--accent'),
    hover: colour('--hover'),
    selected: colour('--selected'),
  };
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** Name of the theme in force; changes make canvases paint anew. */
export function useThemeName(): string {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset.theme ?? 'light');
}
