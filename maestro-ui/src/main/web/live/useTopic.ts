import { useEffect, useRef } from 'react';
import { live, paused, setLive, streamNow } from './live';
import { onResume } from './pause';
import { listen } from './topics';

const REST_MS = 300;
const POLL_MS = 5_000;

/** Takes an event into what is shown; false: what is shown must be read again. */
export type Patch = (event: string, data: string) => boolean;

/**
 * Keeps a page as the server has it: what changes comes by the browser's one stream. An event that {@code patch} does not
 * take in makes the page read again, at most three times a second; without a stream it is read every five seconds.
 */
export function useTopic(topic: string, read: () => Promise<unknown>, active = true, patch?: Patch): void {
  const latest = useRef({ read, patch });
  useEffect(() => {
    latest.current = { read, patch };
  });
  useEffect(() => {
    if (!active) return;
    let busy = false;
    let again = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function once() {
      timer = undefined;
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      try {
        const answer = (await latest.current.read()) as { isError?: boolean } | undefined;
        if (answer?.isError !== true) setLive({ lastData: Date.now() });
      } finally {
        busy = false;
        if (again) soon();
        again = false;
      }
    }
    function soon() {
      timer ??= setTimeout(() => void once(), REST_MS);
    }
    function hear(event: string, data: string) {
      if (event === 'end') return;
      if (paused()) setLive({ held: live().held + (event === 'hello' ? 0 : 1) });
      else if (event === 'hello' || event === 'reset' || latest.current.patch?.(event, data) !== true) soon();
    }
    const off = listen(topic, hear);
    const resume = onResume(() => void once());
    const poll = setInterval(() => {
      if (streamNow() === 'polling' && !paused() && !document.hidden) void once();
    }, POLL_MS);
    return () => {
      off();
      resume();
      clearInterval(poll);
      clearTimeout(timer);
    };
  }, [topic, active]);
}
