import { useEffect, useState } from 'react';
import { get } from '~/api/client';

export interface Hit {
  launch: string;
  n: number;
  from: number;
  to: number;
}

interface Answer {
  hits: Hit[];
  next?: { launch: string; n: number };
}

export interface Found {
  hits: Hit[];
  /** False: there may be more. */
  complete: boolean;
  busy: boolean;
  error?: unknown;
}

const NONE: Found = { hits: [], complete: true, busy: false };
const HITS_MAX = 20_000;

/** All places of a text in a log, found by the server over all of its lines; they come in as they are found. */
export function useSearch(path: string, q: string, regex: boolean): Found {
  const [found, setFound] = useState<Found>(NONE);
  useEffect(() => {
    if (q === '') {
      setFound(NONE);
      return;
    }
    const stop = new AbortController();
    async function all() {
      let hits: Hit[] = [];
      setFound({ hits, complete: false, busy: true });
      let next: Answer['next'];
      try {
        do {
          const answer: Answer = await get<Answer>(
            `${path}/search`,
            { q, regex: regex || undefined, max: hits.length === 0 ? 100 : 1_000, launch: next?.launch, from: next?.n },
            stop.signal,
          );
          hits = [...hits, ...answer.hits];
          next = answer.next;
          setFound({ hits, complete: next === undefined, busy: next !== undefined && hits.length < HITS_MAX });
        } while (next !== undefined && hits.length < HITS_MAX && !stop.signal.aborted);
      } catch (error) {
        if (!stop.signal.aborted) setFound({ hits, complete: false, busy: false, error });
      }
    }
    void all();
    return () => stop.abort();
  }, [path, q, regex]);
  return found;
}
