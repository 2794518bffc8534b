import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askFor } from '~/api/client';
import { instanceQuery, stepQuery, type RunRef } from '~/api/queries';
import type { Param, RestartAnswer, RestartPreviewRun } from '~/api/types';
import { IconButton } from '~/ui/basics';
import { Choices, Select, TextField } from '~/ui/fields';
import { count } from '~/ui/format';
import { Skeleton } from '~/ui/states';
import { useDebounced } from '~/ui/useDebounced';
import { ActDialog, Refusal } from './ActDialog';
import { restartCommand, type Changed, type Command, type RestartFrom } from './command';
import { paramText, parseParam } from './params';

interface Props {
  ref_: RunRef;
  /** Restart from this step; none: the whole run. */
  step?: { id: string; attempt: number };
  isOpen: boolean;
  onClose: () => void;
}

interface Edited {
  name: string;
  text: string;
}

/** Restart, with the values that change and what will run again, as the server foretells it. */
export function RestartDialog({ ref_: ref, step, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState<RestartFrom | 'step'>(step === undefined ? 'incomplete' : 'step');
  const [edited, setEdited] = useState<Edited[]>([]);
  const from: RestartFrom = whole === 'step' ? 'incomplete' : whole;
  const target = whole === 'step' ? step : undefined;
  const params = useRestartParams(ref, target, isOpen);
  const changed = useMemo(() => changedOf(edited, params), [edited, params]);
  const command =
    changed === undefined ? undefined : restartCommand(ref.wf, ref.n, target?.id, from, changed);
  const choices = [
    ...(step === undefined ? [] : [{ id: 'step' as const, text: t('restart.fromStep', { step: step.id }), hint: t('restart.fromStepHint') }]),
    { id: 'incomplete' as const, text: t('restart.incomplete'), hint: t('restart.incompleteHint') },
    { id: 'beginning' as const, text: t('restart.beginning'), hint: t('restart.beginningHint') },
  ];
  return (
    <ActDialog<RestartAnswer>
      wide
      title={t('restart.title', { what: `${ref.wf} #${ref.n}` })}
      isOpen={isOpen}
      onClose={onClose}
      command={command}
      confirm={t('act.restart')}
      done={(answer) => <Restarted answer={answer} wf={ref.wf} n={ref.n} />}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Choices
          label={t('restart.from')}
          value={whole}
          onChange={(next) => {
            setWhole(next);
            setEdited([]);
          }}
          choices={choices}
        />
        <Edits params={params} edited={edited} onChange={setEdited} />
      </div>
      <h3 className="mt-5 mb-1.5 text-xs font-semibold text-soft">{t('restart.preview')}</h3>
      {command === undefined ? <p className="text-soft">{t('act.notReady')}</p> : <Preview command={command} />}
    </ActDialog>
  );
}

/** Params that may be changed: of the step, or of the run. */
function useRestartParams(ref: RunRef, step: Props['step'], enabled: boolean): Record<string, Param> {
  const instance = useQuery({ ...instanceQuery(ref), enabled: enabled && step === undefined });
  const detail = useQuery({ ...stepQuery(ref, step?.id ?? '', step?.attempt ?? 1), enabled: enabled && step !== undefined });
  const all = (step === undefined ? instance.data?.params : detail.data?.params) ?? {};
  return Object.fromEntries(
    Object.entries(all).filter(([, param]) => param.mode !== 'CONSTANT' && param.mode !== 'IMMUTABLE' && param.source !== 'SYSTEM_DEFAULT'),
  );
}

function changedOf(edited: Edited[], params: Record<string, Param>): Changed[] | undefined {
  const changed: Changed[] = [];
  for (const { name, text } of edited) {
    const type = params[name]?.type ?? 'STRING';
    const parsed = parseParam(type, text);
    if ('error' in parsed) return undefined;
    changed.push({ name, type, value: parsed.value });
  }
  return changed;
}

function Edits({ params, edited, onChange }: { params: Record<string, Param>; edited: Edited[]; onChange: (edited: Edited[]) => void }) {
  const { t } = useTranslation();
  const left = Object.keys(params).filter((name) => !edited.some((one) => one.name === name));
  function add(name: string) {
    const param = params[name];
    onChange([...edited, { name, text: paramText(param?.evaluated_result ?? param?.value) }]);
  }
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="text-xs font-medium text-soft">{t('restart.values')}</h3>
      {edited.map((one, index) => {
        const type = params[one.name]?.type ?? 'STRING';
        const parsed = parseParam(type, one.text);
        return (
          <div key={one.name} className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <TextField
                label={`${one.name} · ${type}`}
                value={one.text}
                lines={one.text.includes('\n') ? 4 : 1}
                mono
                error={'error' in parsed ? t(`param.error.${parsed.error}`) : undefined}
                onChange={(text) => onChange(edited.map((other, at) => (at === index ? { ...other, text } : other)))}
              />
            </div>
            <IconButton label={t('restart.keep', { name: one.name })} className="mt-5" onPress={() => onChange(edited.filter((_, at) => at !== index))}>
              <X size={14} />
            </IconButton>
          </div>
        );
      })}
      {left.length > 0 ? (
        <Select
          compact
          hideLabel
          empty={`+ ${t('restart.change')}`}
          label={t('restart.change')}
          value={''}
          onChange={add}
          choices={left.map((name) => ({ id: name, text: name }))}
        />
      ) : edited.length === 0 ? (
        <p className="text-xs text-soft">{t('restart.noParams')}</p>
      ) : null}
    </section>
  );
}

