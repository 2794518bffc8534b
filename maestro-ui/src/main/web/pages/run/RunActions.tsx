import { useQuery } from '@tanstack/react-query';
import { Ellipsis, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionMapQuery, runsOfQuery } from '~/api/queries';
import { ActDialog } from '~/act/ActDialog';
import { runCommand } from '~/act/command';
import { RestartDialog } from '~/act/RestartDialog';
import { useKeys } from '~/app/keys';
import { Button } from '~/ui/basics';
import { copyText } from '~/ui/clipboard';
import { Menu } from '~/ui/Menu';
import { runEnded } from '~/ui/status';
import { useStatusWord } from '~/ui/Status';
import { toast } from '~/ui/toast';
import { useRun } from './context';

type Open = 'restart' | 'stop' | 'kill' | 'unblock';

/** What can be done with the run, by the server's own map; what cannot says why. */
export function RunActions() {
  const { t } = useTranslation();
  const { ref, run } = useRun();
  const word = useStatusWord();
  const [open, setOpen] = useState<Open>();
  const map = useQuery(actionMapQuery('runs'));
  const runs = useQuery(runsOfQuery(ref.wf, ref.n));
  const latest = runs.data?.elements[0]?.workflow_run_id ?? ref.r;
  const allowed = map.data?.[run.status] ?? [];
  function why(action: string): string | undefined {
    if (latest !== ref.r) return t('act.notLatest', { r: latest });
    return map.data && !allowed.includes(action) ? t('act.notNow', { status: word(run.status) }) : undefined;
  }
  const ended = runEnded(run.status);
  useKeys({
    r: () => (why('RESTART') === undefined ? setOpen('restart') : undefined),
    s: () => (why('STOP') === undefined ? setOpen('stop') : undefined),
  });
  const close = () => setOpen(undefined);
  const what = `${ref.wf} #${ref.n}`;
  return (
    <>
      {ended ? (
        <Button kind="primary" onPress={() => setOpen('restart')} why={why('RESTART')} shortcut="r">
          <RotateCcw size={14} aria-hidden /> {t('act.restartEllipsis')}
        </Button>
      ) : (
        <Button onPress={() => setOpen('stop')} why={why('STOP')} shortcut="s">
          <Square size={13} aria-hidden /> {t('act.stopEllipsis')}
        </Button>
      )}
      <Menu
        label={t('common.more')}
        trigger={<Ellipsis size={16} aria-hidden />}
        items={[
          { id: 'restart', text: t('act.restartEllipsis'), why: why('RESTART'), act: () => setOpen('restart') },
          { id: 'stop', text: t('act.stopEllipsis'), why: why('STOP'), act: () => setOpen('stop') },
          { id: 'kill', text: t('act.killEllipsis'), why: why('KILL'), act: () => setOpen('kill') },
          { id: 'unblock', text: t('act.unblockEllipsis'), why: why('UNBLOCK'), act: () => setOpen('unblock') },
          {
            id: 'link',
            text: t('act.copyLink'),
            act: () => void copyText(window.location.href).then(() => toast(t('common.copied'))),
          },
        ]}
      />
      {open === 'restart' ? <RestartDialog ref_={ref} isOpen onClose={close} /> : null}
      {open !== undefined && open !== 'restart' ? (
        <ActDialog
          title={t(`act.${open}Title`, { what })}
          isOpen
          onClose={close}
          command={runCommand(open, ref.wf, ref.n)}
          confirm={t(`act.${open}`)}
          danger={open !== 'unblock'}
          done={() => t(`act.${open}Done`, { what })}
        >
          <p className="text-soft">{t(`act.${open}Hint`)}</p>
        </ActDialog>
      ) : null}
    </>
  );
}
