import { X } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './basics';

interface Toast {
  id: number;
  content: ReactNode;
  failed: boolean;
}

const STAYS_MS = 8_000;
let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function drop(id: number) {
  change(toasts.filter((toast) => toast.id !== id));
}

/** A message at the edge of the page; failures stay until they are closed. */
export function toast(content: ReactNode, failed = false): void {
  const id = ++last;
  change([...toasts.slice(-3), { id, content, failed }]);
  if (!failed) setTimeout(() => drop(id), STAYS_MS);
}

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div role="status" className="fixed right-4 bottom-14 z-[60] flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 md:bottom-4">
      {shown.map((one) => (
        <div
          key={one.id}
          data-st={one.failed ? 'failed' : 'succeeded'}
          className="flex items-start gap-2 rounded-lg border border-line border-l-[3px] border-l-st bg-raised py-2.5 pr-2 pl-3 shadow-pop"
        >
          <div className="min-w-0 flex-1 pt-0.5 break-words">{one.content}</div>
          <IconButton label={t('common.close')} onPress={() => drop(one.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
