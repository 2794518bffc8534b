import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '~/act/ActDialog';
import { pushCommand } from '~/act/command';
import { ApiError, askFor, get, v3 } from '~/api/client';
import type { DefinitionVersion } from '~/api/types';
import { Button, Chip } from '~/ui/basics';
import { TimeText } from '~/ui/Time';
import { Diff } from '../workflow/Versions';
import DiffEditor from './DiffEditor';
import { dropDraft, type Draft } from './draft';

interface Begun {
  base?: number;
  etag?: string;
}

interface Props {
  name: string;
  text: string;
  media: Draft['media'];
  begun: Begun;
  against: string;
  isNew: boolean;
  onTheirs: (text: string, begun: Begun) => void;
  onClose: () => void;
}

interface Pushed {
  workflow_definition: DefinitionVersion;
}

/** What is pushed, as differences; when somebody pushed meanwhile: who, what, and both ways out. */
export default function PushDialog({ name, text, media, begun, against, isNew, onTheirs, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [conflict, setConflict] = useState(false);
  const [over, setOver] = useState<string>();
  const tag = over ?? (isNew ? undefined : begun.etag);
  const language = media === 'application/yaml' ? 'yaml' : 'json';
  return (
    <ActDialog<Pushed>
      wide
      title={isNew ? t('editor.pushNew') : t('editor.pushTitle', { wf: name, v: (begun.base ?? 0) + 1 })}
      isOpen
      onClose={onClose}
      keyed
      command={pushCommand(text, media, tag)}
      confirm={t('editor.push')}
      onRefused={(error) => {
        if (error instanceof ApiError && error.status === 412) setConflict(true);
      }}
      done={({ workflow_definition: { metadata } }) => {
        dropDraft(name);
        void navigate({ to: '/workflows/$wf', params: { wf: metadata.workflow_id }, search: { tab: 'graph' } });
        return (
          <>
            {t('editor.pushed', { v: metadata.workflow_version_id })}{' '}
            <Link to="/workflows/$wf" params={{ wf: metadata.workflow_id }}>
              {metadata.workflow_id}
            </Link>
          </>
        );
      }}
    >
      {conflict ? <Conflict wf={name} begun={begun} onOver={setOver} onTheirs={(theirs, state) => { onTheirs(theirs, state); onClose(); }} /> : null}
      <p className="mb-2 text-soft">{isNew ? t('editor.newHint') : t('editor.pushHint')}</p>
      <div className="flex h-[45vh] overflow-hidden rounded-md border border-line">
        <DiffEditor language={language} text={text} against={isNew ? text : against} />
      </div>
    </ActDialog>
  );
}

interface Source {
  text: string;
  workflow_version_id: number;
}

function Conflict({ wf, begun, onOver, onTheirs }: { wf: string; begun: Begun; onOver: (etag: string) => void; onTheirs: (text: string, begun: Begun) => void }) {
  const { t } = useTranslation();
  const now = useQuery({
    queryKey: ['conflict', wf, begun.etag],
    queryFn: async ({ signal }) => {
      const path = v3('workflows', wf, 'versions', 'latest');
      const [definition, source] = await Promise.all([
        askFor<DefinitionVersion>(path, { signal }),
        get<Source>(`${path}/source`, {}, signal),
      ]);
      return { definition: definition.data, etag: definition.etag, source };
    },
    staleTime: 0,
  });
  const [chosen, setChosen] = useState(false);
  if (!now.data) return null;
  const { metadata } = now.data.definition;
  const v = metadata.workflow_version_id;
  return (
    <section data-st="retrying" className="mb-4 rounded-md bg-st-tint px-3 py-2 text-st-text">
      <p className="font-semibold">
        {begun.base === v ? t('editor.changedSince') : t('editor.pushedSince', { who: metadata.version_author, v })}{' '}
        <span className="font-normal">
          <TimeText ms={metadata.create_time} />
        </span>
      </p>
      {begun.base !== undefined && begun.base < v ? (
        <div className="my-1 rounded bg-page text-ink">
          <Diff wf={wf} a={begun.base} b={v} />
        </div>
      ) : null}
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <Button
          small
          onPress={() => {
            setChosen(true);
            onOver(now.data.etag ?? '*');
          }}
        >
          {t('editor.overwrite')}
        </Button>
        <Button small onPress={() => onTheirs(now.data.source.text, { base: v, etag: now.data.etag })}>
          {t('editor.takeTheirs')}
        </Button>
        {chosen ? <Chip>{t('editor.pushAgain')}</Chip> : null}
      </p>
    </section>
  );
}
