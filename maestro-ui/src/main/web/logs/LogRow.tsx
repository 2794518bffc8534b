import { useTranslation } from 'react-i18next';
import { clockTime, count } from '~/ui/format';
import { pieces, plainText } from './ansi';
import type { LogLine, Row } from './rows';

interface Props {
  row: number;
  at: Row;
  line: LogLine | undefined;
  digits: number;
  wrap: boolean;
  wanted: string;
  regex: boolean;
  chosen: boolean;
  hit: boolean;
  onChoose: (range: boolean) => void;
}

const CUT = 20_000;

/** One line with its number, or what stands in place of lines. */
export function LogRow({ row, at, line, digits, wrap, wanted, regex, chosen, hit, onChoose }: Props) {
  const { t } = useTranslation();
  const { segment, n } = at;
  if (segment.kind !== 'lines')
    return (
      <div data-row={row} className="flex h-[18px] items-center gap-3 pl-3 text-soft italic">
        <span className="h-px w-8 bg-line" />
        {segment.kind === 'dropped'
          ? t('log.dropped', { count: segment.to - segment.from + 1, n: count(segment.to - segment.from + 1) })
          : t('log.launch')}
        <span className="h-px w-8 bg-line" />
      </div>
    );
  return (
    <div
      data-row={row}
      data-st={line?.s === 'err' ? 'failed' : undefined}
      className={`flex leading-[18px] ${wrap ? 'min-h-[18px]' : 'h-[18px]'} ${
        hit ? 'bg-[var(--st-retrying-tint)]' : chosen ? 'bg-selected' : ''
      }`}
    >
      <button
        type="button"
        tabIndex={-1}
        title={line ? clockTime(line.t, true) : undefined}
        onClick={(event) => onChoose(event.shiftKey)}
        className={`num sticky left-0 shrink-0 border-r-2 bg-page pr-2 pl-3 text-right text-soft select-none hover:text-link ${
          line?.s === 'err' ? 'border-st' : 'border-line'
        }`}
        style={{ width: `${digits + 4}ch` }}
      >
        {n}
      </button>
      <span className={`pr-4 pl-3 [unicode-bidi:isolate] ${wrap ? 'min-w-0 flex-1 break-all whitespace-pre-wrap' : 'whitespace-pre'}`}>
        {line === undefined ? <span className="text-soft">…</span> : <LineText text={line.text.slice(0, CUT)} wanted={wanted} regex={regex} />}
      </span>
    </div>
  );
}

function LineText({ text, wanted, regex }: { text: string; wanted: string; regex: boolean }) {
  if (wanted !== '' && !regex) {
    const shown = plainText(text);
    const at = shown.toLowerCase().indexOf(wanted.toLowerCase());
    if (at >= 0)
      return (
        <>
          {shown.slice(0, at)}
          <mark className="rounded-xs bg-[var(--st-retrying-tint)] text-[var(--st-retrying-text)]">{shown.slice(at, at + wanted.length)}</mark>
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
