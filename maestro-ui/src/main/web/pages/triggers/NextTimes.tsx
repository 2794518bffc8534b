import { useTranslation } from 'react-i18next';
import { Chip } from '~/ui/basics';
import { TimeText } from '~/ui/Time';
import type { NextTime } from './triggers';

const KNOWN = ['DST_SKIPPED', 'DST_REPEATED', 'FUZZY'] as const;

/** Times to come as the zone's clock shows them; skipped and repeated hours of a change of the clock are marked. */
export function NextTimes({ next }: { next: NextTime[] }) {
  const { t } = useTranslation();
  if (next.length === 0) return <span className="text-soft">{t('triggers.never')}</span>;
  return (
    <ol className="num flex flex-col gap-0.5">
      {next.map((one) => (
        <li key={one.local} className="flex flex-wrap items-center gap-2">
          <span className={one.time === undefined ? 'text-soft line-through' : ''}>{one.local.replace('T', ' ')}</span>
          {one.time === undefined ? null : (
            <span className="text-xs text-soft">
              <TimeText ms={one.due_time ?? one.time} />
            </span>
          )}
          {one.marks?.map((mark) => (
            <Chip key={mark} title={mark}>
              {(KNOWN as readonly string[]).includes(mark) ? t(`triggers.mark.${mark as (typeof KNOWN)[number]}`) : mark}
            </Chip>
          ))}
        </li>
      ))}
    </ol>
  );
}
