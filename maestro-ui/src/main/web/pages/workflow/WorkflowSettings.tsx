import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { get, v3 } from '~/api/client';
import { toJson } from '~/api/json';
import { overviewQuery } from '~/api/queries';
import type { Properties } from '~/api/types';
import { Button, Chip } from '~/ui/basics';
import { TextField } from '~/ui/fields';
import { ErrorState, Skeleton } from '~/ui/states';
import { TimeText } from '~/ui/Time';

interface Timeline {
  timeline_events: { author?: string; log?: string; timestamp?: number }[];
}

function tagsOf(properties: Properties): string[] {
  const { tags } = properties;
  return (Array.isArray(tags) ? tags : (tags?.tags ?? [])).map((tag) => tag.name);
}

/** What all versions share, and who changed it. */
export default function WorkflowSettings({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const overview = useQuery(overviewQuery(wf));
  const timeline = useQuery({
    queryKey: ['workflow', wf, 'timeline'],
    queryFn: ({ signal }) => get<Timeline>(`${v3('workflows', wf)}/timeline`, {}, signal),
  });
  const [editing, setEditing] = useState(false);
  if (overview.isError) return <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />;
  if (!overview.data) return <Skeleton className="m-4 h-40" />;
  const properties = overview.data.properties_snapshot;
  const tags = tagsOf(properties);
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
      <div className="grid max-w-5xl gap-6 lg:grid-cols-2">
        <section>
          <div className="mb-2 flex items-center justify-between">
            <h2 className="font-semibold">{t('workflow.properties')}</h2>
            <Button small onPress={() => setEditing(true)}>
              {t('workflow.changeEllipsis')}
            </Button>
          </div>
          <dl className="panel divide-y divide-line">
            <Fact name={t('filter.owner')}>{properties.owner ?? '–'}</Fact>
            <Fact name={t('workflow.runStrategy')}>
              {properties.run_strategy?.rule ?? 'SEQUENTIAL'}
              {properties.run_strategy?.workflow_concurrency ? ` · ${properties.run_strategy.workflow_concurrency}` : ''}
            </Fact>
            <Fact name={t('workflow.stepConcurrency')}>{properties.step_concurrency ?? '–'}</Fact>
            <Fact name={t('filter.tag')}>
              <span className="flex flex-wrap gap-1">{tags.length === 0 ? '–' : tags.map((tag) => <Chip key={tag}>{tag}</Chip>)}</span>
            </Fact>
            <Fact name={t('workflow.changed')}>
              {properties.author} <TimeText ms={properties.create_time} />
            </Fact>
          </dl>
        </section>
        <section>
          <h2 className="mb-2 leading-6 font-semibold">{t('workflow.history')}</h2>
          <ol className="panel divide-y divide-line">
            {(timeline.data?.timeline_events ?? []).map((event, index) => (
              // entries have no id of their own and are only ever added
              // eslint-disable-next-line react/no-array-index-key
              <li key={index} className="px-3 py-2">
                <p lang="en" className="break-words">
                  {event.log}
                </p>
                <p className="text-xs text-soft">
                  {event.author} <TimeText ms={event.timestamp} />
                </p>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {editing ? <EditProperties wf={wf} properties={properties} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[10rem_1fr] gap-3 px-3 py-2 max-sm:grid-cols-1 max-sm:gap-0">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function EditProperties({ wf, properties, onClose }: { wf: string; properties: Properties; onClose: () => void }) {
  const { t } = useTranslation();
  const [owner, setOwner] = useState(properties.owner ?? '');
  const [limit, setLimit] = useState(String(properties.step_concurrency ?? ''));
  const number = /^\d{1,6}$/.test(limit) ? Number(limit) : undefined;
  const body = {
    ...(owner === (properties.owner ?? '') ? {} : { owner }),
    ...(number === undefined || number === properties.step_concurrency ? {} : { step_concurrency: number }),
  };
  const changed = Object.keys(body).length > 0 && (limit === '' || number !== undefined);
  return (
    <ActDialog
      title={t('workflow.changeTitle', { wf })}
      isOpen
      onClose={onClose}
      confirm={t('workflow.change')}
      command={
        changed
          ? {
              method: 'POST',
              path: `${v3('workflows', wf)}/properties`,
              body,
              cli: ['properties', 'set', wf, toJson(body)],
            }
          : undefined
      }
      done={() => t('workflow.changedDone', { wf })}
    >
      <div className="flex flex-col gap-3">
        <TextField label={t('filter.owner')} value={owner} onChange={setOwner} />
        <TextField
          label={t('workflow.stepConcurrency')}
          value={limit}
          onChange={setLimit}
          error={limit !== '' && number === undefined ? t('param.error.whole') : undefined}
        />
      </div>
    </ActDialog>
  );
}
