package maestro.runtime.node;

import java.util.ArrayList;
import java.util.List;
import maestro.core.state.RunIdentity;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.store.Reads;

/** Reads one run's events out of its shard's batches. */
final class History {
    private static final int BATCHES_A_READ = 200;

    private final Reads reads;
    private final int shard;

    History(Reads reads, int shard) {
        this.reads = reads;
        this.shard = shard;
    }

    /**
     * Events after an id, or from the run's creation on. The run key holds the sequence at which the run was created, so
     * nothing older is read.
     */
    List<FeedEvent> read(RunIdentity run, String afterId, int size) {
        long created = run.runKey() & ((1L << 48) - 1);
        var after = afterId.isEmpty() ? new FeedId(shard, created - 1, -1) : FeedId.parse(afterId);
        var found = new ArrayList<FeedEvent>();
        long from = after.sequence() - 1;
        while (found.size() < size) {
            var batches = reads.events(shard, from, BATCHES_A_READ);
            for (var batch : batches) {
                FeedEvents.of(shard, batch.lastSeq(), batch.events(), run).stream()
                        .filter(event -> FeedId.parse(event.id()).after(after))
                        .forEach(found::add);
                from = batch.lastSeq();
            }
            if (batches.size() < BATCHES_A_READ) {
                break;
            }
        }
        return found.size() > size ? List.copyOf(found.subList(0, size)) : found;
    }
}
