import { useSyncExternalStore } from 'react';

export type LiveState = 'live' | 'paused' | 'reconnecting' | 'polling' | 'stale';

/** How changes come: as they happen, by reading again, or not now. */
export type Stream = 'live' | 'polling' | 'reconnecting';

export interface Live {
  state: LiveState;
  /** Changes that came while paused. */
  held: number;
  pausedAt: number;
  /** When data came last. */
  lastData: number;
}

let current: Live = { state: 'polling', held: 0, pausedAt: 0, lastData: Date.now() };
let stream: Stream = 'polling';
const listeners = new Set<() => void>();

export function live(): Live {
  return current;
}

export function setLive(change: Partial<Live>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

/** How the stream stands from now on; a pause goes on until somebody ends it. */
export function setStream(next: Stream): void {
  stream = next;
  if (current.state === 'paused' || current.state === next) return;
  setLive(next === 'live' ? { state: next, lastData: Date.now() } : { state: next });
}

export function streamNow(): Stream {
  return stream;
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
