import { useRef, type ReactNode } from 'react';
import { setPrefs, usePrefs } from '~/app/prefs';

const LEAST = 300;
const STEP = 24;

/** A main part and one at its side, which is below it where the window is narrow. The border moves by mouse and arrows. */
export function Splitter({ label, main, side }: { label: string; main: ReactNode; side?: ReactNode }) {
  const width = usePrefs().inspectorWidth;
  const box = useRef<HTMLDivElement>(null);
  function set(next: number) {
    const most = (box.current?.clientWidth ?? 1_200) - LEAST;
    setPrefs({ inspectorWidth: Math.round(Math.max(LEAST, Math.min(most, next))) });
  }
  return (
    <div ref={box} className="flex min-h-0 min-w-0 flex-1 max-lg:flex-col">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">{main}</div>
      {side === undefined ? null : (
        <>
          {/* a separator that can be moved is a control (ARIA window splitter) */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <div
            role="separator"
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label={label}
            aria-orientation="vertical"
            aria-valuenow={width}
            aria-valuemin={LEAST}
            className="w-1 shrink-0 cursor-col-resize border-l border-line hover:bg-selected focus-visible:bg-selected max-lg:hidden"
            onKeyDown={(event) => {
              if (event.key === 'ArrowLeft') set(width + STEP);
              else if (event.key === 'ArrowRight') set(width - STEP);
              else return;
              event.preventDefault();
            }}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => {
              if (event.buttons !== 1) return;
              const right = box.current?.getBoundingClientRect().right ?? 0;
              set(right - event.clientX);
            }}
          />
          <aside
            aria-label={label}
            className="flex min-h-0 shrink-0 flex-col max-lg:h-1/2 max-lg:w-full! max-lg:border-t max-lg:border-line"
            style={{ width }}
          >
            {side}
          </aside>
        </>
      )}
    </div>
  );
}
