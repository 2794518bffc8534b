import { useEffect, useRef } from 'react';
import { prefs } from './prefs';

/** Whether somebody writes there, so that letters are text. */
function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/**
 * Single keys of a page, by `event.key`; two in a row are written `g h`. They do nothing while somebody writes, while a
 * dialog is open or when letters are switched off.
 */
export function useKeys(keys: Keys, active = true): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!active) return;
    let first = '';
    let since = 0;
    function down(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (writes(event.target) || dialogOpen()) return;
      if (event.key.length === 1 && !prefs().letters) return;
      const pair = Date.now() - since < 1_000 ? `${first} ${event.key}` : '';
      const act = latest.current[pair] ?? (pair === '' || first !== 'g' ? latest.current[event.key] : undefined);
      first = event.key;
      since = Date.now();
      if (!act) return;
      event.preventDefault();
      act(event);
    }
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, [active]);
}
