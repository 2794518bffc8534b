package maestro.testkit.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import maestro.core.row.Changes;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Batch;

/** Rows that say only what a test is about; the rest has values that cannot matter to it. */
public final class Rows {
    public static final long INTERNAL_ID = 10_000;

    private Rows() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static WorkflowRow workflow(String id, int shard) {
        return new WorkflowRow(id, shard, INTERNAL_ID, 1, 0, 0, false, 1, "{}");
    }

    public static VersionRow version(String id, long version) {
        return new VersionRow(id, INTERNAL_ID, version, 1, "{\"id\":\"" + id + "\"}", "{}");
    }

    /** A live run whose uuid comes from its identity. */
    public static RunRow run(long key, int shard, String workflowId, long instance, long run) {
        return run(key, shard, workflowId, instance, run, InstanceStatus.IN_PROGRESS);
    }

    /** A run that is live unless its status is terminal. */
    public static RunRow run(long key, int shard, String workflowId, long instance, long run, InstanceStatus status) {
        boolean live = !status.terminal();
        String uuid = UUID.nameUUIDFromBytes(bytes(workflowId + instance + ":" + run)).toString();
        return new RunRow(
                key, shard, workflowId, INTERNAL_ID, instance, run, 1, uuid, status, live, false, 1, 2, live ? 0 : 3,
                4, 0, RunLabels.NONE, bytes("head of " + key), bytes("tail of " + key));
    }

    public static StepRow step(long runKey, String stepId, int attempt, long seq, StepStatus status) {
        return new StepRow(
                runKey, stepId, attempt, seq, new UUID(runKey, attempt), status, 1, 2, 0,
                bytes(stepId + " attempt " + attempt));
    }

    public static Changes workflows(WorkflowRow... rows) {
        return new Changes(List.of(rows), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    public static Changes versions(VersionRow... rows) {
        return new Changes(List.of(), List.of(rows), List.of(), List.of(), List.of(), List.of());
    }

    public static Changes runs(RunRow... rows) {
        return new Changes(List.of(), List.of(), List.of(), List.of(), List.of(rows), List.of());
    }

    public static Changes steps(StepRow... rows) {
        return new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(rows));
    }

    public static Changes runsAndSteps(List<RunRow> runs, List<StepRow> steps) {
        return new Changes(List.of(), List.of(), List.of(), List.of(), runs, steps);
    }

    /** A batch that moves the sequence by one and has no events. */
    public static Batch batch(int shard, long epoch, long firstSeq, Changes changes) {
        return new Batch(shard, epoch, firstSeq, firstSeq + 1, 1, changes, new byte[0]);
    }
}
