package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import maestro.runtime.store.Removal;
import maestro.runtime.store.StoreUnavailable;

/** Removes the data of deleted workflows in the background, a piece at a time. Thread-safe. */
record Removals(Removal removal, BooleanSupplier open) {
    private static final System.Logger LOG = System.getLogger(Removals.class.getName());

    /** Removes what is left of one workflow. */
    void remove(String workflowId, long internalId) {
        Thread.ofVirtual().name("removal-" + workflowId).start(() -> {
            try {
                while (open.getAsBoolean() && removeSome(workflowId, internalId)) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Goes on with what an earlier owner of a shard left undone. */
    void resume(int shard) {
        removal.pending(shard).forEach(gone -> remove(gone.workflowId(), gone.internalId()));
    }

    private boolean removeSome(String workflowId, long internalId) throws InterruptedException {
        try {
            return removal.removeSome(workflowId, internalId);
        } catch (StoreUnavailable away) {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "workflow=" + workflowId + " its removal failed; it is tried again in 30 s", broken);
            TimeUnit.SECONDS.sleep(30);
            return true;
        }
    }
}
