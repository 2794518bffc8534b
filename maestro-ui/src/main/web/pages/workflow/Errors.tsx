import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { get, v3 } from '~/api/client';
import type { ErrorGroups } from '~/api/types';
import { useTopic } from '~/live/useTopic';
import { Select } from '~/ui/fields';
import { count } from '~/ui/format';
import { Signatures } from '~/ui/Signatures';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';

const route = getRouteApi('/workflows/$wf');
const DAYS = { day: 1, week: 7, month: 30, all: 0 } as const;
type Since = keyof typeof DAYS;

/** Failures of the workflow, grouped by what they say. */
export default function Errors({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const since: Since = search.since ?? 'all';
  const errors = useQuery({
    queryKey: ['workflow', wf, 'errors', since],
    queryFn: ({ signal }) =>
      get<ErrorGroups>(
        `${v3('workflows', wf)}/errors`,
        { from: since === 'all' ? undefined : Date.now() - DAYS[since] * 86_400_000 },
        signal,
      ),
  });
  useTopic(`workflow:${wf}`, errors.refetch, errors.isSuccess);
  if (errors.isPending) return <SkeletonRows height={56} />;
  if (errors.isError) return <ErrorState error={errors.error} onRetry={() => void errors.refetch()} />;
  const { groups, failures, complete } = errors.data;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <Select
          compact
          label={t('errors.since')}
          value={since}
          onChange={(value) => void navigate({ search: (before) => ({ ...before, since: value === 'all' ? undefined : value }), replace: true })}
          choices={(Object.keys(DAYS) as Since[]).map((id) => ({ id, text: t(`errors.in.${id}`) }))}
        />
        <span className="num text-soft">
          {t(complete ? 'errors.of' : 'errors.ofNewest', { count: failures, n: count(failures), groups: count(groups.length) })}
        </span>
      </div>
      {groups.length === 0 ? (
        <EmptyState icon={<CircleCheck size={32} />} title={t('errors.none')}>
          {t('errors.noneHint')}
        </EmptyState>
      ) : (
        // a region that scrolls takes the keyboard
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!">
          <Signatures
            groups={groups}
            total={failures}
            sample={(one) => (
              <Link
                to="/runs/$wf/$n/$r"
                params={{ wf: one.workflow_id, n: String(one.workflow_instance_id), r: String(one.workflow_run_id) }}
                search={one.step_id === undefined ? {} : { step: one.step_id }}
              >
                #{one.workflow_instance_id}
              </Link>
            )}
          />
        </div>
      )}
    </div>
  );
}
