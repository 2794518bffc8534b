import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '~/api/queries';
import { ErrorState, SkeletonRows } from '~/ui/states';
import { ParamTable } from '~/ui/Values';
import { useRun } from './context';
import { ValueTree } from './ValueTree';

/** Params of the run, and where each value comes from. */
export function RunValues() {
  const { ref } = useRun();
  const instance = useQuery(instanceQuery(ref, true));
  if (instance.isPending) return <SkeletonRows />;
  if (instance.isError) return <ErrorState error={instance.error} onRetry={() => void instance.refetch()} />;
  return <ParamTable params={instance.data.params ?? {}} tree={(_name, param) => <ValueTree param={param} />} />;
}
