import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { runPath } from '~/api/queries';
import { LogView } from '~/logs/LogView';
import { PageHead } from '~/ui/PageHead';
import { EmptyState } from '~/ui/states';

const route = getRouteApi('/runs/$wf/$n/$r/steps/$step/$attempt/logs');

/** One log over the whole window. */
export default function LogPage() {
  const { t } = useTranslation();
  const { wf, n, r, step, attempt } = route.useParams();
  const { line } = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$wf/$n/$r/steps/$step/$attempt/logs' });
  const ref = { wf, n: Number(n), r: Number(r) };
  return (
    <>
      <PageHead
        document={`${step} · ${wf} #${n}`}
        title={
          <>
            <Link to="/runs/$wf/$n/$r" params={{ wf, n, r }} search={{ step }}>
              {wf} #{n}
            </Link>{' '}
            › {step} <span className="font-normal text-soft">{t('run.attemptN', { a: attempt })}</span>
          </>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <LogView
          path={`${runPath(ref)}/steps/${encodeURIComponent(step)}/attempts/${encodeURIComponent(attempt)}/logs`}
          line={line}
          onLine={(next) => void navigate({ search: (before) => ({ ...before, line: next }), replace: true })}
          empty={<EmptyState title={t('log.wroteNothing')} />}
        />
      </div>
    </>
  );
}
