import { useEffect, useRef, useState } from 'react';

/** A text that is shown at once and told to others when typing rests. */
export function useDebouncedText(value: string, tell: (value: string) => void, restMs = 250) {
  const [shown, setShown] = useState(value);
  const told = useRef(value);
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setShown(value);
  }, [value]);
  useEffect(() => {
    if (shown === told.current) return;
    const timer = setTimeout(() => {
      told.current = shown;
      latest.current(shown);
    }, restMs);
    return () => clearTimeout(timer);
  }, [shown, restMs]);
  return [shown, setShown] as const;
}

/** The value as it was when it last rested. */
export function useDebounced<T>(value: T, restMs: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}
