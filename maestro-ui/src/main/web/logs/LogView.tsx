import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ChevronDown, ChevronUp, Download, ExternalLink, WrapText } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '~/app/keys';
import { at } from '~/app/place';
import { Button, IconButton } from '~/ui/basics';
import { copyText } from '~/ui/clipboard';
import { FilterField, focusFilter } from '~/ui/fields';
import { count } from '~/ui/format';
import { EmptyState, ErrorState } from '~/ui/states';
import { toast } from '~/ui/toast';
import { pieces, plainText } from './ansi';
import { useLog, type LogLine } from './useLog';

const LINE = 18;
const HITS_MAX = 100_000;

interface Props {
  /** Of the log in the API. */
  path: string;
  line?: number;
  onLine: (line: number) => void;
  /** Address of the page that shows this log alone. */
  onOpenPage?: () => void;
  /** Shown when nothing was written. */
  empty: ReactNode;
}

function hitsOf(lines: LogLine[], wanted: string): number[] {
  if (wanted === '') return [];
  const needle = wanted.toLowerCase();
  const hits: number[] = [];
  for (let i = 0; i < lines.length && hits.length < HITS_MAX; i++)
    if (lines[i]!.text.toLowerCase().includes(needle)) hits.push(i);
  return hits;
}

/** A log: follows its end while that is in view, searches all of it, copies lines that are not drawn. */
export function LogView({ path, line, onLine, onOpenPage, empty }: Props) {
  const { t } = useTranslation();
  const log = useLog(path);
  const { lines, skipped } = log;
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [wrap, setWrap] = useState(false);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const hits = useMemo(() => hitsOf(lines, wanted), [lines, wanted]);
  const [hit, setHit] = useState(0);
  const [following, setFollowing] = useState(line === undefined);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box,
    estimateSize: () => LINE,
    overscan: 30,
    measureElement: wrap ? (element) => element.getBoundingClientRect().height : undefined,
  });
  useEffect(() => virtual.measure(), [wrap, virtual]);
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines.length, virtual]);
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current || line === undefined || lines.length + skipped < line) return;
    arrived.current = true;
    virtual.scrollToIndex(line - 1 - skipped, { align: 'center' });
  }, [line, lines.length, skipped, virtual]);

  function toHit(by: number) {
    if (hits.length === 0) return;
    const next = (hit + by + hits.length) % hits.length;
    setHit(next);
    setFollowing(false);
    virtual.scrollToIndex(hits[next]!, { align: 'center' });
  }
  function toError(by: 1 | -1) {
    const first = virtual.getVirtualItems().find((item) => item.start >= (box?.scrollTop ?? 0))?.index ?? 0;
    for (let i = first + by * 2; i >= 0 && i < lines.length; i += by) {
      if (!lines[i]!.err || (lines[i - 1]?.err ?? false)) continue;
      setFollowing(false);
      virtual.scrollToIndex(i, { align: 'center' });
      return;
    }
  }
  function toEnd(last: boolean) {
    setFollowing(last);
    virtual.scrollToIndex(last ? lines.length - 1 : 0);
  }
  useKeys({
    '/': focusFilter,
    n: () => toHit(1),
    N: () => toHit(-1),
    e: () => toError(1),
    E: () => toError(-1),
    b: () => setWrap(!wrap),
    Home: () => toEnd(false),
    End: () => toEnd(true),
    y: () => {
      void copyText(window.location.href).then(() => toast(t('log.linkCopied')));
    },
  });
  if (log.state === 'failed' && lines.length === 0) return <ErrorState error={log.error} />;
  const digits = String(lines.length + skipped).length;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line px-3 py-1.5">
        <FilterField label={t('log.search')} value={search} onChange={(text) => { setSearch(text); setHit(0); }} className="w-48" />
        <span className="num min-w-16 text-xs text-soft">
          {wanted === '' ? t('log.lines', { count: lines.length + skipped, n: count(lines.length + skipped) }) : `${hits.length === 0 ? 0 : hit + 1} / ${count(hits.length)}`}
        </span>
        {wanted === '' ? null : (
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
        {log.state === 'open' ? <Following on={following} onChange={() => toEnd(true)} /> : null}
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
      {lines.length === 0 && log.state !== 'loading' ? (
        log.state === 'open' ? <EmptyState title={t('log.nothingYet')} /> : empty
      ) : (
        <div
          ref={setBox}
          role="log"
          aria-live="off"
          aria-label={t('run.pane.logs')}
          // a region that scrolls takes the keyboard
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={(event) => {
            const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
            const end = scrollHeight - scrollTop - clientHeight < LINE * 2;
            if (end !== following && log.state === 'open') setFollowing(end);
          }}
          onCopy={(event) => copyFromStore(event, lines, skipped)}
          className="min-h-0 flex-1 overflow-auto bg-page font-mono text-xs -outline-offset-2!"
        >
          <div className="relative" style={{ height: virtual.getTotalSize(), minWidth: wrap ? undefined : 'max-content' }}>
            {virtual.getVirtualItems().map((item) => {
              const one = lines[item.index]!;
              const number = item.index + 1 + skipped;
              return (
                <div
                  key={item.key}
                  ref={wrap ? virtual.measureElement : undefined}
                  data-index={item.index}
                  data-line={number}
                  data-st={one.err ? 'failed' : undefined}
                  className={`absolute top-0 left-0 flex w-full ${line === number ? 'bg-selected' : ''} ${
                    hits[hit] === item.index ? 'bg-[var(--st-retrying-tint)]' : ''
                  }`}
                  style={{ transform: `translateY(${item.start}px)`, height: wrap ? undefined : LINE, lineHeight: `${LINE}px` }}
                >
                  <button
                    type="button"
                    tabIndex={-1}
                    onClick={() => onLine(number)}
                    className={`num sticky left-0 shrink-0 border-r-2 bg-page pr-2 pl-3 text-right text-soft select-none hover:text-link ${
                      one.err ? 'border-st' : 'border-line'
                    }`}
                    style={{ width: `${digits + 4}ch` }}
                  >
                    {number}
                  </button>
                  <span
                    className={`pr-4 pl-3 [unicode-bidi:isolate] ${wrap ? 'min-w-0 flex-1 break-all whitespace-pre-wrap' : 'whitespace-pre'}`}
                  >
                    <LineText text={one.text} wanted={wanted} />
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      )}
      {log.state === 'failed' ? <p className="border-t border-line px-3 py-1 text-xs text-danger">{t('log.broken')}</p> : null}
    </div>
  );
}

function Following({ on, onChange }: { on: boolean; onChange: () => void }) {
  const { t } = useTranslation();
  if (on)
    return (
      <span data-st="succeeded" className="flex items-center gap-1.5 px-2 text-xs text-soft">
        <i aria-hidden className="size-2 rounded-full bg-st" /> {t('log.following')}
      </span>
    );
  return (
    <Button small onPress={onChange}>
      <ArrowDown size={13} aria-hidden /> {t('log.follow')}
    </Button>
  );
}

function LineText({ text, wanted }: { text: string; wanted: string }) {
  if (wanted !== '') {
    const shown = plainText(text);
    const at = shown.toLowerCase().indexOf(wanted.toLowerCase());
    if (at >= 0)
      return (
        <>
          {shown.slice(0, at)}
          <mark className="rounded-xs bg-[var(--st-retrying-tint)] text-[var(--st-retrying-text)]">
            {shown.slice(at, at + wanted.length)}
          </mark>
          {shown.slice(at + wanted.length)}
        </>
      );
  }
  return pieces(text).map((piece, index) => (
    // pieces of one line never change their order
    // eslint-disable-next-line react/no-array-index-key
    <span key={index} className={piece.className}>
      {piece.text}
    </span>
  ));
}

/** A selection may reach over lines that are not drawn: the copy comes from what is held. */
function copyFromStore(event: React.ClipboardEvent, lines: LogLine[], skipped: number) {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const lineOf = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest('[data-line]');
  const [first, last] = [lineOf(range.startContainer), lineOf(range.endContainer)];
  if (!first || !last || first === last) return;
  const from = Number(first.getAttribute('data-line')) - 1 - skipped;
  const to = Number(last.getAttribute('data-line')) - skipped;
  event.preventDefault();
  event.clipboardData.setData(
    'text/plain',
    lines
      .slice(from, to)
      .map((one) => plainText(one.text))
      .join('\n'),
  );
}
