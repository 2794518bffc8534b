import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { askFor } from '~/api/client';
import type { GraphStep } from '~/graph/model';
import { useDebounced } from '~/ui/useDebounced';
import type { Draft } from './draft';
import type { Problem } from './problems';

interface DraftStep {
  id: string;
  type: string;
  successors?: Record<string, string>;
  steps?: DraftStep[];
}

export interface FormField {
  name: string;
  type: string;
  mode: string;
  required: boolean;
  settable: boolean;
  value?: unknown;
  expression?: string;
  description?: string;
}

interface CheckAnswer {
  valid: boolean;
  problems: Problem[];
  dag?: DraftStep[];
  form?: FormField[];
}

function graphOf(steps: DraftStep[]): GraphStep[] {
  return steps.map((step) => ({ id: step.id, type: step.type, successors: step.successors ?? {}, inner: graphOf(step.steps ?? []) }));
}

export interface Checked {
  /** Of which text this is. */
  text: string;
  valid: boolean;
  problems: Problem[];
}

/** What could be read last. */
interface Good {
  of?: Checked;
  graph?: GraphStep[];
  form?: FormField[];
}

/** What the server says of a draft when typing rests; graph and form are the last good ones while the text is broken. */
export function useCheck(draft: Pick<Draft, 'text' | 'media'>) {
  const text = useDebounced(draft.text, 300);
  const yaml = draft.media === 'application/yaml';
  const query = useQuery({
    queryKey: ['check', draft.media, text],
    queryFn: async ({ signal }): Promise<Checked & Pick<CheckAnswer, 'dag' | 'form'>> => {
      const { data } = await askFor<CheckAnswer>(`/api/v3/workflows/actions/check${yaml ? '/yaml' : ''}`, {
        method: 'PUT',
        query: { with: 'dag,form' },
        text: { type: draft.media, content: text },
        signal,
      });
      return { ...data, text };
    },
    placeholderData: keepPreviousData,
    enabled: text.trim() !== '',
    staleTime: 10_000,
  });
  const answer = query.data;
  const [good, setGood] = useState<Good>({});
  if (answer !== undefined && answer !== good.of && (answer.dag || answer.form))
    setGood({
      of: answer,
      graph: answer.dag ? graphOf(answer.dag) : good.graph,
      form: answer.form ?? good.form,
    });
  return {
    checked: answer,
    error: query.error,
    isFetching: query.isFetching,
    graph: good.graph,
    form: good.form,
    stale: answer?.dag === undefined,
  };
}
