import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { base } from '~/app/place';
import { lookOf } from './status';
import { StatusIcon, useStatusWord } from './Status';

const RUN_LETTERS: Record<string, string> = {
  C: 'CREATED',
  R: 'IN_PROGRESS',
  P: 'PAUSED',
  T: 'TIMED_OUT',
  X: 'STOPPED',
  F: 'FAILED',
  S: 'SUCCEEDED',
};

/**
 * The latest runs of a workflow, newest right; each leads to its run. Plain anchors with one handler: a list draws some
 * hundreds of them in each frame that it is scrolled.
 */
export function StatusStrip({ wf, letters, ids }: { wf: string; letters: string; ids: number[] }) {
  const word = useStatusWord();
  const navigate = useNavigate();
  function go(event: MouseEvent) {
    const n = (event.target as HTMLElement).closest('a')?.dataset.n;
    if (n === undefined || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({ to: '/runs/$wf/$n/$r', params: { wf, n, r: 'latest' } });
  }
  return (
    <span className="flex h-6 items-center" onClick={go}>
      {Array.from(letters).map((letter, index) => {
        const status = RUN_LETTERS[letter] ?? letter;
        const n = ids[index];
        if (n === undefined) return null;
        const text = `#${n} ${word(status)}`;
        return (
          <a
            key={n}
            href={`${base}/ui/runs/${encodeURIComponent(wf)}/${n}/latest`}
            data-n={n}
            tabIndex={-1}
            title={text}
            aria-label={text}
            className="flex h-6 w-[14px] items-center justify-center hover:bg-sunken"
          >
            {status === 'SUCCEEDED' ? (
              <i data-st={lookOf(status)} className="h-3.5 w-2 rounded-xs bg-st" />
            ) : (
              <StatusIcon status={status} size={13} label={false} />
            )}
          </a>
        );
      })}
    </span>
  );
}
