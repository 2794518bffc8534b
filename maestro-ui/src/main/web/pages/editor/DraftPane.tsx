import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GraphView } from '~/graph/GraphView';
import type { GraphStep } from '~/graph/model';
import { Chip } from '~/ui/basics';
import { Tabs } from '~/ui/Tabs';
import { EmptyState, PaneBoundary } from '~/ui/states';
import { Value } from '~/ui/Values';
import type { FormField } from './check';
import type { Language } from './CodeEditor';

const DiffEditor = lazy(() => import('./DiffEditor'));

interface Props {
  graph: GraphStep[] | undefined;
  form: FormField[] | undefined;
  /** The text cannot be read now: what is shown is of the last one that could. */
  stale: boolean;
  text: string;
  against: string | undefined;
  language: Language;
  onStep: (id: string) => void;
}

const VIEWS = ['graph', 'form', 'diff'] as const;

/** What a draft means. */
export function DraftPane({ graph, form, stale, text, against, language, onStep }: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState<(typeof VIEWS)[number]>('graph');
  return (
    <Tabs
      small
      label={t('editor.meaning')}
      tabs={VIEWS.filter((id) => id !== 'diff' || against !== undefined).map((id) => ({ id, text: t(`editor.view.${id}`) }))}
      selected={view}
      onSelect={setView}
    >
      {stale && graph !== undefined && view !== 'diff' ? <p className="border-b border-line bg-raised px-3 py-1 text-xs text-soft">{t('editor.stale')}</p> : null}
      <PaneBoundary key={view}>
        {view === 'graph' ? <DraftGraph graph={graph} onStep={onStep} /> : null}
        {view === 'form' ? <Form form={form} /> : null}
        {view === 'diff' && against !== undefined ? (
          <Suspense>
            <DiffEditor language={language} text={text} against={against} />
          </Suspense>
        ) : null}
      </PaneBoundary>
    </Tabs>
  );
}

function all(steps: GraphStep[]): string[] {
  return steps.flatMap((step) => (step.inner.length > 0 ? [step.id, ...all(step.inner)] : []));
}

function DraftGraph({ graph, onStep }: { graph: GraphStep[] | undefined; onStep: (id: string) => void }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<string>();
  if (graph === undefined || graph.length === 0) return <EmptyState title={t('editor.noGraph')}>{t('editor.noGraphHint')}</EmptyState>;
  return (
    <GraphView
      label={t('editor.view.graph')}
      steps={graph}
      unfolded={new Set(all(graph))}
      selected={selected}
      edgeState={() => 'plain'}
      onSelect={(id) => {
        setSelected(id);
        onStep(id);
      }}
      look={() => 'running'}
      nodeLabel={(step) => `${step.id}: ${step.type}`}
      node={({ step }) => (
        <>
          <span className="block truncate font-medium">{step.id}</span>
          <span className="block truncate text-[11px] leading-4 text-soft">{step.type}</span>
        </>
      )}
    />
  );
}

function Form({ form }: { form: FormField[] | undefined }) {
  const { t } = useTranslation();
  if (form === undefined || form.length === 0) return <EmptyState title={t('start.noParams')} />;
  return (
    <dl tabIndex={0} className="min-h-0 flex-1 divide-y divide-line overflow-y-auto -outline-offset-2!">
      {form.map((field) => (
        <div key={field.name} className="px-4 py-2">
          <dt className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{field.name}</span>
            <Chip mono>{field.type}</Chip>
            {field.required ? <Chip>{t('editor.required')}</Chip> : null}
            {field.settable ? null : <Chip>{t('editor.fixed')}</Chip>}
          </dt>
          <dd className="mt-0.5 min-w-0">
            {field.expression === undefined ? <Value value={field.value} /> : <code className="mono text-soft">= {field.expression}</code>}
            {field.description ? <p className="text-xs text-soft">{field.description}</p> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
