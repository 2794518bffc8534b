import type { RunBrief } from '~/api/types';

/** One of the times to come, with its wall time and what is special about it. */
export interface NextTime {
  time?: number;
  due_time?: number;
  local: string;
  marks?: string[];
}

export interface TimeTrigger {
  cron?: string;
  timezone?: string;
  /** The same in words. */
  words: string;
  delay_ms?: number;
  mark?: number;
  next: NextTime[];
  last?: { time: number; outcome: string; run?: RunBrief };
  [more: string]: unknown;
}

export interface Schedule {
  state: string;
  message: string;
  due_time?: number;
  lag_ms?: number;
  fired?: number;
  skipped?: number;
  triggers: TimeTrigger[];
}

export interface ScheduleRow extends Schedule {
  workflow_id: string;
  owner?: string;
}

export interface SignalTrigger {
  trigger_uuid: string;
  signals: { name: string; last_seq_id: number; checkpoint?: number }[];
  condition?: string;
  fired?: number;
  silent?: number;
  last_outcome?: string;
  last_time?: number;
  [more: string]: unknown;
}

export interface Triggers {
  workflow_id: string;
  time?: Schedule;
  signal?: { state: string; message: string; triggers: SignalTrigger[] };
}

export interface Firing {
  trigger: number;
  time: number;
  local: string;
  outcome: string;
  run?: RunBrief;
  message?: string;
}
