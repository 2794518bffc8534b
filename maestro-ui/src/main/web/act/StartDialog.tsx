import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewQuery, versionQuery } from '~/api/queries';
import type { Param, StartAnswer } from '~/api/types';
import { IconButton } from '~/ui/basics';
import { Select, TextField } from '~/ui/fields';
import { ErrorState, Skeleton } from '~/ui/states';
import { ActDialog } from './ActDialog';
import { startCommand, type Changed } from './command';
import { paramText, parseParam } from './params';

/** A form made from the params of a version. What was not touched is not sent. */
export default function StartDialog({ wf, isOpen, onClose }: { wf: string; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [version, setVersion] = useState<'active' | 'latest'>('active');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const overview = useQuery(overviewQuery(wf));
  const active = overview.data?.active_version_id;
  const shown = active === undefined ? 'latest' : version;
  const definition = useQuery({ ...versionQuery(wf, shown), enabled: isOpen && overview.isSuccess });
  const params = definition.data?.workflow.params ?? {};
  const changed = changedOf(typed, params);
  return (
    <ActDialog<StartAnswer>
      title={t('start.title', { wf })}
      isOpen={isOpen}
      onClose={onClose}
      keyed
      command={changed === undefined || !definition.data ? undefined : startCommand(wf, shown, changed)}
      confirm={t('start.start')}
      done={(answer) => <Started answer={answer} wf={wf} />}
    >
      {overview.data && active !== undefined && active !== overview.data.latest_version_id ? (
        <div className="mb-4">
          <Select
            label={t('workflows.version')}
            value={version}
            onChange={setVersion}
            choices={[
              { id: 'active', text: `v${active} (${t('workflows.states.ACTIVE')})` },
              { id: 'latest', text: `v${overview.data.latest_version_id} (${t('start.latest')})` },
            ]}
          />
        </div>
      ) : null}
      {definition.isError ? <ErrorState error={definition.error} /> : null}
      {definition.isPending ? <Skeleton className="h-24 w-full" /> : null}
      {definition.data ? <Fields params={params} typed={typed} onChange={setTyped} /> : null}
      <Queue wf={wf} />
    </ActDialog>
  );
}

function changedOf(typed: Record<string, string>, params: Record<string, Param>): Changed[] | undefined {
  const changed: Changed[] = [];
  for (const [name, text] of Object.entries(typed)) {
    const type = params[name]?.type ?? 'STRING';
    const parsed = parseParam(type, text);
    if ('error' in parsed) return undefined;
    changed.push({ name, type, value: parsed.value });
  }
  return changed;
}

function settable(param: Param): boolean {
  return param.mode !== 'CONSTANT' && param.mode !== 'IMMUTABLE';
}

function Fields({
  params,
  typed,
  onChange,
}: {
  params: Record<string, Param>;
  typed: Record<string, string>;
  onChange: (typed: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  const entries = Object.entries(params).filter(([, param]) => settable(param));
  const needed = ([, param]: [string, Param]) => (param.value === undefined && param.expression === undefined ? 0 : 1);
  const sorted = entries.toSorted((a, b) => needed(a) - needed(b));
  const fixed = Object.keys(params).length - entries.length;
  if (entries.length === 0) return <p className="text-soft">{t('start.noParams')}</p>;
  return (
    <div className="flex flex-col gap-3">
      {sorted.map(([name, param]) => (
        <Field
          key={name}
          name={name}
          param={param}
          text={typed[name]}
          onChange={(text) => {
            const { [name]: _dropped, ...others } = typed;
            onChange(text === undefined ? others : { ...others, [name]: text });
          }}
        />
      ))}
      {fixed > 0 ? <p className="text-xs text-soft">{t('start.fixed', { count: fixed })}</p> : null}
    </div>
  );
}

function Field({
  name,
  param,
  text,
  onChange,
}: {
  name: string;
  param: Param;
  text: string | undefined;
  onChange: (text: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const usual = param.expression === undefined ? paramText(param.value) : '';
  const value = text ?? usual;
  const parsed = text === undefined ? undefined : parseParam(param.type, text);
  const error = parsed && 'error' in parsed ? t(`param.error.${parsed.error}`) : undefined;
  if (param.type === 'BOOLEAN')
    return (
      <Select
        label={`${name} · BOOLEAN`}
        value={value === '' ? 'unset' : value}
        onChange={(next) => onChange(next === usual || next === 'unset' ? undefined : next)}
        choices={[
          ...(usual === '' ? [{ id: 'unset', text: '–' }] : []),
          { id: 'true', text: 'true' },
          { id: 'false', text: 'false' },
        ]}
      />
    );
  const lines = param.type === 'MAP' || param.type === 'STRING_MAP' || value.includes('\n') ? 4 : 1;
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <TextField
          label={`${name} · ${param.type}`}
          value={value}
          lines={param.type.endsWith('ARRAY') ? 2 : lines}
          mono={param.type !== 'STRING'}
          placeholder={param.expression}
          error={error}
          hint={text === undefined ? (param.expression === undefined ? undefined : t('start.fromExpression')) : t('start.changed')}
          onChange={(next) => onChange(next === usual ? undefined : next)}
        />
      </div>
      {text === undefined ? null : (
        <IconButton label={t('start.reset', { name })} className="mt-5" onPress={() => onChange(undefined)}>
          <RotateCcw size={14} />
        </IconButton>
      )}
    </div>
  );
}

/** What the run strategy will do with the new run. */
function Queue({ wf }: { wf: string }) {
  const { t } = useTranslation();
  const overview = useQuery(overviewQuery(wf));
  if (!overview.data) return null;
  const rule = overview.data.properties_snapshot.run_strategy?.rule ?? 'SEQUENTIAL';
  const ahead = Object.values(overview.data.nonterminal_instances).reduce((sum, n) => sum + n, 0);
  if (ahead === 0 || rule === 'PARALLEL') return null;
  return (
    <p data-st="retrying" className="mt-4 rounded-md bg-st-tint px-3 py-2 text-st-text">
      {t('start.ahead', { count: ahead, rule })}
    </p>
  );
}

function Started({ answer, wf }: { answer: StartAnswer; wf: string }) {
  const { t } = useTranslation();
  const n = answer.workflow_instance_id;
  return (
    <>
      {t('start.done')}{' '}
      <Link to="/runs/$wf/$n/$r" params={{ wf, n: String(n), r: String(answer.workflow_run_id) }}>
        {wf} #{n}
      </Link>
    </>
  );
}
