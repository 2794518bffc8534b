import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { instanceQuery, stepQuery } from '~/api/queries';
import type { Param, ProvenanceInput } from '~/api/types';
import { Skeleton } from '~/ui/states';
import { OriginChip, Value } from '~/ui/Values';
import { useRun } from './context';

const DEEPEST = 8;

/** The inputs of a value, each with its own value and origin, down to where nothing is derived any more. */
export function ValueTree({ param, depth = 0 }: { param: Param; depth?: number }) {
  const { t } = useTranslation();
  const inputs = param.provenance?.inputs ?? [];
  if (inputs.length === 0) return depth === 0 ? <p className="mt-1 text-xs text-soft">{t('values.leaf')}</p> : null;
  if (depth >= DEEPEST) return <p className="text-xs text-soft">…</p>;
  return (
    <ul className="mt-1 text-xs">
      {inputs.map((input) => (
        <li key={`${input.kind} ${input.name}`} className="py-0.5">
          <Input input={input} depth={depth} />
        </li>
      ))}
    </ul>
  );
}

function Input({ input, depth }: { input: ProvenanceInput; depth: number }) {
  if (input.kind === 'STEP_PARAM' && input.step_id !== undefined)
    return <OfStep input={input} step={input.step_id} depth={depth} />;
  if (input.kind === 'WORKFLOW_PARAM') return <OfRun input={input} depth={depth} />;
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <code className="mono text-soft">{input.name}</code>
    </span>
  );
}

function OfRun({ input, depth }: { input: ProvenanceInput; depth: number }) {
  const { ref } = useRun();
  const instance = useQuery(instanceQuery(ref, true));
  if (instance.isPending) return <Skeleton className="h-4 w-48" />;
  return <Known name={input.name} param={instance.data?.params?.[input.name]} depth={depth} />;
}

function OfStep({ input, step, depth }: { input: ProvenanceInput; step: string; depth: number }) {
  const { ref, steps, go } = useRun();
  const attempt = steps.get(step)?.attempt ?? 1;
  const detail = useQuery(stepQuery(ref, step, attempt));
  if (detail.isPending) return <Skeleton className="h-4 w-48" />;
  const name = input.name.startsWith(`${step}__`) ? input.name.slice(step.length + 2) : input.name;
  return (
    <Known
      name={name}
      param={detail.data?.params?.[name]}
      depth={depth}
      step={step}
      onStep={() => go({ step, pane: 'values', attempt: undefined })}
    />
  );
}

function Known({
  name,
  param,
  depth,
  step,
  onStep,
}: {
  name: string;
  param: Param | undefined;
  depth: number;
  step?: string;
  onStep?: () => void;
}) {
  return (
    <>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {step === undefined ? null : (
          <button type="button" onClick={onStep} className="text-link hover:underline">
            {step}
          </button>
        )}
        <code className="mono font-medium">{name}</code>
        {param ? (
          <>
            <span className="text-soft">=</span>
            <span className="min-w-0">
              <Value value={param.evaluated_result ?? param.value} />
            </span>
            <OriginChip param={param} />
          </>
        ) : null}
      </span>
      {param ? (
        <div className="ml-3 border-l border-line pl-3">
          <ValueTree param={param} depth={depth + 1} />
        </div>
      ) : null}
    </>
  );
}
