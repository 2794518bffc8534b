package maestro.runtime.store;

import java.util.List;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;

/** Lists of runs: those of {@link Reads} are whole, those of {@link BriefReads} leave out what is large. */
public interface RunLists {
    /**
     * The latest runs of the instances that fit, up to one more than the window's size, the way it goes: towards older
     * ones or towards newer ones. The filter has no labels.
     */
    List<RunRow> instances(String workflowId, InstanceFilter filter, Window window);

    /**
     * The latest runs of the instances that fit, in order of the creation of the instances; iterations of loops are not
     * among them. Reads a bounded number of rows: where those that fit are rare among those that must be looked at, the
     * page may be short or empty, and goes on at {@code next}.
     *
     * @param workflowId empty: of all workflows that are not deleted
     */
    Listed instances(Optional<String> workflowId, InstanceFilter filter, Slice slice);

    /** The latest run of each instance, by instance id. */
    Page<RunRow> instances(String workflowId, Window window);

    /** All runs of one instance, by run id. */
    Page<RunRow> runs(String workflowId, long instanceId, Window window);
}
