import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pathOf } from '~/api/client';
import { toJson } from '~/api/json';
import { instanceQuery, runPath } from '~/api/queries';
import { serverUrl } from '~/app/place';
import { CopyButton } from '~/ui/basics';
import { shellQuote } from '~/ui/shell';
import { ErrorState, SkeletonRows } from '~/ui/states';
import { useRun } from './context';

const SHOWN = 400_000;

/** The run as the API tells it. */
export function RunJson() {
  const { t } = useTranslation();
  const { ref } = useRun();
  const instance = useQuery(instanceQuery(ref));
  if (instance.isPending) return <SkeletonRows />;
  if (instance.isError) return <ErrorState error={instance.error} onRetry={() => void instance.refetch()} />;
  const text = toJson(instance.data, 2);
  const url = serverUrl() + pathOf(runPath(ref), { enriched: true });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-2 px-4 py-2">
        <CopyButton label={t('run.copyJson')} text={text} />
        <CopyButton label="curl" text={`curl -s ${shellQuote(url)}`} />
      </div>
      {/* a region that scrolls takes the keyboard */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label="JSON" className="mono min-h-0 flex-1 overflow-auto border-t border-line bg-raised p-4 whitespace-pre">
        {text.slice(0, SHOWN)}
        {text.length > SHOWN ? '\n…' : ''}
      </pre>
    </div>
  );
}
