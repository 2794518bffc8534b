import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { runPath, stepsQuery } from '~/api/queries';
import { LogView } from '~/logs/LogView';
import { PageHead } from '~/ui/PageHead';
import { useTopic } from '~/live/useTopic';
import { EmptyState } from '~/ui/states';
import { runEnded, stepLive } from '~/ui/status';
import { StatusBadge } from '~/ui/Status';

const route = getRouteApi('/runs/$wf/$n/$r/steps/$step/$attempt/logs');

/** One log over the whole window. */
export default function LogPage() {
  const { t } = useTranslation();
  const { wf, n, r, step, attempt } = route.useParams();
  const { line } = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$wf/$n/$r/steps/$step/$attempt/logs' });
  const ref = { wf, n: Number(n), r: Number(r) };
  const steps = useQuery(stepsQuery(ref));
  useTopic(`run:${wf}/${n}/${r}`, steps.refetch, steps.data !== undefined && !runEnded(steps.data.run.status));
  const state = steps.data?.steps.find((one) => one.id === step);
  return (
    <>
      <PageHead
        document={`${step} · ${wf} #${n}`}
        title={
          <span className="flex flex-wrap items-baseline gap-x-1.5">
            <Link to="/runs/$wf/$n/$r" params={{ wf, n, r }} search={{ step }}>
              {wf} #{n}
            </Link>
            <span>› {step}</span>
            <span className="font-normal text-soft">{t('run.attemptN', { a: attempt })}</span>
          </span>
        }
      >
        {state?.status ? <StatusBadge status={state.status} /> : null}
      </PageHead>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <LogView
          path={`${runPath(ref)}/steps/${encodeURIComponent(step)}/attempts/${encodeURIComponent(attempt)}/logs`}
          live={state?.attempt === Number(attempt) && stepLive(state.status ?? '')}
          line={line}
          onLine={(next) => void navigate({ search: (before) => ({ ...before, line: next }), replace: true })}
          empty={<EmptyState title={t('log.wroteNothing')} />}
        />
      </div>
    </>
  );
}
