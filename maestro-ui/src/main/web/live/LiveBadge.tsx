import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { useKeys } from '~/app/keys';
import { Tip } from '~/ui/basics';
import { clockTime, duration } from '~/ui/format';
import { useNow } from '~/ui/Time';
import { useLive, type LiveState } from './live';
import { togglePause } from './pause';

const DOTS: Record<LiveState, string> = {
  live: 'succeeded',
  polling: 'succeeded',
  paused: 'paused',
  reconnecting: 'retrying',
  stale: 'retrying',
};

/** How fresh the page is; a press (or `p`) stops and resumes all changes. */
export function LiveBadge() {
  const { t } = useTranslation();
  const state = useLive();
  const now = useNow(state.state !== 'live' && state.state !== 'polling');
  useKeys({ p: togglePause });
  const age = duration(Math.max(0, now - state.lastData));
  const text =
    state.state === 'paused'
      ? t('live.pausedSince', { count: state.held, time: clockTime(state.pausedAt) })
      : state.state === 'stale' || state.state === 'reconnecting'
        ? t('live.stale', { age })
        : t(`live.${state.state}`);
  return (
    <Tip text={t(`live.${state.state}Hint`)}>
      <AriaButton
        onPress={togglePause}
        data-st={DOTS[state.state]}
        className="flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs text-soft data-hovered:bg-hover data-hovered:text-ink"
      >
        <Mark state={state.state} />
        <span className="max-w-52 truncate max-sm:sr-only">{text}</span>
      </AriaButton>
    </Tip>
  );
}

function Mark({ state }: { state: LiveState }) {
  if (state === 'paused')
    return (
      <span aria-hidden className="flex gap-0.5">
        <i className="h-2.5 w-0.5 bg-st" />
        <i className="h-2.5 w-0.5 bg-st" />
      </span>
    );
  const filled = state === 'live';
  return <i aria-hidden className={`size-2 rounded-full border-[1.5px] border-st ${filled ? 'bg-st' : ''}`} />;
}
