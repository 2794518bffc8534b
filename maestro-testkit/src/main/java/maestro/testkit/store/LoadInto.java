package maestro.testkit.store;

import java.util.function.Consumer;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Store;

/** Takes what a shard loads; a run that cannot be read fails the test. */
public record LoadInto(Consumer<WorkflowRow> workflows, Consumer<Store.LiveRun> runs) implements Store.Loading {
    @Override
    public void workflow(WorkflowRow row) {
        workflows.accept(row);
    }

    @Override
    public void run(Store.LiveRun live) {
        runs.accept(live);
    }

    @Override
    public void unreadable(long runKey, String workflowId, long instanceId, long runId, RuntimeException why) {
        throw why;
    }
}
