import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface Props<K extends string> {
  label: string;
  tabs: readonly { id: K; text: string }[];
  selected: K;
  onSelect: (id: K) => void;
  small?: boolean;
  children: ReactNode;
}

/** One of several panes; arrows, Home and End go from tab to tab. */
export function Tabs<K extends string>({ label, tabs, selected, onSelect, small = false, children }: Props<K>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = tabs[to[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className={`flex shrink-0 overflow-x-auto overflow-y-hidden border-b border-line ${small ? 'gap-0.5 px-2' : 'gap-1 px-3'}`}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `${base}-panel` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
            onKeyDown={move}
            className={`-mb-px flex shrink-0 items-center border-b-2 border-transparent text-sm whitespace-nowrap text-soft outline-offset-[-2px]! hover:text-ink aria-selected:border-accent aria-selected:font-semibold aria-selected:text-ink ${
              small ? 'h-8 px-2' : 'h-9 px-2.5'
            }`}
          >
            {tab.text}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`} className="flex min-h-0 min-w-0 flex-1 flex-col">
        {children}
      </div>
    </div>
  );
}
