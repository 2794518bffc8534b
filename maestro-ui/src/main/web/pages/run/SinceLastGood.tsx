import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { instanceQuery, runPage } from '~/api/queries';
import type { Instance } from '~/api/types';
import { runEnded } from '~/ui/status';
import { useRun } from './context';
import { valueText } from './values';

/** Names of params that somebody gave, whose values differ between two runs. */
function changedParams(a: Instance, b: Instance): string[] {
  const given = (run: Instance) => new Set(Object.keys(run.run_params ?? {}));
  const names = new Set([...given(a), ...given(b)]);
  for (const name of Object.keys(a.runtime_workflow.params ?? {})) names.add(name);
  return [...names].filter((name) => {
    const [one, other] = [a.params?.[name], b.params?.[name]];
    return valueText(one?.evaluated_result) !== valueText(other?.evaluated_result);
  });
}

/** What differs from the last run of the workflow that succeeded: version, initiator, params. */
export function SinceLastGood() {
  const { t } = useTranslation();
  const { run, ref } = useRun();
  const good = useQuery({
    queryKey: ['last-good', ref.wf, ref.n],
    queryFn: ({ signal }) => runPage({ wf: ref.wf, status: 'SUCCEEDED', to: run.create_time }, undefined, signal, 1),
    enabled: runEnded(run.status) && run.create_time !== undefined,
  });
  const last = good.data?.elements[0];
  const lastRef = { wf: ref.wf, n: last?.workflow_instance_id ?? 0, r: last?.workflow_run_id ?? 0 };
  const [now, then] = [
    useQuery({ ...instanceQuery(ref), enabled: last !== undefined }),
    useQuery({ ...instanceQuery(lastRef), enabled: last !== undefined }),
  ];
  if (!last || !now.data || !then.data) return null;
  const differences: string[] = [];
  if (last.workflow_version_id !== run.workflow_version_id)
    differences.push(`v${last.workflow_version_id} → v${run.workflow_version_id}`);
  const params = changedParams(now.data, then.data);
  if (params.length > 0)
    differences.push(t('run.paramsChanged', { count: params.length, names: params.slice(0, 3).join(', ') }));
  return (
    <span className="text-xs text-soft">
      {t('run.sinceGood')}{' '}
      <Link
        to="/runs/$wf/$n/$r"
        params={{ wf: ref.wf, n: String(lastRef.n), r: String(lastRef.r) }}
        className="underline"
      >
        #{lastRef.n}
      </Link>
      : {differences.length === 0 ? t('run.nothingChanged') : differences.join(' · ')}{' '}
      <Link to="/compare" search={{ a: `${ref.wf}/${lastRef.n}/${lastRef.r}`, b: `${ref.wf}/${ref.n}/${ref.r}` }} className="underline">
        {t('compare.compare')}
      </Link>
    </span>
  );
}
