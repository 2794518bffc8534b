import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lookOf, type Look, type Status } from './status';

const SOLID = 'var(--st)';

/** Glyphs of 16 × 16; each class can be told from the others without colour. */
const GLYPHS: Record<Look, ReactNode> = {
  succeeded: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="3" fill={SOLID} />
      <path d="M5 8.2l2.1 2.1L11.2 6" stroke="var(--page)" strokeWidth="1.7" fill="none" />
    </>
  ),
  warned: <path d="M8 2l6.5 12h-13z" fill={SOLID} strokeLinejoin="round" />,
  running: (
    <>
      <circle cx="8" cy="8" r="6.2" stroke={SOLID} strokeWidth="1.6" fill="none" />
      <path d="M6.4 5.2l4.4 2.8-4.4 2.8z" fill={SOLID} />
    </>
  ),
  queued: <circle cx="8" cy="8" r="5.6" stroke={SOLID} strokeWidth="1.8" strokeDasharray="2.4 2" fill="none" />,
  waiting: <path d="M4 2h8v2.4L9.4 8 12 11.6V14H4v-2.4L6.6 8 4 4.4z" fill={SOLID} />,
  paused: (
    <>
      <rect x="3.5" y="3" width="3" height="10" fill={SOLID} />
      <rect x="9.5" y="3" width="3" height="10" fill={SOLID} />
    </>
  ),
  retrying: (
    <>
      <path d="M12.6 6A5.2 5.2 0 1 0 13 9.4" stroke={SOLID} strokeWidth="1.8" fill="none" />
      <path d="M13.8 2.6v4.2H9.6z" fill={SOLID} />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.6" fill={SOLID} />
      <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" stroke="var(--page)" strokeWidth="1.8" />
    </>
  ),
  timedout: (
    <>
      <circle cx="8" cy="8.4" r="5.6" stroke={SOLID} strokeWidth="1.8" fill="none" />
      <path d="M8 5.2v3.4l2.2 1.6M6.4 1.4h3.2" stroke={SOLID} strokeWidth="1.6" fill="none" />
    </>
  ),
  stopped: <rect x="3" y="3" width="10" height="10" rx="1" stroke={SOLID} strokeWidth="2" fill="none" />,
  skipped: <path d="M3 3.5L7.5 8 3 12.5M8.5 3.5L13 8l-4.5 4.5" stroke={SOLID} strokeWidth="1.9" fill="none" />,
  notrun: <path d="M3.5 8h9" stroke={SOLID} strokeWidth="2" strokeDasharray="3 1.5" fill="none" />,
};

export function StatusIcon({ status, size = 16, label = true }: { status: string; size?: number; label?: boolean }) {
  const look = lookOf(status);
  const word = useStatusWord()(status);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      data-st={look}
      className="shrink-0"
      role={label ? 'img' : undefined}
      aria-label={label ? word : undefined}
      aria-hidden={label ? undefined : true}
    >
      {GLYPHS[look]}
    </svg>
  );
}

/** The translated word of a status; a code that is not known is shown as it is. */
export function useStatusWord(): (status: string) => string {
  const { t, i18n } = useTranslation();
  return (status) => (i18n.exists(`status.${status}`) ? t(`status.${status as Status}`) : status);
}

export function StatusBadge({ status, large = false }: { status: string; large?: boolean }) {
  const word = useStatusWord()(status);
  return (
    <span
      data-st={lookOf(status)}
      title={status}
      className={`inline-flex shrink-0 items-center gap-1.5 rounded-full bg-st-tint font-medium whitespace-nowrap text-st-text ${
        large ? 'px-2.5 py-0.5 text-sm' : 'px-2 text-xs leading-5'
      }`}
    >
      <StatusIcon status={status} size={large ? 15 : 13} label={false} />
      {word}
    </span>
  );
}
