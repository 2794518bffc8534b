package maestro.runtime.node;

import java.util.function.Consumer;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Command;
import maestro.core.rule.Message;
import maestro.model.definition.TriggerSet;
import maestro.runtime.store.Store;

/**
 * Takes up the triggers of workflows that an earlier version of this program made active: once after an upgrade. Thread-safe.
 *
 * @param shards brings a message to the shard of its workflow
 */
record Adoptions(Store store, PlanCache plans, PatientReads reading, Consumer<Message> shards) {
    /** Those of a shard that was just taken. */
    void of(int shard) {
        reading.startUntilDone("shard=" + shard + " taking up triggers", () -> store.triggered(shard).stream()
                .filter(Store.Triggered::behind)
                .forEach(found -> store.workflow(found.workflowId()).ifPresent(this::adopt)));
    }

    private void adopt(WorkflowRow row) {
        if (row.deleted() || row.activeVersion() == 0) {
            return;
        }
        var plan = plans.plan(row.workflowId(), row.internalId(), row.activeVersion());
        var declared = TriggerSet.of(plan.workflow());
        var since = store.signals().lastSeqs(declared.signalNames());
        shards.accept(new Message.Adopt(
                row.workflowId(), row.internalId(), row.activeVersion(), new Command.Triggering(declared, since)));
    }
}
