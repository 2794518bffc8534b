import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, pathOf } from '~/api/client';
import { runPath, type RunRef } from '~/api/queries';
import type { ErrorGroups, Page } from '~/api/types';
import type { LoopMap } from './blocks';

/** One loop: its step, and the iterations around it, outermost first, such as `3-12`. */
export interface LoopRef extends RunRef {
  step: string;
  path?: string;
}

function stepPath(loop: LoopRef): string {
  return `${runPath(loop)}/steps/${encodeURIComponent(loop.step)}`;
}

export const mapQuery = (loop: LoopRef, from?: number, to?: number) =>
  queryOptions({
    queryKey: ['loop', loop, 'map', from, to],
    queryFn: ({ signal }) => get<LoopMap>(`${stepPath(loop)}/map`, { path: loop.path, from, to }, signal),
    placeholderData: keepPreviousData,
  });

export const loopErrorsQuery = (loop: LoopRef) =>
  queryOptions({
    queryKey: ['loop', loop, 'errors'],
    queryFn: ({ signal }) => get<ErrorGroups>(`${stepPath(loop)}/errors`, { path: loop.path }, signal),
    placeholderData: keepPreviousData,
  });

/** One step of one iteration, with the values of the loop. */
export interface Iteration {
  iteration: string;
  status: string;
  start_time?: number;
  end_time?: number;
  loop_params: Record<string, string>;
  ref: { workflow_id: string; workflow_instance_id: number; workflow_run_id: number; step_attempt_id: number };
  message?: string;
}

export interface IterationFilter {
  at?: string;
  statuses?: string;
  params?: Record<string, string>;
}

function base64(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Iterations of a step of the body, a page at a time. */
export function iterationPage(loop: LoopRef, body: string, filter: IterationFilter, cursor: string | undefined, size: number, signal: AbortSignal) {
  const at = cursor === undefined ? filter.at : undefined;
  return get<Page<Iteration>>(
    pathOf(`/api/v3/views/flatten${runPath(loop).slice('/api/v3'.length)}/steps/${encodeURIComponent(body)}`, {
      view: 'brief',
      first: size,
      cursor,
      at,
      statuses: filter.statuses,
      loopParams: filter.params === undefined ? undefined : base64(filter.params),
    }),
    {},
    signal,
  );
}

/** Number of an iteration in its own loop. */
export function lastNumber(iteration: string): number {
  return Number(iteration.slice(iteration.lastIndexOf('-') + 1));
}

export function pathTo(path: string | undefined, iteration: number): string {
  return path === undefined ? String(iteration) : `${path}-${iteration}`;
}
