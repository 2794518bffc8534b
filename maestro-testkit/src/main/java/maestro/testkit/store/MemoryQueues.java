package maestro.testkit.store;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.why.StepFacts.Holder;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** Who stands before a run or a step, in memory. */
final class MemoryQueues {
    private MemoryQueues() {}

    static List<RunRow> runsIn(MemoryTables tables, String workflowId, InstanceStatus status, int size) {
        return counted(tables, workflowId, status).limit(size).toList();
    }

    /** By instance, then by run. */
    private static Stream<RunRow> counted(MemoryTables tables, String workflowId, InstanceStatus status) {
        return tables.instances(workflowId).values().stream()
                .flatMap(runs -> runs.values().stream())
                .map(tables.runs::get)
                .filter(row -> row.status() == status)
                .filter(row -> row.live() || (status == InstanceStatus.FAILED && !row.unblocked()));
    }

    static long queuedBefore(MemoryTables tables, String workflowId, long instanceId, long runId, int max) {
        return counted(tables, workflowId, InstanceStatus.CREATED)
                .filter(row -> row.instanceId() < instanceId
                        || (row.instanceId() == instanceId && row.runId() < runId))
                .limit(max)
                .count();
    }

    static List<Holder> permitHolders(MemoryTables tables, String workflowId, int size) {
        return counted(tables, workflowId, InstanceStatus.IN_PROGRESS)
                .flatMap(run -> tables.attempts(run.runKey())
                        .filter(step -> holds(step.status()))
                        .map(step -> holder(run, step)))
                .sorted(Comparator.comparingLong(Holder::sinceMillis)
                        .thenComparingLong(Holder::instanceId)
                        .thenComparing(Holder::stepId))
                .limit(size)
                .toList();
    }

    private static boolean holds(StepStatus status) {
        return status == StepStatus.STARTING || status == StepStatus.RUNNING || status == StepStatus.FINISHING;
    }

    private static Holder holder(RunRow run, StepRow step) {
        return new Holder(run.instanceId(), run.runId(), step.stepId(), step.attempt(), step.startMillis());
    }
}
