import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { askFor, get, v3, type ApiError } from '~/api/client';
import type { DefinitionVersion } from '~/api/types';
import { ErrorState, Skeleton } from '~/ui/states';
import { dropDraft, readDraft, type Draft } from './draft';
import { Editor } from './Editor';

interface Source {
  workflow_version_id: number;
  media_type: Draft['media'];
  text: string;
  generated: boolean;
}

const route = getRouteApi('/workflows/$wf/edit');

/** JSON of one line is nothing to read. */
function readable({ media_type: media, text }: Source): string {
  if (media !== 'application/json' || text.includes('\n')) return text;
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text;
  }
}

/** The definition of a workflow as it was pushed last, to be changed. */
export default function EditorPage() {
  const { t } = useTranslation();
  const { wf } = route.useParams();
  const { version } = route.useSearch();
  const query = useQuery({
    queryKey: ['editor', wf, version ?? 'latest'],
    queryFn: async ({ signal }) => {
      const path = v3('workflows', wf, 'versions', version ?? 'latest');
      const [source, definition] = await Promise.all([
        get<Source>(`${path}/source`, {}, signal),
        askFor<DefinitionVersion>(v3('workflows', wf, 'versions', 'latest'), { signal }),
      ]);
      return { source, text: readable(source), etag: definition.etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  if (query.isError)
    return (
      <ErrorState
        error={query.error}
        what={(query.error as ApiError).status === 404 ? t('error.noWorkflow', { wf }) : undefined}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return <Skeleton className="m-4 h-96" />;
  const { source, text, etag } = query.data;
  const base: Draft = { text, media: source.media_type, base: source.workflow_version_id, etag, savedAt: 0 };
  return (
    <Editor
      key={`${wf} ${source.workflow_version_id}`}
      name={wf}
      base={base}
      draft={version === undefined ? readDraft(wf) : undefined}
      onDropDraft={() => {
        dropDraft(wf);
        void query.refetch();
      }}
      title={
        <>
          <Link to="/workflows/$wf" params={{ wf }} className="text-ink!">
            {wf}
          </Link>{' '}
          <span className="font-normal text-soft">{t('editor.over', { v: source.workflow_version_id })}</span>
        </>
      }
      hint={source.generated ? t('editor.generated') : undefined}
    />
  );
}
