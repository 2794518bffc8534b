import { useSyncExternalStore } from 'react';

export type LiveState = 'live' | 'paused' | 'reconnecting' | 'polling' | 'stale';

export interface Live {
  state: LiveState;
  /** Changes that came while paused. */
  held: number;
  pausedAt: number;
  /** When data came last. */
  lastData: number;
}

let current: Live = { state: 'polling', held: 0, pausedAt: 0, lastData: Date.now() };
const listeners = new Set<() => void>();

export function live(): Live {
  return current;
}

export function setLive(change: Partial<Live>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLive(): Live {
  return useSyncExternalStore(subscribe, live);
}

export function paused(): boolean {
  return current.state === 'paused';
}
