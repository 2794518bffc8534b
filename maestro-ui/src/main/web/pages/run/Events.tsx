import { createParser } from 'eventsource-parser';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { open } from '~/api/client';
import { runPath, type RunRef } from '~/api/queries';
import { DataTable, type Column } from '~/ui/DataTable';
import { FilterField } from '~/ui/fields';
import { clockTime, count, exactTime } from '~/ui/format';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { StatusIcon, useStatusWord } from '~/ui/Status';
import { useRun } from './context';

interface Change {
  old_status: string;
  new_status: string;
  event_time: number;
}

interface RunEvent {
  id: string;
  type: string;
  step?: string;
  attempt?: number;
  changes: Change[];
  text: string;
}

const KEPT = 20_000;

function read(id: string, data: string): RunEvent {
  const body = JSON.parse(data) as Record<string, unknown>;
  const changes = (body.status_change_records as Change[] | undefined) ?? [body as unknown as Change];
  return {
    id,
    type: String(body.type ?? ''),
    step: body.step_id as string | undefined,
    attempt: body.step_attempt_id as number | undefined,
    changes: changes.filter((change) => change.new_status !== undefined),
    text: data,
  };
}

/** All events of the run so far, and those that follow while the pane is open. */
function useEvents(ref: RunRef) {
  const [events, setEvents] = useState<RunEvent[]>([]);
  const [state, setState] = useState<{ ready: boolean; error?: unknown }>({ ready: false });
  const path = runPath(ref);
  useEffect(() => {
    const stop = new AbortController();
    const gathered: RunEvent[] = [];
    let frame = 0;
    const parser = createParser({
      onEvent: ({ id, data }) => {
        gathered.push(read(id ?? String(gathered.length), data));
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          setEvents(gathered.slice(-KEPT));
          setState({ ready: true });
        });
      },
    });
    async function follow() {
      const response = await open(`${path}/events`, {}, 'text/event-stream', stop.signal);
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
      setState({ ready: true });
    }
    follow().catch((error: unknown) => {
      if (!stop.signal.aborted) setState({ ready: true, error });
    });
    return () => {
      stop.abort();
      cancelAnimationFrame(frame);
    };
  }, [path]);
  return { events, ...state };
}

export function Events() {
  const { t } = useTranslation();
  const { ref, select } = useRun();
  const [filter, setFilter] = useState('');
  const { events, ready, error } = useEvents(ref);
  const wanted = filter.toLowerCase();
  const rows = useMemo(
    () => (wanted === '' ? events : events.filter((event) => event.text.toLowerCase().includes(wanted))),
    [events, wanted],
  );
  const columns = useColumns();
  return (
    <>
      <div className="flex items-center gap-3 px-4 py-2">
        <FilterField label={t('events.filter')} value={filter} onChange={setFilter} className="w-64" />
        <span className="num text-xs text-soft">{t('events.count', { count: rows.length, n: count(rows.length) })}</span>
      </div>
      {error ? <ErrorState error={error} /> : null}
      {!ready ? <SkeletonRows /> : null}
      {ready && rows.length === 0 ? <EmptyState title={t('events.none')} /> : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('run.view.events')}
          columns={columns}
          rows={rows}
          rowKey={(event) => event.id}
          onOpen={(event) => event.step && select(event.step)}
        />
      ) : null}
    </>
  );
}

function useColumns(): Column<RunEvent>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'time',
      header: t('events.time'),
      width: '7rem',
      cell: ({ changes }) => {
        const ms = changes.at(-1)?.event_time;
        return ms ? (
          <time title={exactTime(ms)} className="num text-soft">
            {clockTime(ms, true)}
          </time>
        ) : null;
      },
    },
    {
      id: 'step',
      header: t('run.step'),
      width: 'minmax(8rem, 14rem)',
      cell: ({ step, attempt }) =>
        step === undefined ? (
          <span className="text-soft">{t('events.run')}</span>
        ) : (
          <span className="truncate font-medium">
            {step} {attempt && attempt > 1 ? <span className="num text-soft">↻{attempt}</span> : null}
          </span>
        ),
    },
    { id: 'what', header: t('events.what'), width: 'minmax(10rem, 1fr)', cell: (event) => <Transitions changes={event.changes} /> },
  ];
}

/** Transitions of one commit, in one row: where it came from, where it went, and how many were between. */
function Transitions({ changes }: { changes: Change[] }) {
  const word = useStatusWord();
  const first = changes[0];
  const last = changes.at(-1);
  if (!first || !last) return null;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={[first.old_status, ...changes.map((one) => one.new_status)].join(' → ')}>
      <span className="text-soft">{word(first.old_status)}</span>
      <span className="text-soft">{changes.length > 1 ? `→ ${changes.length - 1} →` : '→'}</span>
      <StatusIcon status={last.new_status} size={14} label={false} />
      <span className="truncate font-medium">{word(last.new_status)}</span>
    </span>
  );
}
