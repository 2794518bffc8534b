import { useEffect, useRef } from 'react';
import { live, setLive, streamNow } from './live';
import { onResume } from './pause';

const EVERY_MS = 5_000;

/**
 * Reads again every few seconds while the page is looked at, and at once when a pause ends; for servers and pages without
 * a stream of changes.
 */
export function usePolled(read: () => Promise<{ isError?: boolean } | unknown>, active = true, everyMs = EVERY_MS): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    if (!active) return;
    let busy = false;
    async function once() {
      if (busy || document.hidden || live().state === 'paused') return;
      busy = true;
      try {
        const answer = (await latest.current()) as { isError?: boolean } | undefined;
        if (answer?.isError) setLive({ state: live().state === 'paused' ? 'paused' : 'stale' });
        else if (live().state === 'stale') setLive({ state: streamNow(), lastData: Date.now() });
        else setLive({ lastData: Date.now() });
      } finally {
        busy = false;
      }
    }
    const timer = setInterval(() => void once(), everyMs);
    const off = onResume(() => void once());
    return () => {
      clearInterval(timer);
      off();
    };
  }, [active, everyMs]);
}
