// The answers that the pages read, as the OpenAPI file describes them.

export interface PageInfo {
  start_cursor: string | null;
  end_cursor: string | null;
  has_previous_page: boolean;
  has_next_page: boolean;
}

export interface Page<T> {
  page_info: PageInfo;
  total_count?: number;
  elements: T[];
}

export interface Cause {
  step_id: string;
  step_attempt_id: number;
  status: string;
  message?: string;
}

export interface RunKey {
  workflow_id: string;
  workflow_instance_id: number;
  workflow_run_id: number;
}

export interface RunBrief extends RunKey {
  workflow_version_id: number;
  status: string;
  initiator?: string;
  user?: string;
  owner?: string;
  tags?: string[];
  create_time?: number;
  start_time?: number;
  end_time?: number;
  cause?: Cause;
}

export interface LoopCounts {
  total?: number;
  launched: number;
  ended?: Record<string, number>;
  live?: Record<string, number>;
}

export interface StepBrief {
  id: string;
  type: string;
  /** The loop in whose body it is. */
  parent?: string;
  status?: string;
  attempt?: number;
  create_time?: number;
  start_time?: number;
  end_time?: number;
  wait?: string;
  wait_until?: number;
  loop?: LoopCounts;
  child?: RunKey;
  carried_from_run?: number;
}

export interface StepsBrief {
  run: RunBrief;
  steps: StepBrief[];
  until: number;
  complete: boolean;
}

export interface WorkflowStatus {
  workflow_id: string;
  name?: string;
  owner?: string;
  active_version_id?: number;
  latest_version_id: number;
  default_version_id: number;
  modify_time: number;
  tags?: string[];
  /** Letters of the latest runs, oldest first. */
  last?: string;
  last_instance_ids?: number[];
  live?: number;
  queued?: number;
  typical_ms?: number;
  next_execution_time?: number;
}

export interface WorkflowPage {
  elements: WorkflowStatus[];
  next?: string;
}

export interface Session {
  user?: string;
  auth: string;
  version: string;
  now: number;
  features: Record<string, boolean>;
}

export interface Transition {
  predecessors?: string[];
  successors?: Record<string, string>;
}

export type Dag = Record<string, Transition>;

export interface ProvenanceInput {
  name: string;
  kind?: string;
  step_id?: string;
  param?: string;
  value?: unknown;
  origin?: string;
  provenance?: Provenance;
  [more: string]: unknown;
}

export interface Provenance {
  origin: string;
  workflow_version_id?: number;
  user?: string;
  carried_over?: boolean;
  inputs?: ProvenanceInput[];
  [more: string]: unknown;
}

export interface Param {
  type: string;
  value?: unknown;
  expression?: string;
  evaluated_result?: unknown;
  evaluated_time?: number;
  mode?: string;
  source?: string;
  tags?: unknown[];
  validator?: string;
  provenance?: Provenance;
}

export interface TimelineEntry {
  timestamp?: number;
  type?: string;
  message?: string;
  level?: string;
  status?: string;
  [more: string]: unknown;
}

export interface StepInstance extends RunKey {
  step_id: string;
  step_attempt_id: number;
  definition?: Record<string, { id: string; name?: string; description?: string; type?: string } & Record<string, unknown>>;
  params?: Record<string, Param>;
  transition?: { predecessors?: string[]; successors?: Record<string, boolean | null> } & Record<string, unknown>;
  runtime_state: { status: string } & Record<string, unknown>;
  artifacts?: Record<string, unknown>;
  timeline?: TimelineEntry[];
  outputs?: Record<string, unknown>;
  [more: string]: unknown;
}

export interface Instance extends RunKey {
  workflow_version_id: number;
  status: string;
  runtime_dag?: Dag;
  runtime_workflow: WorkflowDefinition;
  params?: Record<string, Param>;
  run_params?: Record<string, Param>;
  initiator?: Record<string, unknown>;
  create_time?: number;
  start_time?: number;
  end_time?: number;
  timeline?: TimelineEntry[];
  [more: string]: unknown;
}

export type StepWrapper = Record<string, Record<string, unknown> & { id: string }>;

export interface WorkflowDefinition {
  id: string;
  name?: string;
  description?: string;
  params?: Record<string, Param>;
  steps: StepWrapper[];
  [more: string]: unknown;
}

export interface Properties {
  owner?: string;
  run_strategy?: { rule?: string; workflow_concurrency?: number };
  step_concurrency?: number;
  author?: string;
  create_time?: number;
  tags?: { name: string }[] | { tags: { name: string }[] };
  description?: string;
  [more: string]: unknown;
}

export interface DefinitionVersion {
  properties_snapshot: Properties;
  metadata: {
    workflow_id: string;
    workflow_version_id: number;
    create_time: number;
    version_author?: string;
    [more: string]: unknown;
  };
  workflow: WorkflowDefinition;
  is_active?: boolean;
  [more: string]: unknown;
}

export interface Overview {
  workflow_id: string;
  active_version_id?: number;
  latest_version_id: number;
  default_version_id: number;
  properties_snapshot: Properties;
  nonterminal_instances: Record<string, number>;
  failed_instances: number;
  latest_instance_id?: number;
}

export interface Reason {
  code: string;
  message: string;
  subject: Partial<RunKey> & { step_id?: string; step_attempt_id?: number };
  since?: number;
  until?: number;
  children: Reason[];
}

export interface RestartPreviewRun extends RunKey {
  will_run: string[];
  reused: string[];
  skipped: string[];
  waiting: string[];
}

export interface RestartAnswer extends Partial<RunKey> {
  status?: string;
  message?: string;
  timeline_event?: { message?: string };
  runs?: RestartPreviewRun[];
  complete?: boolean;
}

export interface StartAnswer extends Partial<RunKey> {
  status: string;
  workflow_instance_id: number;
  workflow_run_id: number;
}

export interface Sample {
  workflow_id: string;
  workflow_instance_id: number;
  workflow_run_id: number;
  step_id?: string;
  message: string;
}

/** Failures that say the same when numbers, ids and what is quoted are left out. */
export interface Signature {
  step_id?: string;
  status: string;
  signature: string;
  message: string;
  count: number;
  first_time: number;
  last_time: number;
  samples: Sample[];
}

export interface ErrorGroups {
  failures: number;
  groups: Signature[];
  complete: boolean;
}
