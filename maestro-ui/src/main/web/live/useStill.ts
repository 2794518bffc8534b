import { useCallback, useMemo, useState } from 'react';

interface Shown {
  scope: string;
  keys: string[];
}

/**
 * Keeps a list from moving under the reader: rows that are shown change in place, further pages go to the end, and rows
 * that came on top wait until they are asked for.
 */
export function useStill<T>(rows: T[], keyOf: (row: T) => string, scope: string) {
  const [shown, setShown] = useState<Shown>({ scope: '', keys: [] });
  const byKey = useMemo(() => new Map(rows.map((row) => [keyOf(row), row])), [rows, keyOf]);
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  const current = shown.scope === scope && shown.keys.length > 0 ? shown.keys : keys;
  const known = new Set(current);
  const firstKnown = keys.findIndex((key) => known.has(key));
  const fresh = firstKnown < 0 ? [] : keys.slice(0, firstKnown);
  const appended = firstKnown < 0 ? keys : keys.slice(firstKnown).filter((key) => !known.has(key));
  const order = firstKnown < 0 ? keys : [...current, ...appended];
  if (keys.length > 0 && (shown.scope !== scope || order.length !== shown.keys.length || firstKnown < 0)) {
    setShown({ scope, keys: order });
  }
  const showNew = useCallback(() => setShown({ scope, keys }), [scope, keys]);
  const visible = order.flatMap((key) => {
    const row = byKey.get(key);
    return row === undefined ? [] : [row];
  });
  return { rows: visible, fresh: fresh.length, showNew };
}
