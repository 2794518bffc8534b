import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useKeys } from '~/app/keys';
import { usePrefs } from '~/app/prefs';
import { Checkbox } from './fields';
import { useTranslation } from 'react-i18next';

export interface Column<T> {
  id: string;
  header: string;
  /** A track of the grid, such as `minmax(12rem, 2fr)` or `6rem`. */
  width: string;
  cell: (row: T) => ReactNode;
  end?: boolean;
  /** Left out where the table is narrower, in px. */
  from?: number;
}

export interface Selection {
  keys: ReadonlySet<string>;
  change: (keys: ReadonlySet<string>) => void;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  onOpen: (row: T, newTab: boolean) => void;
  onNearEnd?: () => void;
  selection?: Selection;
  /** All rows that there are, when more than the loaded ones are known. */
  total?: number;
  className?: string;
}

function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(1_200);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 1_200));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Rows in view only, however many are loaded. Arrows, j and k move, Enter opens, o opens a tab, x selects. */
export function DataTable<T>(props: Props<T>) {
  const { label, rows, rowKey, onOpen, onNearEnd, selection, total, className = '' } = props;
  const { t } = useTranslation();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const width = useWidth(box);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const height = usePrefs().density === 'compact' ? 28 : 34;
  const columns = props.columns.filter((column) => (column.from ?? 0) <= width);
  const tracks = `${selection ? '2rem ' : ''}${columns.map((column) => column.width).join(' ')}`;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box,
    estimateSize: () => height,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - 20) onNearEnd?.();
  }, [lastShown, rows.length, onNearEnd]);
  useEffect(() => virtual.measure(), [height, virtual]);

  function focusRow(index: number) {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => box?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
  }
  function select(index: number, range: boolean) {
    if (!selection) return;
    const keys = new Set(selection.keys);
    const from = range ? Math.min(anchor.current, index) : index;
    const to = range ? Math.max(anchor.current, index) : index;
    const wanted = !keys.has(rowKey(rows[index]!));
    for (const row of rows.slice(from, to + 1)) {
      if (wanted || range) keys.add(rowKey(row));
      else keys.delete(rowKey(row));
    }
    anchor.current = index;
    selection.change(keys);
  }
  function move(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((box?.clientHeight ?? 400) / height) - 2);
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      focusRow(next);
    } else if (event.key === 'Enter' && event.target === event.currentTarget) {
      const row = rows[active];
      if (row) onOpen(row, event.ctrlKey || event.metaKey);
    }
  }
  useKeys({
    j: () => focusRow(box?.contains(document.activeElement) ? active + 1 : active),
    k: () => focusRow(active - 1),
    o: () => rows[active] && onOpen(rows[active], true),
    x: (event) => select(active, event.shiftKey),
  });
  return (
    <div
      ref={setBox}
      role="grid"
      aria-label={label}
      aria-rowcount={total ?? rows.length}
      className={`min-h-0 flex-1 overflow-auto ${className}`}
    >
      <div role="rowgroup" className="sticky top-0 z-10 bg-page">
        <div
          role="row"
          className="grid items-center gap-x-4 border-b border-line px-4 text-xs font-medium text-soft"
          style={{ gridTemplateColumns: tracks, height: 30 }}
        >
          {selection ? <span role="columnheader" aria-label={t('table.selected')} /> : null}
          {columns.map((column) => (
            <span key={column.id} role="columnheader" className={`truncate ${column.end ? 'text-right' : ''}`}>
              {column.header}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const key = rowKey(row);
          const selected = selection?.keys.has(key) ?? false;
          return (
            <div
              key={key}
              role="row"
              aria-rowindex={item.index + 1}
              aria-selected={selection ? selected : undefined}
              data-row={item.index}
              tabIndex={item.index === Math.min(active, rows.length - 1) ? 0 : -1}
              onFocus={() => setActive(item.index)}
              onKeyDown={move}
              onClick={(event) => {
                const target = event.target as HTMLElement;
                if (target.closest('a, button, input, label') || window.getSelection()?.toString()) return;
                onOpen(row, event.ctrlKey || event.metaKey);
              }}
              className={`absolute inset-x-0 grid items-center gap-x-4 border-b border-line px-4 -outline-offset-2! hover:bg-hover ${
                selected ? 'bg-selected' : ''
              }`}
              style={{ gridTemplateColumns: tracks, height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {selection ? (
                <span role="gridcell" className="flex">
                  <Checkbox
                    label={t('table.select', { what: key })}
                    hideLabel
                    isSelected={selected}
                    onChange={() => select(item.index, false)}
                    excludeFromTabOrder
                  />
                </span>
              ) : null}
              {columns.map((column) => (
                <span
                  key={column.id}
                  role="gridcell"
                  className={`flex min-w-0 items-center gap-2 ${column.end ? 'justify-end' : ''}`}
                >
                  {column.cell(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
