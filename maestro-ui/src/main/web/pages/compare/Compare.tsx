import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { GitCompare } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { instanceQuery, stepsQuery, type RunRef } from '~/api/queries';
import type { Instance, StepBrief, StepsBrief } from '~/api/types';
import { Button } from '~/ui/basics';
import { Checkbox, TextField } from '~/ui/fields';
import { duration } from '~/ui/format';
import { PageHead } from '~/ui/PageHead';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusBadge, StatusIcon, useStatusWord } from '~/ui/Status';
import { DurationText, TimeText } from '~/ui/Time';
import { valueText } from '../run/values';
import { Diff } from '../workflow/Versions';
import { parseRun, runText } from './run';

const route = getRouteApi('/compare');

/** What differs between two runs: their values, versions, statuses and durations. */
export default function Compare() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const [a, b] = [parseRun(search.a), parseRun(search.b)];
  return (
    <>
      <PageHead title={t('compare.title')} document={t('compare.title')} />
      <Pick a={search.a ?? ''} b={search.b ?? ''} />
      {a && b ? (
        <Both key={`${search.a} ${search.b}`} a={a} b={b} />
      ) : (
        <EmptyState icon={<GitCompare size={32} />} title={t('compare.none')}>
          {t('compare.noneHint')}
        </EmptyState>
      )}
    </>
  );
}

