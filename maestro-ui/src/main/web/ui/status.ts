/** The classes of look of all statuses; each has a colour, a glyph and a word. */
export type Look =
  | 'succeeded'
  | 'warned'
  | 'running'
  | 'queued'
  | 'waiting'
  | 'paused'
  | 'retrying'
  | 'failed'
  | 'timedout'
  | 'stopped'
  | 'skipped'
  | 'notrun';

export const STATUS_LOOKS = {
  SUCCEEDED: 'succeeded',
  COMPLETED_WITH_ERROR: 'warned',
  IN_PROGRESS: 'running',
  STARTING: 'running',
  RUNNING: 'running',
  FINISHING: 'running',
  CREATED: 'queued',
  INITIALIZED: 'queued',
  EVALUATING_PARAMS: 'queued',
  WAITING_FOR_SIGNALS: 'waiting',
  WAITING_FOR_PERMITS: 'waiting',
  PAUSED: 'paused',
  USER_FAILED: 'retrying',
  PLATFORM_FAILED: 'retrying',
  TIMEOUT_FAILED: 'retrying',
  FAILED: 'failed',
  FATALLY_FAILED: 'failed',
  INTERNALLY_FAILED: 'failed',
  TIMED_OUT: 'timedout',
  STOPPED: 'stopped',
  SKIPPED: 'skipped',
  UNSATISFIED: 'notrun',
  DISABLED: 'notrun',
  NOT_CREATED: 'notrun',
} as const satisfies Record<string, Look>;

export type Status = keyof typeof STATUS_LOOKS;

export function lookOf(status: string): Look {
  return STATUS_LOOKS[status as Status] ?? 'notrun';
}

const RUN_ENDS = new Set(['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMED_OUT']);
const STEP_LIVE = new Set<Look>(['running', 'queued', 'waiting', 'paused', 'retrying']);

export function runEnded(status: string): boolean {
  return RUN_ENDS.has(status);
}

/** Whether something can still happen by itself to a step in this status. */
export function stepLive(status: string): boolean {
  return STEP_LIVE.has(lookOf(status)) && status !== 'NOT_CREATED';
}

export function isFailure(status: string): boolean {
  const look = lookOf(status);
  return look === 'failed' || look === 'timedout';
}

export const RUN_STATUSES = ['CREATED', 'IN_PROGRESS', 'PAUSED', 'SUCCEEDED', 'FAILED', 'STOPPED', 'TIMED_OUT'] as const;
