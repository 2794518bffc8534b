import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '~/api/client';
import { usePrefs } from '~/app/prefs';
import { Button } from '~/ui/basics';
import { Select } from '~/ui/fields';
import { PageHead } from '~/ui/PageHead';
import { Splitter } from '~/ui/Splitter';
import { TimeText } from '~/ui/Time';
import { useCheck } from './check';
import { CodeEditor } from './CodeEditor';
import { completions, type Language } from './complete';
import { useSavedDraft, type Draft } from './draft';
import { DraftPane } from './DraftPane';
import { diagnosticsOf, locate, stepsIn, type Located } from './problems';
import { TEMPLATES, type TemplateName } from './templates';

const PushDialog = lazy(() => import('./PushDialog'));

interface Props {
  /** Of the draft in this browser. */
  name: string;
  base: Draft;
  draft: Draft | undefined;
  onDropDraft: () => void;
  title: ReactNode;
  hint?: string;
  templates?: { chosen: TemplateName; choose: (name: TemplateName) => void };
}

/** A definition as text, and beside it what it means: graph, form and differences, from the draft. */
export function Editor({ name, base, draft, onDropDraft, title, hint, templates }: Props) {
  const { t } = useTranslation();
  const first = draft ?? base;
  const [text, setText] = useState(first.text);
  const [begun, setBegun] = useState<Pick<Draft, 'base' | 'etag'>>({ base: first.base, etag: first.etag });
  const [version, setVersion] = useState(0);
  const [shown, setShown] = useState(first.text);
  const [cursor, setCursor] = useState({ line: 1, column: 1 });
  const [pushing, setPushing] = useState(false);
  const view = useRef<EditorView>(null);
  const media = first.media;
  const language = media === 'application/yaml' ? 'yaml' : 'json';
  const changed = text !== base.text;
  const savedAt = useSavedDraft(name, { text, media, ...begun }, changed);
  const check = useCheck({ text, media });
  const known = useQuery({ queryKey: ['language'], queryFn: ({ signal }) => get<Language>('/api/v3/language', {}, signal), staleTime: Infinity });
  const complete = useMemo(() => (known.data ? completions(known.data) : undefined), [known.data]);
  const problems = check.checked?.problems;
  const fixText = useCallback((to: string) => t('editor.fix', { to }), [t]);
  const diagnostics = useCallback(
    (state: EditorState) => diagnosticsOf((problems ?? []).map((one) => locate(one, state.doc, stepsIn(state.doc.toString()))), fixText),
    [problems, fixText],
  );
  const errors = (problems ?? []).filter((one) => one.severity === 'ERROR').length;
  const warnings = (problems ?? []).length - errors;
  const upToDate = check.checked?.text === text;
  useEffect(() => {
    function down(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      setPushing(true);
    }
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
  function replace(next: string) {
    setShown(next);
    setText(next);
    setVersion((before) => before + 1);
  }
  function goTo({ from, to }: Pick<Located, 'from' | 'to'>) {
    view.current?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    view.current?.focus();
  }
  const main = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <CodeEditor
        label={t('editor.text')}
        language={language}
        text={shown}
        version={version}
        onChange={setText}
        diagnostics={diagnostics}
        complete={complete}
        onCursor={(line, column) => setCursor({ line, column })}
        onView={(next) => {
          view.current = next;
        }}
      />
      <Problems problems={problems ?? []} view={view} text={text} goTo={goTo} />
      <p className="num flex shrink-0 gap-4 border-t border-line bg-raised px-3 py-1 text-xs text-soft">
        <span>{t('editor.cursor', cursor)}</span>
        <span className="uppercase">{language}</span>
        {check.error ? <span className="text-danger">{check.error.message}</span> : null}
      </p>
    </div>
  );
  return (
    <>
      <PageHead
        title={title}
        document={t('editor.document', { name })}
        actions={
          <>
            {templates ? (
              <Select
                compact
                label={t('editor.template')}
                value={templates.chosen}
                onChange={templates.choose}
                choices={(Object.keys(TEMPLATES) as TemplateName[]).map((id) => ({ id, text: t(`editor.templates.${id}`) }))}
              />
            ) : null}
            {changed ? <Button onPress={onDropDraft}>{t('editor.drop')}</Button> : null}
            <Button
              kind="primary"
              shortcut="Ctrl S"
              onPress={() => setPushing(true)}
              why={!changed && base.base !== undefined ? t('editor.same') : errors > 0 && upToDate ? t('editor.wrong', { count: errors }) : undefined}
            >
              {t('editor.pushEllipsis')}
            </Button>
          </>
        }
      >
        <Standing errors={errors} warnings={warnings} busy={check.isFetching || !upToDate} />
        <span className="text-xs text-soft">
          {savedAt !== undefined ? (
            <>
              {t('editor.saved')} <TimeText ms={savedAt} />
            </>
          ) : draft ? (
            <>
              {t('editor.draftOf')} <TimeText ms={draft.savedAt} />
            </>
          ) : (
            hint
          )}
        </span>
      </PageHead>
      <div className="flex min-h-0 flex-1 border-t border-line">
        <Splitter
          label={t('editor.meaning')}
          main={main}
          side={
            <DraftPane
              graph={check.graph}
              form={check.form}
              stale={check.stale}
              text={text}
              against={base.base === undefined ? undefined : base.text}
              language={language}
              onStep={(id) => {
                const at = view.current?.state.doc.toString().search(new RegExp(`\\bid"?\\s*:\\s*"?${id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\b`)) ?? -1;
                if (at >= 0) goTo({ from: at, to: at });
              }}
            />
          }
        />
      </div>
      <Suspense>
        {pushing ? (
          <PushDialog
            name={name}
            text={text}
            media={media}
            begun={begun}
            against={base.text}
            isNew={base.base === undefined}
            onTheirs={(theirs, state) => {
              replace(theirs);
              setBegun(state);
            }}
            onClose={() => setPushing(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function Standing({ errors, warnings, busy }: { errors: number; warnings: number; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <span role="status" aria-busy={busy} className="num flex items-center gap-3 text-xs">
      {errors === 0 ? (
        <span data-st="succeeded" className="flex items-center gap-1 text-st-text">
          <CircleCheck size={14} aria-hidden /> {t('editor.valid')}
        </span>
      ) : (
        <span data-st="failed" className="flex items-center gap-1 text-st-text">
          <CircleX size={14} aria-hidden /> {t('editor.errors', { count: errors })}
        </span>
      )}
      {warnings === 0 ? null : (
        <span data-st="retrying" className="flex items-center gap-1 text-st-text">
          <TriangleAlert size={14} aria-hidden /> {t('editor.warnings', { count: warnings })}
        </span>
      )}
    </span>
  );
}

interface ProblemsProps {
  problems: import('./problems').Problem[];
  view: React.RefObject<EditorView | null>;
  text: string;
  goTo: (place: Pick<Located, 'from' | 'to'>) => void;
}

/** All that is wrong, each a way to its place, with what mends it. */
function Problems({ problems, view, text, goTo }: ProblemsProps) {
  const { t } = useTranslation();
  const { density } = usePrefs();
  if (problems.length === 0) return null;
  function place(index: number): Located | undefined {
    const doc = view.current?.state.doc;
    return doc && locate(problems[index]!, doc, stepsIn(text));
  }
  return (
    <ul aria-label={t('editor.problems')} tabIndex={0} className="max-h-44 shrink-0 overflow-y-auto border-t border-line -outline-offset-2!">
      {problems.map((one, index) => (
        <li key={`${one.path} ${one.message}`} className={`flex items-start gap-2 border-b border-line px-3 last:border-0 ${density === 'compact' ? 'py-0.5' : 'py-1.5'}`}>
          <span data-st={one.severity === 'ERROR' ? 'failed' : 'retrying'} className="mt-0.5 text-st-text">
            {one.severity === 'ERROR' ? <CircleX size={14} aria-label={t('editor.error')} /> : <TriangleAlert size={14} aria-label={t('editor.warning')} />}
          </span>
          <button
            type="button"
            onClick={() => {
              const at = place(index);
              if (at) goTo(at);
            }}
            className="min-w-0 flex-1 text-left hover:underline"
          >
            <span lang="en" className="break-words">
              {one.message}
            </span>{' '}
            <span className="mono text-soft">{one.written_path ?? one.path}</span>
          </button>
          <FixButton fix={() => place(index)?.fix} view={view} problem={one} text={text} />
        </li>
      ))}
    </ul>
  );
}

function FixButton({ fix, view, problem, text }: { fix: () => Located['fix']; view: React.RefObject<EditorView | null>; problem: import('./problems').Problem; text: string }) {
  const { t } = useTranslation();
  const [offered, setOffered] = useState<Located['fix']>();
  useEffect(() => setOffered(fix()), [problem, text]); // eslint-disable-line react/exhaustive-deps
  if (offered === undefined) return null;
  return (
    <Button small onPress={() => view.current?.dispatch({ changes: offered })}>
      {t('editor.fix', { to: offered.insert })}
    </Button>
  );
}
