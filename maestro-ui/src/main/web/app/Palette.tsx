import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CornerDownLeft, ListTree, Play, Search } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { workflowPage } from '~/api/queries';
import { setPrefs } from './prefs';

interface Entry {
  id: string;
  icon: ReactNode;
  text: string;
  hint?: string;
  act: () => void;
}

/** Jumps to anything by a few letters. */
export default function Palette({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-black/40 px-4 pt-[12vh]"
    >
      <Modal className="w-full max-w-xl overflow-hidden rounded-xl border border-line bg-page shadow-pop">
        <Dialog aria-label={t('palette.open')} className="outline-none">
          <PaletteBody close={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** "weather 12" and "weather 12 2" name a run. */
function parse(text: string): { q: string; instance?: number; run?: number } {
  const match = /^(.*?)(?:[\s#]+(\d{1,15}))?(?:\s+(\d{1,9}))?$/.exec(text.trim());
  return {
    q: match?.[1] ?? '',
    instance: match?.[2] ? Number(match[2]) : undefined,
    run: match?.[3] ? Number(match[3]) : undefined,
  };
}

function useEntries(text: string, close: () => void): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const asked = useMemo(() => parse(text), [text]);
  const found = useQuery({
    queryKey: ['palette', asked.q],
    queryFn: ({ signal }) => workflowPage({ q: asked.q === '' ? undefined : asked.q }, undefined, signal),
    staleTime: 5_000,
  });
  const go = (act: () => void) => () => {
    close();
    act();
  };
  const workflows = (found.data?.elements ?? []).slice(0, 8).map<Entry>(({ workflow_id: wf, name, owner }) => {
    const { instance, run } = asked;
    return instance === undefined
      ? {
          id: `wf ${wf}`,
          icon: <ListTree size={15} />,
          text: wf,
          hint: name ?? owner,
          act: go(() => void navigate({ to: '/workflows/$wf', params: { wf } })),
        }
      : {
          id: `run ${wf}`,
          icon: <Play size={15} />,
          text: `${wf} #${instance}${run === undefined ? '' : ` ${t('run.run', { r: run })}`}`,
          hint: name,
          act: go(
            () =>
              void navigate({
                to: '/runs/$wf/$n/$r',
                params: { wf, n: String(instance), r: run === undefined ? 'latest' : String(run) },
              }),
          ),
        };
  });
  const pages: Entry[] = [
    { id: 'p w', icon: <CornerDownLeft size={15} />, text: t('nav.workflows'), hint: 'g w', act: go(() => void navigate({ to: '/workflows' })) },
    { id: 'p r', icon: <CornerDownLeft size={15} />, text: t('nav.runs'), hint: 'g r', act: go(() => void navigate({ to: '/runs' })) },
    { id: 'p f', icon: <CornerDownLeft size={15} />, text: t('palette.failed'), act: go(() => void navigate({ to: '/runs', search: { status: 'FAILED' } })) },
    { id: 'p h', icon: <CornerDownLeft size={15} />, text: t('nav.home'), hint: 'g h', act: go(() => void navigate({ to: '/' })) },
    { id: 'p n', icon: <CornerDownLeft size={15} />, text: t('editor.new'), act: go(() => void navigate({ to: '/workflows/new' })) },
    { id: 'p x', icon: <CornerDownLeft size={15} />, text: t('compare.title'), act: go(() => void navigate({ to: '/compare' })) },
    { id: 'p d', icon: <CornerDownLeft size={15} />, text: t('nav.schedules'), hint: 'g s', act: go(() => void navigate({ to: '/schedules' })) },
    { id: 'p g', icon: <CornerDownLeft size={15} />, text: t('nav.signals'), hint: 'g n', act: go(() => void navigate({ to: '/signals' })) },
    { id: 'p p', icon: <CornerDownLeft size={15} />, text: t('nav.permits'), hint: 'g p', act: go(() => void navigate({ to: '/permits' })) },
    { id: 'p c', icon: <CornerDownLeft size={15} />, text: t('nav.cluster'), hint: 'g c', act: go(() => void navigate({ to: '/cluster' })) },
    { id: 'p s', icon: <CornerDownLeft size={15} />, text: t('nav.settings'), act: go(() => void navigate({ to: '/settings' })) },
    { id: 't d', icon: <CornerDownLeft size={15} />, text: t('palette.dark'), act: go(() => setPrefs({ theme: 'dark' })) },
    { id: 't l', icon: <CornerDownLeft size={15} />, text: t('palette.light'), act: go(() => setPrefs({ theme: 'light' })) },
  ];
  const wanted = text.trim().toLowerCase();
  return [...workflows, ...pages.filter((page) => page.text.toLowerCase().includes(wanted))];
}

function PaletteBody({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const entries = useEntries(text, close);
  const index = Math.min(active, Math.max(0, entries.length - 1));
  function down(event: React.KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive((index + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      entries[index]?.act();
    }
  }
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search size={16} className="text-soft" aria-hidden />
        <input
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={down}
          placeholder={t('palette.hint')}
          aria-label={t('palette.open')}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={entries[index] ? `palette-${index}` : undefined}
          className="h-12 min-w-0 flex-1 bg-transparent text-base focus-visible:outline-none"
        />
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('palette.open')} className="max-h-[50vh] overflow-y-auto p-1.5">
        {entries.map((entry, at) => (
          // keys are handled by the field above, which keeps the focus
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={entry.id}
            id={`palette-${at}`}
            role="option"
            aria-selected={at === index}
            onClick={entry.act}
            onMouseMove={() => setActive(at)}
            className={`flex h-9 items-center gap-2.5 rounded-md px-2.5 ${at === index ? 'bg-selected' : ''}`}
          >
            <span className="text-soft">{entry.icon}</span>
            <span className="truncate font-medium">{entry.text}</span>
            <span className="min-w-0 flex-1 truncate text-right text-xs text-soft">{entry.hint}</span>
          </li>
        ))}
        {entries.length === 0 ? <li className="px-3 py-6 text-center text-soft">{t('palette.nothing')}</li> : null}
      </ul>
    </>
  );
}
