import { live, setLive } from './live';

let before: 'live' | 'polling' = 'polling';
const resumed = new Set<() => void>();

/** Called when changes flow again, so that what was missed is read. */
export function onResume(listener: () => void): () => void {
  resumed.add(listener);
  return () => resumed.delete(listener);
}

export function togglePause(): void {
  const { state } = live();
  if (state === 'paused') {
    setLive({ state: before, held: 0 });
    for (const listener of resumed) listener();
  } else {
    before = state === 'live' ? 'live' : 'polling';
    setLive({ state: 'paused', held: 0, pausedAt: Date.now() });
  }
}
