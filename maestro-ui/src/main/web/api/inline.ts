import type { Instance } from './types';

const INLINE = /^maestro_(foreach|while)_/;

/** Whether a workflow is the body of a loop; its name is nothing that people know. */
export function isInline(wf: string): boolean {
  return INLINE.test(wf);
}

/** A loop step, and the run that it belongs to. */
export interface Above {
  wf: string;
  n: number;
  r: number;
  step: string;
}

interface Ancestor {
  workflow_id?: string;
  instance_id?: number;
  run_id?: number;
  step_id?: string;
}

/** The steps that lead to a run, the outermost first. */
export function aboveOf(instance: Instance): Above[] {
  const ancestors = (instance.initiator?.ancestors ?? []) as Ancestor[];
  return ancestors.map((one) => ({
    wf: one.workflow_id ?? '',
    n: one.instance_id ?? 0,
    r: one.run_id ?? 1,
    step: one.step_id ?? '',
  }));
}
