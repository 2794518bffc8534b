import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleHelp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { whyQuery } from '~/api/queries';
import type { Reason } from '~/api/types';
import { useKeys } from '~/app/keys';
import { usePolled } from '~/live/usePolled';
import { Button, CopyButton } from '~/ui/basics';
import { Dialog, DialogBody, DialogFoot } from '~/ui/Dialog';
import { duration } from '~/ui/format';
import { shellLine } from '~/ui/shell';
import { ErrorState, Skeleton } from '~/ui/states';
import { TimeText, useNow } from '~/ui/Time';
import { useRun } from './context';

/** The chain of reasons, each with what it leads to and how long it has been so. */
export function WhyTree({ step }: { step?: string }) {
  const { ref } = useRun();
  const why = useQuery(whyQuery(ref, step));
  usePolled(why.refetch, why.isSuccess, 3_000);
  if (why.isPending) return <Skeleton className="h-16 w-full" />;
  if (why.isError) return <ErrorState error={why.error} onRetry={() => void why.refetch()} />;
  return <Reasons reasons={why.data} />;
}

function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {reasons.map((reason) => (
        <li key={`${reason.code} ${reason.message}`} className="min-w-0">
          <One reason={reason} />
          {reason.children.length > 0 ? (
            <div className="mt-1 ml-1.5 border-l-2 border-line pl-3.5">
              <Reasons reasons={reason.children} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function One({ reason }: { reason: Reason }) {
  const { t, i18n } = useTranslation();
  const { workflow_id: wf, workflow_instance_id: n, workflow_run_id: r, step_id: step } = reason.subject;
  const key = `reason.${reason.code}`;
  return (
    <div className="rounded-md bg-raised px-3 py-2">
      {i18n.exists(key) ? <p className="font-medium">{t(key as 'reason.RUN_RUNNING')}</p> : null}
      <p lang="en" className={`break-words ${i18n.exists(key) ? 'text-soft' : ''}`}>
        {reason.message}
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-soft">
        {wf !== undefined && n !== undefined ? (
          <Link to="/runs/$wf/$n/$r" params={{ wf, n: String(n), r: String(r ?? 'latest') }} search={step === undefined ? {} : { step }}>
            {wf} #{n}
            {step === undefined ? '' : ` › ${step}`}
          </Link>
        ) : null}
        {reason.since ? (
          <span>
            {t('why.since')} <TimeText ms={reason.since} />
          </span>
        ) : null}
        {reason.until ? <Until at={reason.until} /> : null}
        <code className="mono">{reason.code}</code>
      </p>
    </div>
  );
}

function Until({ at }: { at: number }) {
  const { t } = useTranslation();
  const now = useNow();
  return <span className="num font-medium text-ink">{t('why.in', { time: duration(Math.max(0, at - now)) })}</span>;
}

export function WhyDialogButton() {
  const { t } = useTranslation();
  const { ref, search, go } = useRun();
  useKeys({ w: () => (search.step === undefined ? go({ why: true }) : go({ pane: 'why' })) });
  return (
    <>
      <Button onPress={() => go({ why: true })} shortcut="w">
        <CircleHelp size={15} aria-hidden />
        {t('run.pane.why')}
      </Button>
      <Dialog title={t('why.title', { what: `${ref.wf} #${ref.n}` })} isOpen={search.why === true} onClose={() => go({ why: undefined })}>
        <DialogBody>
          <WhyTree />
        </DialogBody>
        <DialogFoot>
          <CopyButton label={t('act.copyCli')} text={shellLine('maestro', 'instance', 'why', ref.wf, String(ref.n), '--run', String(ref.r))} />
        </DialogFoot>
      </Dialog>
    </>
  );
}
