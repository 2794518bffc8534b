import { useSyncExternalStore } from 'react';
import { usePrefs } from '~/app/prefs';
import { duration, exactTime, relativeTime, rfc3339 } from './format';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) timer = setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

const still = () => () => {};

/** The time, renewed each second while {@code running}; one timer for the whole page. */
export function useNow(running = true): number {
  return useSyncExternalStore(running ? subscribe : still, () => now);
}

/** "4 min ago", with the exact time in the tooltip; copied as RFC 3339. */
export function TimeText({ ms }: { ms: number | undefined | null }) {
  usePrefs();
  const at = useNow();
  if (!ms) return <span className="text-soft">–</span>;
  return (
    <time
      dateTime={rfc3339(ms)}
      title={exactTime(ms)}
      className="whitespace-nowrap"
      onCopy={(event) => {
        event.preventDefault();
        event.clipboardData.setData('text/plain', rfc3339(ms));
      }}
    >
      {relativeTime(ms, at)}
    </time>
  );
}

/** How long something took; it counts while there is no end. */
export function DurationText({ start, end }: { start?: number | null; end?: number | null }) {
  const at = useNow(Boolean(start) && !end);
  if (!start) return <span className="text-soft">–</span>;
  return <span className="num whitespace-nowrap">{duration((end || Math.max(at, start)) - start)}</span>;
}
