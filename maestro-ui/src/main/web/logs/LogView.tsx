import { ArrowDown, ChevronDown, ChevronUp, Copy, Download, ExternalLink, Regex, WrapText } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type ClipboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '~/app/keys';
import { at } from '~/app/place';
import { Button, IconButton } from '~/ui/basics';
import { copyText } from '~/ui/clipboard';
import { FilterField, focusFilter } from '~/ui/fields';
import { count } from '~/ui/format';
import { EmptyState, ErrorState, SkeletonRows } from '~/ui/states';
import { toast } from '~/ui/toast';
import { useDebounced } from '~/ui/useDebounced';
import { plainText } from './ansi';
import { LogRow } from './LogRow';
import { rowAt, rowOf, type Row } from './rows';
import { useLogPages, type LogPages } from './useLogPages';
import { useRowScroll, type RowScroll } from './useRowScroll';
import { useSearch } from './useSearch';

export const LINE = 18;
const COPIED_MAX = 200_000;
const LOOKED_MAX = 50_000;

interface Props {
  /** Of the log in the API. */
  path: string;
  /** Whether it may still be written. */
  live: boolean;
  line?: number;
  onLine: (line: number | undefined) => void;
  /** Leads to the page that shows this log alone. */
  onOpenPage?: () => void;
  /** Shown when nothing was written. */
  empty: ReactNode;
}

/** A log of any length: opens at its end, follows it while that is in view, searches all of it, copies what is not drawn. */
export function LogView(props: Props) {
  const { t } = useTranslation();
  const log = useLogPages(props.path, props.live);
  if (log.isPending) return <SkeletonRows rows={12} height={LINE} />;
  if (log.error) return <ErrorState error={log.error} onRetry={log.reload} />;
  if (log.rows === 0) return props.live ? <EmptyState title={t('log.nothingYet')} /> : props.empty;
  return <Lines {...props} log={log} />;
}

function useArrival(line: number | undefined, log: LogPages, scroll: Omit<RowScroll, 'setBox'>) {
  const arrived = useRef(false);
  const [following, setFollowing] = useState(line === undefined);
  useLayoutEffect(() => {
    if (!scroll.box || arrived.current) return;
    const row = line === undefined ? undefined : rowOf(log.segments, line);
    if (line !== undefined && row === undefined) return;
    arrived.current = true;
    if (row === undefined) scroll.toEnd();
    else scroll.toRow(row, 'center');
  }, [scroll, line, log.segments]);
  useLayoutEffect(() => {
    if (following && arrived.current) scroll.toEnd();
    // a longer log is what moves the end
  }, [following, log.rows, scroll.toEnd]); // eslint-disable-line react/exhaustive-deps
  return { following, setFollowing };
}

