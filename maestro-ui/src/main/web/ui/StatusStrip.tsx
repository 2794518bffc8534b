import { Link } from '@tanstack/react-router';
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

/** The latest runs of a workflow, newest right; each leads to its run. */
export function StatusStrip({ wf, letters, ids }: { wf: string; letters: string; ids: number[] }) {
  const word = useStatusWord();
  return (
    <span className="flex h-6 items-center">
      {Array.from(letters).map((letter, index) => {
        const status = RUN_LETTERS[letter] ?? letter;
        const n = ids[index];
        if (n === undefined) return null;
        return (
          <Link
            key={n}
            to="/runs/$wf/$n/$r"
            params={{ wf, n: String(n), r: 'latest' }}
            preload={false}
            tabIndex={-1}
            title={`#${n} ${word(status)}`}
            aria-label={`#${n} ${word(status)}`}
            className="flex h-6 w-[14px] items-center justify-center hover:bg-sunken"
          >
            {status === 'SUCCEEDED' ? (
              <i data-st={lookOf(status)} className="h-3.5 w-2 rounded-xs bg-st" />
            ) : (
              <StatusIcon status={status} size={13} label={false} />
            )}
          </Link>
        );
      })}
    </span>
  );
}
