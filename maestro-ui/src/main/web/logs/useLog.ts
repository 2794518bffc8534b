import { createParser } from 'eventsource-parser';
import { useEffect, useState } from 'react';
import { open } from '~/api/client';

export interface LogLine {
  text: string;
  err: boolean;
}

export interface LogState {
  lines: LogLine[];
  /** Lines at the beginning that are not held any more, so that numbers stay right. */
  skipped: number;
  state: 'loading' | 'open' | 'ended' | 'failed';
  error?: unknown;
}

const HELD = 1_000_000;
const START: LogState = { lines: [], skipped: 0, state: 'loading' };

/** All lines of a log, and those that follow; one update a frame however fast they come. */
export function useLog(path: string): LogState {
  const [log, setLog] = useState<LogState>(START);
  useEffect(() => {
    const stop = new AbortController();
    const lines: LogLine[] = [];
    let skipped = 0;
    let lastId = '';
    let frame = 0;
    setLog(START);
    function show(state: LogState['state'], error?: unknown) {
      if (lines.length > HELD) {
        const extra = lines.length - HELD;
        lines.splice(0, extra);
        skipped += extra;
      }
      setLog({ lines: lines.slice(), skipped, state, error });
    }
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        lastId = id ?? lastId;
        lines.push({ text: data, err: event === 'err' });
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          show('open');
        });
      },
    });
    async function once() {
      const response = await open(path, { follow: true }, 'text/event-stream', stop.signal, lastId);
      show(lines.length > 0 ? 'open' : 'loading');
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
    }
    async function follow() {
      for (let failures = 0; ; failures++) {
        try {
          await once();
          cancelAnimationFrame(frame);
          frame = 0;
          show('ended');
          return;
        } catch (error) {
          if (stop.signal.aborted) return;
          if (failures >= 5 || lines.length === 0) {
            show('failed', error);
            if (failures >= 5) return;
          }
          parser.reset();
          await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 1_000 * 2 ** failures)));
          if (stop.signal.aborted) return;
        }
      }
    }
    void follow();
    return () => {
      stop.abort();
      cancelAnimationFrame(frame);
    };
  }, [path]);
  return log;
}
