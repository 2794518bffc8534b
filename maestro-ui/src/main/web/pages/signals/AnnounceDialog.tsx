import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { get, v3 } from '~/api/client';
import { TextField } from '~/ui/fields';
import { count } from '~/ui/format';
import { useDebounced } from '~/ui/useDebounced';
import { signalParams, wellFormed } from './params';
import type { Listener } from './Signals';

/** Announces a signal, and says before who waits for its name. */
export function AnnounceDialog({ name: first, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(first);
  const [text, setText] = useState('');
  const asked = useDebounced(name, 300);
  const listeners = useQuery({
    queryKey: ['signal', asked, 'listeners'],
    queryFn: ({ signal }) => get<Listener[]>(`${v3('signals', asked)}/listeners`, { size: 100 }, signal),
    enabled: asked !== '',
  });
  const params = signalParams(text);
  const good = name.trim() !== '' && wellFormed(text);
  const waits = listeners.data ?? [];
  const steps = waits.filter((one) => one.type === 'STEP').length;
  return (
    <ActDialog<{ seq_id?: number }>
      title={t('signals.announceTitle')}
      isOpen
      onClose={onClose}
      confirm={t('signals.announce')}
      command={
        good
          ? {
              method: 'POST',
              path: '/api/v3/signals',
              body: { name, params },
              cli: [
                'signal',
                'announce',
                name,
                ...Object.entries(params).flatMap(([key, value]) => ['--param', `${key}=${quoted(value)}`]),
              ],
            }
          : undefined
      }
      done={(answer) => t('signals.announced', { name, n: answer.seq_id === undefined ? '' : count(answer.seq_id) })}
    >
      <div className="flex flex-col gap-3">
        <TextField label={t('signals.name')} value={name} onChange={setName} autoFocus={first === ''} mono />
        <TextField
          label={t('signals.params')}
          value={text}
          onChange={setText}
          placeholder={'day=20261130 region="eu"'}
          hint={t('signals.paramsHint')}
          error={wellFormed(text) ? undefined : t('signals.paramsError')}
          mono
        />
        <p className="text-soft">
          {waits.length === 0 ? t('signals.nobody') : t('signals.wouldTell', { steps: count(steps), triggers: count(waits.length - steps) })}
        </p>
      </div>
    </ActDialog>
  );
}

/** As the CLI reads it: text that looks like a number stands in double quotes. */
function quoted(value: string | bigint): string {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? `"${value}"` : String(value);
}
