import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Pencil, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewQuery, sessionQuery } from '~/api/queries';
import { WORKFLOW_TABS } from '~/app/routes';
import { Button, Chip, LINK_BUTTON } from '~/ui/basics';
import { count } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { Tabs } from '~/ui/Tabs';
import { ErrorState, PaneBoundary, Skeleton, SkeletonRows } from '~/ui/states';
import { RunList } from '../runs/RunList';

const StartDialog = lazy(() => import('~/act/StartDialog'));
const WorkflowMenu = lazy(() => import('./WorkflowMenu'));
const GridPage = lazy(() => import('../grid/GridPage'));
const Structure = lazy(() => import('./Structure'));
const Versions = lazy(() => import('./Versions'));
const WorkflowTriggers = lazy(() => import('../triggers/WorkflowTriggers'));
const Errors = lazy(() => import('./Errors'));
const WorkflowSettings = lazy(() => import('./WorkflowSettings'));

const route = getRouteApi('/workflows/$wf');
type TabName = (typeof WORKFLOW_TABS)[number];

/** One workflow: its runs, structure, versions and settings. */
export default function WorkflowPage() {
  const { t } = useTranslation();
  const { wf } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  const [starting, setStarting] = useState(false);
  const overview = useQuery(overviewQuery(wf));
  const session = useQuery(sessionQuery);
  const tabs = WORKFLOW_TABS.filter((name) => !(name in NEEDS) || session.data?.features[NEEDS[name]!] === true);
  const tab = search.tab && tabs.includes(search.tab) ? search.tab : (tabs[0] ?? 'runs');
  if (overview.isError && !overview.data)
    return <ErrorState error={overview.error} what={t('error.noWorkflow', { wf })} onRetry={() => void overview.refetch()} />;
  const view = overview.data;
  return (
    <>
      <PageHead
        title={wf}
        document={wf}
        actions={
          <>
            <Button kind="primary" onPress={() => setStarting(true)}>
              <Play size={14} aria-hidden /> {t('start.startEllipsis')}
            </Button>
            <Link to="/workflows/$wf/edit" params={{ wf }} className={LINK_BUTTON}>
              <Pencil size={13} aria-hidden /> {t('editor.edit')}
            </Link>
            <Suspense>{view ? <WorkflowMenu overview={view} /> : null}</Suspense>
          </>
        }
      >
        {view ? (
          <span className="flex flex-wrap items-center gap-2 text-soft">
            {view.active_version_id ? <Chip>v{view.active_version_id} {t('workflows.states.ACTIVE')}</Chip> : <Chip>{t('workflows.states.INACTIVE')}</Chip>}
            {view.properties_snapshot.run_strategy?.rule ? <Chip>{view.properties_snapshot.run_strategy.rule}</Chip> : null}
            {view.properties_snapshot.owner ? <span>{view.properties_snapshot.owner}</span> : null}
            {view.failed_instances > 0 ? (
              <span data-st="failed" className="num text-st-text">
                {t('workflow.failed', { count: view.failed_instances, n: count(view.failed_instances) })}
              </span>
            ) : null}
          </span>
        ) : (
          <Skeleton className="h-5 w-48" />
        )}
      </PageHead>
      <Tabs
        label={wf}
        tabs={tabs.map((id) => ({ id, text: t(`workflow.tab.${id}`) }))}
        selected={tab}
        onSelect={(id) => void navigate({ search: { tab: id } })}
      >
        <PaneBoundary key={tab}>
          <Suspense fallback={<SkeletonRows rows={10} />}>
            <Pane tab={tab} wf={wf} />
          </Suspense>
        </PaneBoundary>
      </Tabs>
      <Suspense>{starting ? <StartDialog wf={wf} isOpen onClose={() => setStarting(false)} /> : null}</Suspense>
    </>
  );
}

/** Tabs that need an endpoint which older servers lack. */
const NEEDS: Partial<Record<TabName, string>> = { grid: 'grid', triggers: 'schedules', errors: 'errors' };

function Pane({ tab, wf }: { tab: TabName; wf: string }) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/workflows/$wf' });
  switch (tab) {
    case 'runs':
      return (
        <div className="flex min-h-0 flex-1 flex-col pt-3">
          <RunList
            wf={wf}
            search={search}
            onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
          />
        </div>
      );
    case 'graph':
      return <Structure wf={wf} />;
    case 'versions':
      return <Versions wf={wf} />;
    case 'settings':
      return <WorkflowSettings wf={wf} />;
    case 'grid':
      return <GridPage wf={wf} />;
    case 'triggers':
      return <WorkflowTriggers wf={wf} />;
    case 'errors':
      return <Errors wf={wf} />;
  }
}
