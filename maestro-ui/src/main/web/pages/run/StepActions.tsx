import { useQuery } from '@tanstack/react-query';
import { Ellipsis, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionMapQuery } from '~/api/queries';
import type { StepBrief } from '~/api/types';
import { ActDialog } from '~/act/ActDialog';
import { stepCommand, type StepActionName } from '~/act/command';
import { RestartDialog } from '~/act/RestartDialog';
import { Button } from '~/ui/basics';
import { Menu } from '~/ui/Menu';
import { useStatusWord } from '~/ui/Status';
import { useRun } from './context';

const ACTIONS: { name: StepActionName; inMap: string }[] = [
  { name: 'stop', inMap: 'STOP' },
  { name: 'kill', inMap: 'KILL' },
  { name: 'skip', inMap: 'SKIP' },
  { name: 'bypass', inMap: 'BYPASS_STEP_DEPENDENCIES' },
];

/** What can be done with a step, by the server's own map. */
export function StepActions({ step }: { step: StepBrief }) {
  const { t } = useTranslation();
  const { ref } = useRun();
  const word = useStatusWord();
  const [open, setOpen] = useState<StepActionName | 'restart'>();
  const map = useQuery(actionMapQuery('steps'));
  const status = step.status ?? 'NOT_CREATED';
  const allowed = map.data?.[status] ?? [];
  const why = (action: string) =>
    map.data && !allowed.includes(action) ? t('act.stepNotNow', { status: word(status) }) : undefined;
  const close = () => setOpen(undefined);
  const what = `${ref.wf} #${ref.n} › ${step.id}`;
  return (
    <span className="flex items-center gap-1.5">
      <Button small onPress={() => setOpen('restart')} why={why('RESTART')}>
        <RotateCcw size={12} aria-hidden /> {t('act.restartHere')}
      </Button>
      <Menu
        small
        label={t('common.more')}
        trigger={<Ellipsis size={14} aria-hidden />}
        items={ACTIONS.map(({ name, inMap }) => ({
          id: name,
          text: t(`act.${name}Ellipsis`),
          why: why(inMap),
          act: () => setOpen(name),
        }))}
      />
      {open === 'restart' ? (
        <RestartDialog ref_={ref} step={{ id: step.id, attempt: step.attempt ?? 1 }} isOpen onClose={close} />
      ) : null}
      {open !== undefined && open !== 'restart' ? (
        <ActDialog
          title={t(`act.${open}Title`, { what })}
          isOpen
          onClose={close}
          command={stepCommand(open, ref.wf, ref.n, step.id)}
          confirm={t(`act.${open}`)}
          danger={open === 'stop' || open === 'kill'}
          done={() => t(`act.${open}Done`, { what })}
        >
          <p className="text-soft">{t(`act.step_${open}Hint`)}</p>
        </ActDialog>
      ) : null}
    </span>
  );
}
