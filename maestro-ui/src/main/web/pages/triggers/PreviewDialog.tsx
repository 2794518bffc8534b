import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '~/act/ActDialog';
import { askFor } from '~/api/client';
import { CopyButton } from '~/ui/basics';
import { Dialog, DialogBody, DialogFoot } from '~/ui/Dialog';
import { TextField } from '~/ui/fields';
import { Skeleton } from '~/ui/states';
import { useDebounced } from '~/ui/useDebounced';
import { NextTimes } from './NextTimes';
import type { NextTime } from './triggers';

interface Preview {
  words: string;
  problems?: string[];
  next: NextTime[];
}

const SHOWN = 50;

/** Writes a schedule: what a cron expression means, and its next fifty times. */
export function PreviewDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [cron, setCron] = useState('0 2 * * *');
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const asked = useDebounced(`${cron}\n${zone}`, 300);
  const preview = useQuery({
    queryKey: ['schedule-preview', asked],
    queryFn: async ({ signal }) => {
      const [expression, timezone] = asked.split('\n');
      return (
        await askFor<Preview>('/api/v3/schedules/preview', { method: 'POST', body: { trigger: { cron: expression, timezone }, count: SHOWN }, signal })
      ).data;
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
  const text = `time_triggers:\n  - cron: ${JSON.stringify(cron)}\n    timezone: ${zone}\n`;
  return (
    <Dialog title={t('triggers.preview')} isOpen onClose={onClose}>
      <DialogBody>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label={t('triggers.cron')} value={cron} onChange={setCron} mono autoFocus />
          <TextField label={t('header.zone')} value={zone} onChange={setZone} mono />
        </div>
        {preview.isError ? <Refusal error={preview.error} /> : null}
        {preview.isPending ? <Skeleton className="mt-4 h-24 w-full" /> : null}
        {preview.data && !preview.isError ? (
          <>
            <p className="mt-4 font-medium" lang="en">
              {preview.data.words}
            </p>
            {preview.data.problems?.map((problem) => (
              <p key={problem} lang="en" className="mt-1 text-danger">
                {problem}
              </p>
            ))}
            <div className="mt-3">
              <NextTimes next={preview.data.next} />
            </div>
          </>
        ) : null}
      </DialogBody>
      <DialogFoot>
        <CopyButton label={t('triggers.copyYaml')} text={text} />
      </DialogFoot>
    </Dialog>
  );
}