function Pick({ a, b }: { a: string; b: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/compare' });
  const [one, setOne] = useState(a);
  const [other, setOther] = useState(b);
  const go = () => void navigate({ search: { a: one, b: other } });
  const good = parseRun(one) !== undefined && parseRun(other) !== undefined;
  return (
    <div className="flex shrink-0 flex-wrap items-end gap-2 border-b border-line px-4 pb-3">
      <div className="w-60">
        <TextField label={t('compare.a')} value={one} onChange={setOne} placeholder="orders_daily/12/1" onEnter={go} mono />
      </div>
      <div className="w-60">
        <TextField label={t('compare.b')} value={other} onChange={setOther} placeholder="orders_daily/13/1" onEnter={go} mono />
      </div>
      <Button onPress={go} why={good ? undefined : t('compare.form')}>
        {t('compare.go')}
      </Button>
    </div>
  );
}

function Both({ a, b }: { a: RunRef; b: RunRef }) {
  const { t } = useTranslation();
  const [only, setOnly] = useState(true);
  const queries = [useQuery(stepsQuery(a)), useQuery(stepsQuery(b))] as const;
  const instances = [useQuery(instanceQuery(a)), useQuery(instanceQuery(b))] as const;
  const failed = [...queries, ...instances].find((one) => one.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const [left, right] = [queries[0].data, queries[1].data];
  const [one, other] = [instances[0].data, instances[1].data];
  if (!left || !right || !one || !other) return <SkeletonRows rows={12} />;
  const versions = [left.run.workflow_version_id, right.run.workflow_version_id] as const;
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-3 -outline-offset-2!">
      <div className="mb-3">
        <Checkbox label={t('compare.only')} isSelected={only} onChange={setOnly} />
      </div>
      <Table label={t('compare.runs')} heads={[<RunHead key="a" run={a} data={left} />, <RunHead key="b" run={b} data={right} />]}>
        <Row name={t('filter.status')} cells={[<StatusBadge key="a" status={left.run.status} />, <StatusBadge key="b" status={right.run.status} />]} />
        <Row name={t('workflows.version')} cells={[`v${versions[0]}`, `v${versions[1]}`]} differs={versions[0] !== versions[1]} />
        <Row name={t('runs.created')} cells={[<TimeText key="a" ms={left.run.create_time} />, <TimeText key="b" ms={right.run.create_time} />]} />
        <Row name={t('runs.duration')} cells={[<DurationText key="a" start={left.run.start_time} end={left.run.end_time} />, <DurationText key="b" start={right.run.start_time} end={right.run.end_time} />]} />
        <Row name={t('runs.cause')} cells={[left.run.cause?.message ?? '–', right.run.cause?.message ?? '–']} differs={left.run.cause?.message !== right.run.cause?.message} />
      </Table>
      <Params one={one} other={other} only={only} />
      <Steps left={left.steps} right={right.steps} only={only} />
      {a.wf === b.wf && versions[0] !== versions[1] ? (
        <section className="panel mt-4">
          <h2 className="border-b border-line bg-raised px-4 py-2 font-semibold">{t('versions.between', { a: Math.min(...versions), b: Math.max(...versions) })}</h2>
          <Diff wf={a.wf} a={Math.min(...versions)} b={Math.max(...versions)} />
        </section>
      ) : null}
    </div>
  );
}

function RunHead({ run, data }: { run: RunRef; data: StepsBrief }) {
  return (
    <Link to="/runs/$wf/$n/$r" params={{ wf: run.wf, n: String(run.n), r: String(run.r) }} className="inline-flex items-center gap-1.5">
      <StatusIcon status={data.run.status} size={14} /> {runText(run)}
    </Link>
  );
}

function Table({ label, heads, children }: { label: string; heads?: [ReactNode, ReactNode]; children: ReactNode }) {
  return (
    <section className="panel mt-4 overflow-x-auto first:mt-0">
      <table className="w-full table-fixed text-left">
        <thead>
          <tr className="border-b border-line bg-raised">
            <th scope="col" className="w-1/4 px-4 py-2 font-semibold">
              {label}
            </th>
            {(heads ?? ['', '']).map((head, index) => (
              // there are two of them
              // eslint-disable-next-line react/no-array-index-key
              <th key={index} scope="col" className="px-4 py-2 font-medium">
                {head === '' ? <span className="sr-only">{index === 0 ? 'A' : 'B'}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function Row({ name, cells, differs = false }: { name: string; cells: [ReactNode, ReactNode]; differs?: boolean }) {
  return (
    <tr className={`border-b border-line align-top last:border-0 ${differs ? 'bg-[var(--st-retrying-tint)]' : ''}`}>
      <th scope="row" className="px-4 py-1.5 font-medium break-words">
        {name}
      </th>
      {cells.map((cell, index) => (
        // there are two of them
        // eslint-disable-next-line react/no-array-index-key
        <td key={index} className="px-4 py-1.5 break-words">
          {cell}
        </td>
      ))}
    </tr>
  );
}

function Params({ one, other, only }: { one: Instance; other: Instance; only: boolean }) {
  const { t } = useTranslation();
  const declared = new Set([...Object.keys(one.runtime_workflow.params ?? {}), ...Object.keys(other.runtime_workflow.params ?? {}), ...Object.keys(one.run_params ?? {}), ...Object.keys(other.run_params ?? {})]);
  const rows = [...declared].map((name) => ({
    name,
    a: valueText(one.params?.[name]?.evaluated_result),
    b: valueText(other.params?.[name]?.evaluated_result),
  }));
  const shown = rows.filter((row) => !only || row.a !== row.b);
  return (
    <Table label={t('run.view.values')}>
      {shown.length === 0 ? <Nothing /> : null}
      {shown.map(({ name, a, b }) => (
        <Row key={name} name={name} cells={[<code key="a" className="mono">{a.slice(0, 2_000)}</code>, <code key="b" className="mono">{b.slice(0, 2_000)}</code>]} differs={a !== b} />
      ))}
    </Table>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <tr>
      <td colSpan={3} className="px-4 py-3 text-soft">
        {t('compare.same')}
      </td>
    </tr>
  );
}

function took(step: StepBrief | undefined): number | undefined {
  return step?.start_time && step.end_time ? step.end_time - step.start_time : undefined;
}

function Steps({ left, right, only }: { left: StepBrief[]; right: StepBrief[]; only: boolean }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const byId = new Map(right.map((step) => [step.id, step]));
  const ids = [...new Set([...left, ...right].filter((step) => step.parent === undefined).map((step) => step.id))];
  const rows = ids.map((id) => ({ id, a: left.find((step) => step.id === id), b: byId.get(id) }));
  const shown = rows.filter(({ a, b }) => !only || a?.status !== b?.status);
  function cell(step: StepBrief | undefined): ReactNode {
    if (step?.status === undefined) return <span className="text-soft">–</span>;
    const ms = took(step);
    return (
      <span className="flex items-center gap-1.5">
        <StatusIcon status={step.status} size={14} label={false} /> {word(step.status)}
        {ms === undefined ? null : <span className="num text-soft">{duration(ms)}</span>}
      </span>
    );
  }
  return (
    <Table label={t('run.view.steps')}>
      {shown.length === 0 ? <Nothing /> : null}
      {shown.map(({ id, a, b }) => (
        <Row key={id} name={id} cells={[cell(a), cell(b)]} differs={a?.status !== b?.status} />
      ))}
    </Table>
  );
}
