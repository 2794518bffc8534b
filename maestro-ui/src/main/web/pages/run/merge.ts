import type { StepsBrief } from '~/api/types';

/** What is known, with the steps and the run as a change tells them; steps keep their places, new ones go to the end. */
export function mergeSteps(before: StepsBrief, change: StepsBrief): StepsBrief {
  const changed = new Map(change.steps.map((step) => [step.id, step]));
  const steps = before.steps.map((step) => {
    const next = changed.get(step.id);
    changed.delete(step.id);
    return next ?? step;
  });
  return { ...before, run: { ...before.run, ...change.run }, steps: [...steps, ...changed.values()], until: change.until };
}
