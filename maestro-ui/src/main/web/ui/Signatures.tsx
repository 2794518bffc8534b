import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sample, Signature } from '~/api/types';
import { count } from './format';
import { lookOf } from './status';
import { StatusIcon, useStatusWord } from './Status';
import { TimeText } from './Time';

/** One row a signature, the most frequent first: how often, where, what, when, and three of them to look at. */
export function Signatures({ groups, total, sample }: { groups: Signature[]; total: number; sample: (one: Sample) => ReactNode }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  return (
    <ul>
      {groups.map((group) => (
        <li key={`${group.step_id} ${group.signature}`} className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-4 border-b border-line px-4 py-2.5">
          <div>
            <p className="num text-base font-semibold">{count(group.count)}</p>
            <div aria-hidden className="mt-1 h-1 rounded-full bg-sunken">
              <div data-st={lookOf(group.status)} className="h-1 rounded-full bg-st" style={{ width: `${Math.max(4, (group.count / Math.max(1, total)) * 100)}%` }} />
            </div>
          </div>
          <div className="min-w-0">
            <p className="flex min-w-0 items-start gap-2">
              <StatusIcon status={group.status} size={15} />
              <span className="min-w-0 break-words">
                {group.step_id ? <span className="font-semibold">{group.step_id} </span> : null}
                <span lang="en">{group.message === '' ? word(group.status) : group.message}</span>
              </span>
            </p>
            <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 pl-[23px] text-xs text-soft">
              <span>
                {t('errors.last')} <TimeText ms={group.last_time} />
              </span>
              {group.count > 1 ? (
                <span>
                  {t('errors.first')} <TimeText ms={group.first_time} />
                </span>
              ) : null}
              <span className="flex flex-wrap gap-x-2">
                {t('errors.samples')}
                {group.samples.map((one) => (
                  <span key={`${one.workflow_id} ${one.workflow_instance_id}`} className="num">
                    {sample(one)}
                  </span>
                ))}
              </span>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