function Lines({ path, live, line, onLine, onOpenPage, log }: Props & { log: LogPages }) {
  const { t } = useTranslation();
  const [wrap, setWrap] = useState(false);
  const [search, setSearch] = useState('');
  const [regex, setRegex] = useState(false);
  const found = useSearch(path, useDebounced(search, 150), regex);
  const [hit, setHit] = useState(0);
  const { setBox, ...scroll } = useRowScroll(log.rows, LINE);
  const { following, setFollowing } = useArrival(line, log, scroll);
  const [marked, setMarked] = useState<{ from: number; to: number }>();
  const last = Math.min(log.rows - 1, scroll.first + scroll.fits);
  useEffect(() => log.want(Math.max(0, scroll.first - 100), Math.min(log.rows - 1, last + 100)), [log, scroll.first, last]);

  function toRow(row: number | undefined) {
    if (row === undefined) return;
    setFollowing(false);
    scroll.toRow(row, 'center');
  }
  function toHit(by: number) {
    if (found.hits.length === 0) return;
    const next = (hit + by + found.hits.length) % found.hits.length;
    setHit(next);
    toRow(rowOf(log.segments, found.hits[next]!.n, found.hits[next]!.launch));
  }
  useEffect(() => {
    const first = found.hits[0];
    if (first && hit === 0) toRow(rowOf(log.segments, first.n, first.launch));
    // only when the first hit arrives
  }, [found.hits[0]]); // eslint-disable-line react/exhaustive-deps
  async function toError(by: 1 | -1) {
    const from = scroll.first + Math.floor(scroll.fits / 2);
    for (let looked = 0; looked < LOOKED_MAX; looked += 1_000) {
      const [a, b] = by > 0 ? [from + 1 + looked, from + looked + 1_000] : [from - looked - 1_000, from - 1 - looked];
      if (a >= log.rows || b < 0) break;
      const lines = await log.take(Math.max(0, a), Math.min(log.rows - 1, b));
      const wanted = by > 0 ? lines.find((one) => one.s === 'err') : lines.findLast((one) => one.s === 'err');
      if (wanted) return toRow(rowOf(log.segments, wanted.n));
    }
    toast(t('log.noErrorLine', { n: count(LOOKED_MAX) }));
  }
  function toEnd(end: boolean) {
    setFollowing(end);
    if (end) scroll.toEnd();
    else scroll.toRow(0, 'start');
  }
  function choose(row: Row, at_: number, range: boolean) {
    if (range && line !== undefined) {
      const from = rowOf(log.segments, line) ?? at_;
      setMarked({ from: Math.min(from, at_), to: Math.max(from, at_) });
    } else {
      setMarked(undefined);
      onLine(row.n === line ? undefined : row.n);
    }
  }
  async function copyRows(from: number, to: number) {
    const lines = await log.take(from, Math.min(to, from + COPIED_MAX - 1));
    await copyText(lines.map((one) => plainText(one.text)).join('\n'));
    toast(t('log.copied', { count: lines.length, n: count(lines.length) }));
  }
  useKeys({
    '/': focusFilter,
    n: () => toHit(1),
    N: () => toHit(-1),
    e: () => void toError(1),
    E: () => void toError(-1),
    b: () => setWrap(!wrap),
    Home: () => toEnd(false),
    End: () => toEnd(true),
    y: () => void copyText(window.location.href).then(() => toast(t('log.linkCopied'))),
  });
  const digits = String(log.segments.reduce((most, one) => Math.max(most, one.to), 0)).length;
  const current = found.hits[hit];
  const rows = Array.from({ length: Math.max(0, last - scroll.first + 1) }, (_, index) => scroll.first + index);
  // wrapped lines need more room than rows say: at the end they hang from the bottom
  const fromBelow = wrap && scroll.atEnd;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 border-b border-line px-3 py-1.5">
        <FilterField label={t('log.search')} value={search} onChange={(text) => { setSearch(text); setHit(0); }} className="max-w-80 min-w-24 flex-1" />
        <IconButton label={t('log.regex')} pressed={regex} onPress={() => setRegex(!regex)}>
          <Regex size={15} />
        </IconButton>
        <span className="num shrink-0 px-1 text-xs text-soft" role="status">
          {search === '' ? t('log.lines', { count: log.rows, n: count(log.rows) }) : `${found.hits.length === 0 ? 0 : hit + 1} / ${count(found.hits.length)}${found.complete ? '' : '+'}`}
        </span>
        {search === '' ? null : (
          <>
            <IconButton label={`${t('log.previous')} (N)`} onPress={() => toHit(-1)}>
              <ChevronUp size={15} />
            </IconButton>
            <IconButton label={`${t('log.next')} (n)`} onPress={() => toHit(1)}>
              <ChevronDown size={15} />
            </IconButton>
          </>
        )}
        <span className="flex-1" />
        {live ? <Following on={following} onChange={() => toEnd(true)} /> : null}
        {marked ? (
          <Button small onPress={() => void copyRows(marked.from, marked.to)}>
            <Copy size={12} aria-hidden /> {t('log.copyLines', { count: marked.to - marked.from + 1, n: count(marked.to - marked.from + 1) })}
          </Button>
        ) : null}
        <IconButton label={`${t('log.wrap')} (b)`} pressed={wrap} onPress={() => setWrap(!wrap)}>
          <WrapText size={15} />
        </IconButton>
        <IconButton label={t('log.download')} onPress={() => window.open(at(path), '_blank', 'noopener')}>
          <Download size={15} />
        </IconButton>
        {onOpenPage ? (
          <IconButton label={t('log.open')} onPress={onOpenPage}>
            <ExternalLink size={15} />
          </IconButton>
        ) : null}
      </div>
      {found.error ? <p role="alert" className="border-b border-line px-3 py-1 text-xs text-danger">{String((found.error as Error).message)}</p> : null}
      <div
        ref={setBox}
        role="log"
        aria-live="off"
        aria-label={t('run.pane.logs')}
        tabIndex={0}
        onScroll={(event) => {
          scroll.onScroll(event);
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const end = scrollHeight - scrollTop - clientHeight < LINE * 2;
          if (end !== following) setFollowing(end);
        }}
        onCopy={(event) => copySelection(event, (from, to) => void copyRows(from, to))}
        className="min-h-0 flex-1 overflow-auto bg-page font-mono text-xs -outline-offset-2!"
      >
        <div className="relative overflow-hidden" style={{ height: scroll.height, minWidth: wrap ? undefined : 'max-content' }}>
          <div
            className={`w-full ${wrap ? 'absolute' : 'min-w-full'}`}
            style={fromBelow ? { bottom: 0 } : { position: wrap ? 'absolute' : 'relative', top: scroll.top }}
          >
            {rows.map((row) => {
              const known = rowAt(log.segments, row);
              return known === undefined ? null : (
                <LogRow
                  key={row}
                  row={row}
                  at={known}
                  line={log.line(known)}
                  digits={digits}
                  wrap={wrap}
                  wanted={search}
                  regex={regex}
                  chosen={known.n === line || (marked !== undefined && row >= marked.from && row <= marked.to)}
                  hit={current !== undefined && current.n === known.n && current.launch === known.segment.launch}
                  onChoose={(range) => choose(known, row, range)}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function Following({ on, onChange }: { on: boolean; onChange: () => void }) {
  const { t } = useTranslation();
  if (on)
    return (
      <span data-st="succeeded" className="flex shrink-0 items-center gap-1.5 px-2 text-xs text-soft">
        <i aria-hidden className="size-2 rounded-full bg-st" /> {t('log.following')}
      </span>
    );
  return (
    <Button small onPress={onChange}>
      <ArrowDown size={13} aria-hidden /> {t('log.follow')}
    </Button>
  );
}

/** A selection may reach over lines that are not drawn any more: the copy is read by number. */
function copySelection(event: ClipboardEvent, copy: (from: number, to: number) => void) {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const rowFor = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest('[data-row]');
  const [first, last] = [rowFor(range.startContainer), rowFor(range.endContainer)];
  if (!first || !last || first === last) return;
  event.preventDefault();
  copy(Number(first.getAttribute('data-row')), Number(last.getAttribute('data-row')));
}
