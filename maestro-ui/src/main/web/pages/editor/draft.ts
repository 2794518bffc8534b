import { useEffect, useRef, useState } from 'react';

/** What somebody writes and has not pushed; kept in this browser. */
export interface Draft {
  text: string;
  media: 'application/yaml' | 'application/json';
  /** Version that it was begun from, and the tag of the state that was in force then. */
  base?: number;
  etag?: string;
  savedAt: number;
}

const KEY = 'maestro.draft.1.';
const SAVE_MS = 600;

export function readDraft(name: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY + name) ?? 'null');
    return typeof kept === 'object' && kept !== null && typeof (kept as Draft).text === 'string' ? (kept as Draft) : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(name: string): void {
  localStorage.removeItem(KEY + name);
}

/** Keeps a draft a moment after it changed. @returns when it was kept; none: not yet, or the browser keeps nothing */
export function useSavedDraft(name: string, draft: Omit<Draft, 'savedAt'>, changed: boolean): number | undefined {
  const [savedAt, setSavedAt] = useState<number>();
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(() => {
      const now = Date.now();
      try {
        localStorage.setItem(KEY + name, JSON.stringify({ ...latest.current, savedAt: now }));
        setSavedAt(now);
      } catch {
        setSavedAt(undefined);
      }
    }, SAVE_MS);
    return () => clearTimeout(timer);
  }, [name, draft.text, changed]);
  return savedAt;
}
