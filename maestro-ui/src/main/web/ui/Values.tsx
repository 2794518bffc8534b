import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Param } from '~/api/types';
import { toJson } from '~/api/json';
import { Chip, CopyButton } from './basics';
import { Checkbox, FilterField } from './fields';
import { EmptyState } from './states';

const LONG_TEXT = 120;

/** A value: short ones in a line, long ones and structures as a block that opens. */
export function Value({ value }: { value: unknown }) {
  const [open, setOpen] = useState(false);
  const { t } = useTranslation();
  if (value === undefined || value === null) return <span className="text-soft">–</span>;
  const structure = typeof value === 'object';
  const text = typeof value === 'string' ? value : toJson(value);
  if (text === '') return <span className="text-soft italic">{t('values.empty')}</span>;
  const long = text.length > LONG_TEXT || text.includes('\n');
  if (!long) return <code className="mono break-words">{text}</code>;
  return (
    <span className="block min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="mono block max-w-full truncate text-left hover:underline"
      >
        {open ? t('common.hide') : text.slice(0, LONG_TEXT).replaceAll('\n', '⏎')}
      </button>
      {open ? (
        <pre className="mono mt-1 max-h-96 overflow-auto rounded border border-line bg-raised p-2 whitespace-pre-wrap">
          {structure ? toJson(value, 2) : text}
        </pre>
      ) : null}
    </span>
  );
}

/** Values that the system gives to everything; shown last. */
function isDefault(param: Param): boolean {
  return (param.provenance?.origin ?? param.source) === 'SYSTEM_DEFAULT';
}

export function OriginChip({ param }: { param: Param }) {
  const { t, i18n } = useTranslation();
  const origin = param.provenance?.origin ?? param.source;
  if (!origin) return null;
  const word = i18n.exists(`origin.${origin}`) ? t(`origin.${origin as 'DEFINITION'}`) : origin;
  const { workflow_version_id: version, user } = param.provenance ?? {};
  return (
    <Chip title={origin}>
      {word}
      {version === undefined ? '' : ` v${version}`}
      {user === undefined ? '' : ` · ${user}`}
    </Chip>
  );
}

interface Props {
  params: Record<string, Param>;
  /** What stands below an opened param: where its value comes from. */
  tree?: (name: string, param: Param) => ReactNode;
}

/** Params with value, type and origin; yours first, those of the system folded away. */
export function ParamTable({ params, tree }: Props) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const wanted = filter.toLowerCase();
  const entries = Object.entries(params);
  const fitting = entries.filter(
    ([name, param]) =>
      (all || wanted !== '' || !isDefault(param)) &&
      (name.toLowerCase().includes(wanted) || toJson(param.evaluated_result ?? '').toLowerCase().includes(wanted)),
  );
  const rows = [...fitting.filter(([, param]) => !isDefault(param)), ...fitting.filter(([, param]) => isDefault(param))];
  const defaults = entries.filter(([, param]) => isDefault(param)).length;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-3 px-4 py-2">
        <FilterField label={t('values.filter')} value={filter} onChange={setFilter} className="w-56" />
        <Checkbox label={t('values.withDefaults', { count: defaults })} isSelected={all} onChange={setAll} />
      </div>
      {rows.length === 0 ? <EmptyState title={filter === '' ? t('values.none') : t('values.noneFits')} /> : null}
      <div role="list" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        {rows.map(([name, param]) => (
          <ParamRow key={name} name={name} param={param} tree={tree} />
        ))}
      </div>
    </div>
  );
}

function ParamRow({ name, param, tree }: { name: string; param: Param; tree: Props['tree'] }) {
  const [open, setOpen] = useState(false);
  return (
    <div role="listitem" className="border-b border-line px-3 py-1.5">
      <div className="grid grid-cols-[minmax(7rem,11rem)_1fr_auto] items-start gap-x-3 max-sm:grid-cols-1">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-6 min-w-0 items-center gap-1 text-left"
        >
          <ChevronRight size={13} aria-hidden className={`shrink-0 text-soft ${open ? 'rotate-90' : ''}`} />
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
        </button>
        <span className="min-w-0 pt-0.5">
          <Value value={param.evaluated_result ?? param.value} />
        </span>
        <span className="flex items-center gap-1 pt-0.5">
          <OriginChip param={param} />
          <CopyButton text={() => textOf(param.evaluated_result ?? param.value)} />
        </span>
      </div>
      {open ? (
        <div className="mt-1 mb-1 ml-4 border-l border-line pl-3">
          <Facts param={param} />
          {tree?.(name, param)}
        </div>
      ) : null}
    </div>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : toJson(value ?? '', 2);
}

function Facts({ param }: { param: Param }) {
  const { t } = useTranslation();
  const source = param.expression ?? (typeof param.value === 'string' ? param.value : undefined);
  const evaluated = textOf(param.evaluated_result);
  return (
    <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-0.5 text-xs">
      <dt className="text-soft">{t('values.type')}</dt>
      <dd className="mono">
        {param.type} {param.mode ? <span className="text-soft">{param.mode}</span> : null}
      </dd>
      {source !== undefined && source !== evaluated ? (
        <>
          <dt className="text-soft">{param.expression === undefined ? t('values.written') : t('values.expression')}</dt>
          <dd className="min-w-0">
            <pre className="mono max-h-48 overflow-auto whitespace-pre-wrap">{source}</pre>
          </dd>
        </>
      ) : null}
    </dl>
  );
}
