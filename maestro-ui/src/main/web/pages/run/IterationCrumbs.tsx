import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { aboveOf, isInline } from '~/api/inline';
import { instanceQuery } from '~/api/queries';
import { count } from '~/ui/format';
import { useRun } from './context';

/** The way to an iteration: workflow and run, the loops around it, their numbers; bodies of loops have no names of their own. */
export function IterationCrumbs() {
  const { ref } = useRun();
  const instance = useQuery(instanceQuery(ref));
  if (!instance.data) return <span className="num text-soft">#{count(ref.n)}</span>;
  const above = aboveOf(instance.data);
  const start = above.findLastIndex((one) => !isInline(one.wf));
  const root = above[start];
  const loops = above.slice(Math.max(0, start));
  if (!root) return <span className="num text-soft">#{count(ref.n)}</span>;
  const numbers = [...loops.slice(1).map((one) => one.n), ref.n];
  return (
    <>
      <Link to="/runs/$wf/$n/$r" params={{ wf: root.wf, n: String(root.n), r: String(root.r) }} className="min-w-0 truncate">
        {root.wf} #{root.n}
      </Link>
      {loops.map((loop, depth) => (
        <span key={loop.step} className="flex items-center gap-1">
          <span className="font-normal text-soft">›</span>
          <Link
            to="/runs/$wf/$n/$r/loops/$step"
            params={{ wf: root.wf, n: String(root.n), r: String(root.r), step: loop.step }}
            search={{ path: depth === 0 ? undefined : numbers.slice(0, depth).join('-'), at: numbers[depth] }}
          >
            {loop.step}
          </Link>
          <span className="font-normal text-soft">›</span>
          <span className="num">{count(numbers[depth] ?? 0)}</span>
        </span>
      ))}
    </>
  );
}
