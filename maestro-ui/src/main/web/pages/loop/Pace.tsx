import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, duration } from '~/ui/format';

const WINDOW_MS = 10_000;

interface Seen {
  at: number;
  launched: number;
}

/** How fast iterations end, over the last ten seconds, and how long the rest takes at that rate. */
export function Pace({ launched, total }: { launched: number; total: number }) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState<Seen[]>([]);
  useEffect(() => {
    const at = Date.now();
    setSeen((before) => [...before.filter((one) => at - one.at < WINDOW_MS), { at, launched }]);
  }, [launched]);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || last.at - first.at < 1_500 || last.launched <= first.launched) return null;
  const rate = ((last.launched - first.launched) / (last.at - first.at)) * 1_000;
  return (
    <span className="num text-soft">
      {t('loop.rate', { n: count(Math.round(rate)) })} · {t('loop.left', { time: duration(((total - launched) / rate) * 1_000) })}
    </span>
  );
}
