import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StatusIcon, useStatusWord } from '~/ui/Status';
import { TimeText } from '~/ui/Time';
import { runStatus, type Grid } from './gridData';

const RUNS_MAX = 60;
const STEPS_MAX = 100;

/** The same as a real table, newest run first, for those who read it with other means; its size is bounded. */
export function GridTable({ grid, wf }: { grid: Grid; wf: string }) {
  const { t } = useTranslation();
  const word = useStatusWord();
  const columns = grid.runs.map((_, index) => index).slice(-RUNS_MAX).toReversed();
  const rows = grid.rows.slice(0, STEPS_MAX);
  return (
    // a region that scrolls takes the keyboard
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} className="min-h-0 flex-1 overflow-auto -outline-offset-2!">
      {rows.length < grid.rows.length || columns.length < grid.runs.length ? (
        <p className="px-4 py-2 text-soft">{t('grid.tableCut', { runs: columns.length, steps: rows.length })}</p>
      ) : null}
      <table className="text-xs">
        <caption className="sr-only">{t('grid.label', { wf })}</caption>
        <thead>
          <tr className="border-b border-line">
            {[t('runs.run'), t('filter.status'), t('runs.created'), t('workflows.version')].map((name) => (
              <th key={name} scope="col" className="sticky top-0 bg-page px-3 py-1.5 text-left font-medium whitespace-nowrap text-soft first:pl-4">
                {name}
              </th>
            ))}
            {rows.map((row) => (
              <th key={row.id} scope="col" className="sticky top-0 max-w-40 truncate bg-page px-3 py-1.5 text-left font-medium text-soft">
                {row.id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const run = grid.runs[column]!;
            return (
              <tr key={run.n} className="border-b border-line hover:bg-hover">
                <th scope="row" className="px-3 py-1 pl-4 text-left font-medium">
                  <Link to="/runs/$wf/$n/$r" params={{ wf, n: String(run.n), r: String(run.r) }}>
                    #{run.n}
                  </Link>
                </th>
                <td className="px-3 py-1 whitespace-nowrap">{word(runStatus(run.s))}</td>
                <td className="px-3 py-1">
                  <TimeText ms={run.c} />
                </td>
                <td className="num px-3 py-1">v{run.v}</td>
                {rows.map((row, at) => {
                  const status = grid.status(grid.cells[column]![at]!);
                  return (
                    <td key={row.id} className="px-3 py-1 whitespace-nowrap">
                      <span className="inline-flex items-center gap-1.5">
                        <StatusIcon status={status} size={13} label={false} /> {word(status)}
                      </span>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
