import { CircleAlert, RotateCw } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '~/api/client';
import { Button, CopyButton } from './basics';

export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={`skeleton appear-late ${className}`} />;
}

/** Rows of the final height while the first data comes. */
export function SkeletonRows({ rows = 8, height = 32 }: { rows?: number; height?: number }) {
  return (
    <div aria-hidden className="appear-late">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center border-b border-line px-4" style={{ height }}>
          <div className="skeleton h-3" style={{ width: `${35 + ((row * 37) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}

/** What an empty place is for, and the next thing to do. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      {icon ? <div className="mb-3 text-field">{icon}</div> : null}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children ? <div className="mt-1.5 max-w-xl text-soft">{children}</div> : null}
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** A command that can be copied. */
export function Command({ text }: { text: string }) {
  return (
    <div className="flex max-w-full items-center gap-1 rounded-md border border-line bg-raised pl-3 text-left">
      <code className="mono min-w-0 flex-1 overflow-x-auto py-1.5 whitespace-pre text-ink">{text}</code>
      <CopyButton text={text} />
    </div>
  );
}

export function ErrorState({ error, onRetry, what }: { error: unknown; onRetry?: () => void; what?: string }) {
  const { t } = useTranslation();
  const api = error instanceof ApiError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const title =
    api?.status === 404
      ? (what ?? t('error.notFound'))
      : api?.status === 0
        ? t('error.noAnswer')
        : api?.status === 503
          ? t('error.unavailable')
          : t('error.failed');
  return (
    <div role="alert" className="m-4 flex gap-3 rounded-lg border border-line bg-raised p-4">
      <CircleAlert size={18} className="mt-px shrink-0 text-danger" />
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        <p lang="en" className="mt-1 break-words text-soft">
          {message}
        </p>
        {api && api.errors.length > 0 ? (
          <ul lang="en" className="mt-1 list-disc pl-4 break-words text-soft">
            {api.errors.slice(0, 10).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : null}
        <div className="mt-3 flex gap-2">
          {onRetry ? (
            <Button small onPress={onRetry}>
              <RotateCw size={13} />
              {t('common.tryAgain')}
            </Button>
          ) : null}
          <CopyButton label={t('error.copyDetails')} text={() => details(error)} />
        </div>
      </div>
    </div>
  );
}

function details(error: unknown): string {
  const api = error instanceof ApiError ? error : undefined;
  return [
    window.location.href,
    new Date().toISOString(),
    api ? `${api.status} ${api.code}` : '',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    ...(api?.errors ?? []),
  ].join('\n');
}

/** A fault in one pane takes down that pane only. */
export class PaneBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
