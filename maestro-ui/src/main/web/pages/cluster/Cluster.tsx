import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { get } from '~/api/client';
import { usePolled } from '~/live/usePolled';
import { Chip } from '~/ui/basics';
import { count, duration } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { ErrorState, SkeletonRows } from '~/ui/states';

interface Node {
  id: string;
  address: string;
  version: string;
  state: 'UP' | 'DRAINING' | 'SILENT';
  heartbeat_age_ms: number;
  shards: number;
  live_runs?: number;
  messages_waiting?: number;
  attempts_running?: number;
}

interface Shard {
  shard: number;
  owner: string;
  epoch: number;
  live_runs?: number;
  messages_waiting?: number;
  lag_ms?: number;
}

interface ClusterView {
  answered_by: string;
  lease_ms: number;
  nodes: Node[];
  shards: Shard[];
}

const LOOKS = { UP: 'succeeded', DRAINING: 'paused', SILENT: 'failed' } as const;
const OWNERS = ['running', 'succeeded', 'waiting', 'warned', 'skipped', 'timedout', 'retrying', 'queued'];

/** The nodes, and who owns which shard. */
export default function Cluster() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ['cluster'], queryFn: ({ signal }) => get<ClusterView>('/api/v3/cluster', {}, signal) });
  usePolled(query.refetch, query.isSuccess);
  const view = query.data;
  const versions = new Set(view?.nodes.map((node) => node.version));
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
      <PageHead title={t('nav.cluster')} document={t('nav.cluster')} />
      {query.isPending ? <SkeletonRows rows={4} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {view ? (
        <div className="flex flex-col gap-6 px-4 pb-10">
          {versions.size > 1 ? (
            <p data-st="retrying" className="flex items-center gap-2 rounded-md bg-st-tint px-3 py-2 text-st-text">
              <TriangleAlert size={16} aria-hidden /> {t('cluster.mixed')}
            </p>
          ) : null}
          <Nodes view={view} />
          <Shards view={view} />
        </div>
      ) : null}
    </div>
  );
}

function Nodes({ view }: { view: ClusterView }) {
  const { t } = useTranslation();
  const cell = 'px-3 py-2 text-right num';
  return (
    <section>
      <h2 className="mb-2 font-semibold">{t('cluster.nodes')}</h2>
      <div className="panel overflow-x-auto">
        <table className="w-full border-collapse text-left">
          <thead className="bg-raised text-xs text-soft">
            <tr>
              <th className="px-3 py-1.5 font-medium">{t('cluster.node')}</th>
              <th className="px-3 py-1.5 font-medium">{t('filter.status')}</th>
              <th className="px-3 py-1.5 font-medium">{t('workflows.version')}</th>
              {(['heartbeat', 'shards', 'liveRuns', 'attempts', 'waiting'] as const).map((name) => (
                <th key={name} className="px-3 py-1.5 text-right font-medium">
                  {t(`cluster.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.nodes.map((node) => (
              <tr key={node.id} className="border-t border-line">
                <td className="px-3 py-2">
                  <span className="font-medium">{node.id}</span> {node.id === view.answered_by ? <Chip>{t('cluster.answers')}</Chip> : null}
                  <span className="mono block text-soft">{node.address}</span>
                </td>
                <td className="px-3 py-2">
                  <span data-st={LOOKS[node.state]} className="rounded-full bg-st-tint px-2 py-0.5 text-xs font-medium text-st-text" title={node.state}>
                    {t(`cluster.state.${node.state}`)}
                  </span>
                </td>
                <td className="mono px-3 py-2">{node.version}</td>
                <td className={cell}>{duration(node.heartbeat_age_ms)}</td>
                <td className={cell}>{count(node.shards)}</td>
                <td className={cell}>{node.live_runs === undefined ? '–' : count(node.live_runs)}</td>
                <td className={cell}>{node.attempts_running === undefined ? '–' : count(node.attempts_running)}</td>
                <td className={cell}>{node.messages_waiting === undefined ? '–' : count(node.messages_waiting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Shards({ view }: { view: ClusterView }) {
  const { t } = useTranslation();
  const owners = view.nodes.map((node) => node.id);
  return (
    <section>
      <h2 className="mb-2 font-semibold">
        {t('cluster.shards')} <span className="num font-normal text-soft">{count(view.shards.length)}</span>
      </h2>
      <ul className="grid max-w-3xl grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))] gap-1">
        {view.shards.map((shard) => {
          const owner = owners.indexOf(shard.owner);
          const name = `${t('cluster.shard', { n: shard.shard })}: ${shard.owner}, ${t('cluster.epoch', { n: shard.epoch })}, ${t('cluster.runs', { count: shard.live_runs ?? 0 })}`;
          return (
            <li
              key={shard.shard}
              title={name}
              data-st={owner < 0 ? 'failed' : OWNERS[owner % OWNERS.length]}
              className="num flex h-9 flex-col items-center justify-center rounded bg-st-tint text-xs leading-4 text-st-text"
            >
              <span className="font-medium">{shard.shard}</span>
              <span className="text-[10px] leading-3">{shard.live_runs ? `▶${count(shard.live_runs)}` : ''}</span>
              <span className="sr-only">{name}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
