import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';
export type Zone = 'browser' | 'utc';

/** What somebody prefers; kept in this browser only. */
export interface Prefs {
  theme: Theme;
  lang: 'en' | 'zh' | '';
  density: 'comfortable' | 'compact';
  zone: Zone;
  /** Sent as the `user` header of changes. */
  user: string;
  /** Whether single letters act. */
  letters: boolean;
  railFolded: boolean;
  inspectorWidth: number;
}

const KEY = 'maestro.ui.1';
const USUAL: Prefs = {
  theme: 'system',
  lang: '',
  density: 'comfortable',
  zone: 'browser',
  user: '',
  letters: true,
  railFolded: false,
  inspectorWidth: 460,
};

function read(): Prefs {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...USUAL, ...(typeof kept === 'object' && kept !== null ? kept : {}) };
  } catch {
    return USUAL;
  }
}

let current = read();
const listeners = new Set<() => void>();

function tellAll() {
  for (const listener of listeners) listener();
}

window.addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  current = read();
  tellAll();
});

export function prefs(): Prefs {
  return current;
}

export function setPrefs(change: Partial<Prefs>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // a browser that keeps nothing: the choice holds for this page
  }
  tellAll();
}

export function onPrefs(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePrefs(): Prefs {
  return useSyncExternalStore(onPrefs, prefs);
}

/** The theme in force, following the system where that is asked for. */
export function isDark(): boolean {
  const system = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return current.theme === 'dark' || (current.theme === 'system' && system);
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}
