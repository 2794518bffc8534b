import { useTranslation } from 'react-i18next';

const STATES = { IN_FORCE: 'succeeded', PAUSED: 'paused', INACTIVE: 'notrun', PENDING: 'queued', OVER: 'notrun' } as const;

/** Whether triggers are in force; the server's sentence says why. */
export function StateChip({ state, message }: { state: string; message?: string }) {
  const { t } = useTranslation();
  const look = STATES[state as keyof typeof STATES] ?? 'queued';
  return (
    <span data-st={look} title={message} className="inline-flex h-5 items-center rounded-full bg-st-tint px-2 text-xs font-medium whitespace-nowrap text-st-text">
      {state in STATES ? t(`triggers.state.${state as keyof typeof STATES}`) : state}
    </span>
  );
}
