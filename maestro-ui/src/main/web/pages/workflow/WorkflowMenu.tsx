import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import type { Command } from '~/act/command';
import { v3 } from '~/api/client';
import type { Overview } from '~/api/types';
import { Menu } from '~/ui/Menu';

type Act = 'stopAll' | 'killAll' | 'unblockAll' | 'deactivate' | 'delete';

function commandOf(act: Act, wf: string): Command {
  const path = v3('workflows', wf);
  switch (act) {
    case 'stopAll':
      return { method: 'PUT', path: `${path}/actions/stop`, cli: ['workflow', 'stop', wf] };
    case 'killAll':
      return { method: 'PUT', path: `${path}/actions/kill`, cli: ['workflow', 'kill', wf] };
    case 'unblockAll':
      return { method: 'PUT', path: `${path}/actions/unblock`, cli: ['workflow', 'unblock', wf] };
    case 'deactivate':
      return { method: 'PUT', path: `${path}/actions/deactivate`, cli: ['workflow', 'deactivate', wf] };
    case 'delete':
      return { method: 'DELETE', path, cli: ['workflow', 'delete', wf] };
  }
}

/** What concerns the workflow as a whole. */
export default function WorkflowMenu({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const wf = overview.workflow_id;
  const navigate = useNavigate();
  const [open, setOpen] = useState<Act>();
  const live = Object.values(overview.nonterminal_instances).reduce((sum, n) => sum + n, 0);
  const why: Partial<Record<Act, string>> = {
    stopAll: live === 0 ? t('workflow.noneLive') : undefined,
    killAll: live === 0 ? t('workflow.noneLive') : undefined,
    deactivate: overview.active_version_id === undefined ? t('workflow.notActive') : undefined,
  };
  const acts: Act[] = ['stopAll', 'killAll', 'unblockAll', 'deactivate', 'delete'];
  return (
    <>
      <Menu
        label={t('common.more')}
        trigger={<Ellipsis size={16} aria-hidden />}
        items={acts.map((id) => ({ id, text: t(`workflow.act.${id}`), why: why[id], act: () => setOpen(id) }))}
      />
      {open === undefined ? null : (
        <ActDialog
          title={t(`workflow.title.${open}`, { wf })}
          isOpen
          onClose={() => setOpen(undefined)}
          command={commandOf(open, wf)}
          confirm={t(`workflow.confirm.${open}`)}
          danger={open !== 'unblockAll'}
          word={open === 'delete' || (open === 'killAll' && live > 1) ? wf : undefined}
          done={() => {
            if (open === 'delete') void navigate({ to: '/workflows' });
            return t(`workflow.done.${open}`, { wf });
          }}
        >
          <p className="text-soft">{t(`workflow.hint.${open}`, { count: live })}</p>
        </ActDialog>
      )}
    </>
  );
}
