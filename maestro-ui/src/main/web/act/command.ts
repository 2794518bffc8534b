import { askFor, newKey, v3, type Ask } from '~/api/client';
import { toJson } from '~/api/json';
import { serverUrl } from '~/app/place';
import { prefs } from '~/app/prefs';
import { shellLine, shellQuote } from '~/ui/shell';

/** A change that can be made from here, from a shell with the CLI, and from a shell with curl. */
export interface Command {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** A body that is no JSON of ours: it goes as it is, and into the CLI by its standard input. */
  text?: { type: string; content: string };
  /** Words after `maestro`. */
  cli: string[];
  headers?: Record<string, string>;
}

export function cliOf({ cli, text }: Command): string {
  const given = text === undefined ? '' : `printf %s ${shellQuote(text.content)} | `;
  return given + shellLine('maestro', ...cli, '--server', serverUrl(), '--user', prefs().user || 'web');
}

export function curlOf({ method, path, body, text, headers = {} }: Command): string {
  const content = text?.content ?? (body === undefined ? undefined : toJson(body));
  const given = content === undefined ? headers : { 'Content-Type': text?.type ?? 'application/json', ...headers };
  const parts = [
    'curl',
    '-X',
    method,
    '-H',
    shellQuote(`user: ${prefs().user || 'web'}`),
    ...Object.entries(given).flatMap(([name, value]) => ['-H', shellQuote(`${name}: ${value}`)]),
    ...(content === undefined ? [] : ['--data-binary', shellQuote(content)]),
    shellQuote(serverUrl() + path),
  ];
  return parts.join(' ');
}

export async function carryOut<T>(command: Command, key?: string): Promise<T> {
  const ask: Ask = {
    method: command.method,
    body: command.body,
    text: command.text,
    headers: { ...command.headers, ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
  };
  return (await askFor<T>(command.path, ask)).data;
}

export { newKey };

type RunAction = 'stop' | 'kill' | 'unblock';

export function runCommand(action: RunAction, wf: string, n: number): Command {
  return {
    method: 'PUT',
    path: `${v3('workflows', wf, 'instances', n)}/actions/${action}`,
    cli: ['instance', action, wf, String(n)],
  };
}

export type StepActionName = 'stop' | 'kill' | 'skip' | 'bypass';

export function stepCommand(action: StepActionName, wf: string, n: number, step: string): Command {
  return {
    method: 'PUT',
    path: `${v3('workflows', wf, 'instances', n, 'steps', step)}/actions/${action}`,
    cli: ['step', action, wf, String(n), step],
  };
}

export interface Changed {
  name: string;
  type: string;
  value: unknown;
}

function paramsOf(changed: Changed[]) {
  return Object.fromEntries(changed.map(({ name, type, value }) => [name, { type, value }]));
}

function cliParams(changed: Changed[]): string[] {
  return changed.flatMap(({ name, value }) => ['--param', `${name}=${typeof value === 'string' ? value : toJson(value)}`]);
}

export type RestartFrom = 'incomplete' | 'beginning';

const POLICIES = { incomplete: 'RESTART_FROM_INCOMPLETE', beginning: 'RESTART_FROM_BEGINNING' } as const;

/** @param step from where; none: the whole instance */
export function restartCommand(wf: string, n: number, step: string | undefined, from: RestartFrom, changed: Changed[]): Command {
  const given = changed.length === 0 ? {} : { [step === undefined ? 'run_params' : 'step_run_params']: paramsOf(changed) };
  const target = step === undefined ? v3('workflows', wf, 'instances', n) : v3('workflows', wf, 'instances', n, 'steps', step);
  return {
    method: 'POST',
    path: `${target}/actions/restart`,
    body: { restart_policy: POLICIES[from], ...given },
    cli: [
      ...(step === undefined ? ['instance', 'restart', wf, String(n)] : ['step', 'restart', wf, String(n), step]),
      '--from',
      from,
      ...cliParams(changed),
    ],
  };
}

export function startCommand(wf: string, version: number | 'active' | 'latest', changed: Changed[]): Command {
  return {
    method: 'POST',
    path: `${v3('workflows', wf, 'versions', version)}/actions/start`,
    body: { initiator: { type: 'manual' }, ...(changed.length === 0 ? {} : { run_params: paramsOf(changed) }) },
    cli: ['instance', 'start', wf, ...(version === 'active' ? [] : ['--version', String(version)]), ...cliParams(changed)],
  };
}

/** @param tag of the state that must be in force; none: whatever is */
export function pushCommand(text: string, media: string, tag: string | undefined): Command {
  return {
    method: 'POST',
    path: media === 'application/yaml' ? '/api/v3/workflows/yaml' : '/api/v3/workflows',
    text: { type: media, content: text },
    cli: ['workflow', 'push', '-'],
    headers: tag === undefined ? undefined : { 'If-Match': tag },
  };
}
