import type { RunBrief, RunKey } from '~/api/types';

export interface Failing extends RunBrief {
  /** How many of the latest ended runs failed one after another. */
  in_a_row: number;
}

export interface WaitingRow extends RunKey {
  step_id?: string;
  /** Code of the reason. */
  wait: string;
  since: number;
}

export interface Summary {
  from: number;
  to: number;
  counts: Record<string, number>;
  /** `each_ms`, and the counts of each status by the time of the end. */
  ended: { each_ms: number } & Record<string, number[] | number>;
  failing: Failing[];
  waiting: WaitingRow[];
  complete: boolean;
}