function Preview({ command }: { command: Command }) {
  const { t } = useTranslation();
  const asked = useDebounced(JSON.stringify([command.path, command.body], (_key, value) => (typeof value === 'bigint' ? String(value) : value)), 300);
  const preview = useQuery({
    queryKey: ['restart-preview', asked],
    queryFn: ({ signal }) =>
      askFor<RestartAnswer>(command.path, {
        method: 'POST',
        body: { ...(command.body as object), dry_run: true },
        signal,
      }),
    staleTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  if (preview.isError) return <Refusal error={preview.error} />;
  if (!preview.data) return <Skeleton className="h-20 w-full" />;
  return (
    <div className={`flex flex-col gap-2 ${preview.isPlaceholderData ? 'opacity-60' : ''}`}>
      {(preview.data.data.runs ?? []).map((run) => (
        <PreviewRun key={`${run.workflow_id}/${run.workflow_instance_id}/${run.workflow_run_id}`} run={run} />
      ))}
      {(preview.data.data.runs ?? []).length === 0 ? <p className="text-soft">{t('restart.nothing')}</p> : null}
    </div>
  );
}

const PARTS = [
  ['will_run', 'running'],
  ['reused', 'succeeded'],
  ['skipped', 'skipped'],
  ['waiting', 'queued'],
] as const;

function PreviewRun({ run }: { run: RestartPreviewRun }) {
  const { t } = useTranslation();
  return (
    <div className="panel px-3 py-2">
      <p className="font-medium">
        {run.workflow_id} #{run.workflow_instance_id} <span className="text-soft">{t('run.run', { r: run.workflow_run_id })}</span>
      </p>
      <dl className="mt-1 flex flex-col gap-1">
        {PARTS.map(([part, look]) =>
          run[part].length === 0 ? null : (
            <div key={part} data-st={look} className="grid grid-cols-[7.5rem_1fr] gap-2">
              <dt className="num text-st-text">
                {t(`restart.part.${part}`)} {count(run[part].length)}
              </dt>
              <dd className="min-w-0 break-words">
                {run[part].slice(0, 40).join(', ')}
                {run[part].length > 40 ? ` … +${run[part].length - 40}` : ''}
              </dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}

function Restarted({ answer, wf, n }: { answer: RestartAnswer; wf: string; n: number }) {
  const { t } = useTranslation();
  const r = String(answer.workflow_run_id ?? 'latest');
  const to = { wf: answer.workflow_id ?? wf, n: String(answer.workflow_instance_id ?? n), r };
  return (
    <>
      {t('restart.done')}{' '}
      <Link to="/runs/$wf/$n/$r" params={to}>
        {to.wf} #{to.n} {r === 'latest' ? '' : t('run.run', { r })}
      </Link>
    </>
  );
}
