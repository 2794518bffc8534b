import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { count, dayAndTime } from '~/ui/format';
import { lookOf } from '~/ui/status';
import { useStatusWord } from '~/ui/Status';
import type { Summary } from './summary';

const ORDER = ['SUCCEEDED', 'STOPPED', 'TIMED_OUT', 'FAILED'];
const HEIGHT = 56;

/** How runs ended over the window, a bar a part of it; a press leads to the runs of that part. */
export function EndedBars({ summary, owner }: { summary: Summary; owner?: string }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const navigate = useNavigate();
  const { each_ms: each } = summary.ended;
  const counts = (status: string) => (summary.ended[status] as number[] | undefined) ?? [];
  const bars = counts('SUCCEEDED').length;
  const totals = Array.from({ length: bars }, (_, bar) => ORDER.reduce((sum, status) => sum + (counts(status)[bar] ?? 0), 0));
  const most = Math.max(1, ...totals);
  function texts(bar: number): string {
    const from = summary.from + bar * each;
    const parts = ORDER.filter((status) => (counts(status)[bar] ?? 0) > 0).map((status) => `${word(status)} ${count(counts(status)[bar]!)}`);
    return `${dayAndTime(from)} – ${dayAndTime(from + each)}: ${parts.length === 0 ? '0' : parts.join(', ')}`;
  }
  return (
    <section className="panel mt-4 px-4 pt-2.5 pb-2">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold">{t('home.ended')}</h2>
        <p className="num text-xs text-soft">
          {t('home.most', { n: count(most) })}
        </p>
      </div>
      <div className="flex items-end gap-px" style={{ height: HEIGHT }} role="img" aria-label={t('home.endedLabel', { n: count(totals.reduce((sum, n) => sum + n, 0)) })}>
        {totals.map((total, bar) => (
          // bars have no other name than their place
          // eslint-disable-next-line react/no-array-index-key
          <span key={bar} className="relative flex h-full min-w-0 flex-1 flex-col justify-end hover:bg-hover" title={texts(bar)} onClick={() => void navigate({ to: '/runs', search: { owner, from: summary.from + bar * each, to: summary.from + (bar + 1) * each } })}>
            {total === 0 ? <i className="h-px bg-line" /> : null}
            {ORDER.toReversed().map((status) => {
              const n = counts(status)[bar] ?? 0;
              return n === 0 ? null : (
                <i key={status} data-st={lookOf(status)} className="block w-full bg-st first:rounded-t-xs" style={{ height: Math.max(2, (n / most) * (HEIGHT - 4)) }} />
              );
            })}
          </span>
        ))}
      </div>
      <p className="num mt-1 flex justify-between text-xs text-soft">
        <span>{dayAndTime(summary.from)}</span>
        <span>{t('home.now')}</span>
      </p>
    </section>
  );
}
