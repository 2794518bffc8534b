import type { ReactNode } from 'react';
import { useEffect } from 'react';

/** The head of a page: its title, what belongs beside it, and the document's title. */
export function PageHead({
  title,
  document: documentTitle,
  children,
  actions,
}: {
  title: ReactNode;
  document: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  useEffect(() => {
    window.document.title = `${documentTitle} · Maestro`;
  }, [documentTitle]);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2.5">
      <h1 className="min-w-0 text-lg font-semibold break-words">{title}</h1>
      {children}
      {actions ? <div className="flex flex-1 flex-wrap justify-end gap-2 max-sm:flex-none max-sm:basis-full max-sm:justify-start">{actions}</div> : null}
    </div>
  );
}
