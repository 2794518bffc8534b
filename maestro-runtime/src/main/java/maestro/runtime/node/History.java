package maestro.runtime.node;

import java.time.Duration;
import java.util.ArrayList;
import maestro.core.row.RunRow;
import maestro.core.state.RunIdentity;
import maestro.model.MaestroException;
import maestro.runtime.engine.EventPage;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.store.Reads;

/**
 * Reads one run's events out of its shard's batches: from where the run was created to where it ended. Batches that tell
 * nothing of it are passed by in the store.
 */
final class History {
    private static final int BATCHES_A_READ = 1_000;

    /** By how much the clocks of two owners may differ. */
    private static final Duration DOUBT = Duration.ofMinutes(10);

    private final Reads reads;

    History(Reads reads) {
        this.reads = reads;
    }

    /** @throws MaestroException NOT_FOUND when there is no such run */
    EventPage read(String workflowId, long instanceId, long runId, String afterId, int size) {
        var row = reads.run(workflowId, instanceId, runId)
                .orElseThrow(() -> MaestroException.notFound("Workflow [" + workflowId + "] has no run [" + runId
                        + "] of instance [" + instanceId + "]"));
        return read(row, afterId, size);
    }

    /**
     * Events after an id, or from the run's creation on. The run key holds the sequence at which the run was created, so
     * nothing older is read.
     */
    EventPage read(RunRow row, String afterId, int size) {
        var run = new RunIdentity(
                row.runKey(), row.workflowId(), row.internalId(), row.instanceId(), row.runId(), row.version(), row.uuid());
        boolean ended = row.status().terminal();
        long created = run.runKey() & ((1L << 48) - 1);
        var after = afterId.isEmpty() ? new FeedId(row.shard(), created - 1, -1) : FeedId.parse(afterId);
        var found = new ArrayList<FeedEvent>();
        var next = after;
        long from = after.sequence() - 1;
        while (true) {
            var batches = reads.events(row.shard(), run.runKey(), from, BATCHES_A_READ);
            for (var batch : batches) {
                FeedEvents.of(row.shard(), batch.lastSeq(), batch.events(), run).stream()
                        .filter(event -> FeedId.parse(event.id()).after(after))
                        .forEach(found::add);
                from = batch.lastSeq();
                next = new FeedId(row.shard(), from, FeedId.END);
                boolean last = !found.isEmpty() && found.getLast().last()
                        || ended && batch.atMillis() > row.endMillis() + DOUBT.toMillis();
                if (last || found.size() >= size) {
                    return new EventPage(found, next.text(), last);
                }
            }
            if (batches.size() < BATCHES_A_READ) {
                return new EventPage(found, afterId.isEmpty() && next == after ? "" : next.text(), ended);
            }
        }
    }
}
