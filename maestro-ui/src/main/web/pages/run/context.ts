import { createContext, useContext } from 'react';
import type { RunRef } from '~/api/queries';
import type { RunBrief, StepBrief } from '~/api/types';
import type { RUN_VIEWS, STEP_PANES } from '~/app/routes';

export interface RunSearchState {
  view?: (typeof RUN_VIEWS)[number];
  step?: string;
  attempt?: number;
  pane?: (typeof STEP_PANES)[number];
  filter?: string;
  line?: number;
  why?: true;
}

/** What all panes of a run share: its data, and the selection, which is the address. */
export interface RunHandle {
  ref: RunRef;
  run: RunBrief;
  steps: Map<string, StepBrief>;
  list: StepBrief[];
  search: RunSearchState;
  go: (change: RunSearchState, replace?: boolean) => void;
  select: (step: string | undefined) => void;
  reload: () => void;
}

export const RunContext = createContext<RunHandle | undefined>(undefined);

export function useRun(): RunHandle {
  const handle = useContext(RunContext);
  if (handle === undefined) throw new Error('a pane of a run is shown outside of its page');
  return handle;
}
