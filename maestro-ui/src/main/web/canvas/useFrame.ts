import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Calls the latest {@code paint} once in the next frame, however often it is asked. */
export function useFrame(paint: () => void): () => void {
  const latest = useRef(paint);
  const frame = useRef(0);
  useLayoutEffect(() => {
    latest.current = paint;
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    },
    [],
  );
  return useCallback(() => {
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      latest.current();
    });
  }, []);
}

/** Size of an element as it is now, in CSS pixels. */
export function useSize(element: HTMLElement | null): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element) return;
    const read = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, [element]);
  return size;
}
