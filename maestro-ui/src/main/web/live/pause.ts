import { live, setLive, streamNow } from './live';

const resumed = new Set<() => void>();

/** Called when changes flow again, so that what was missed is read. */
export function onResume(listener: () => void): () => void {
  resumed.add(listener);
  return () => resumed.delete(listener);
}

export function togglePause(): void {
  if (live().state === 'paused') {
    setLive({ state: streamNow(), held: 0 });
    for (const listener of resumed) listener();
  } else {
    setLive({ state: 'paused', held: 0, pausedAt: Date.now() });
  }
}
