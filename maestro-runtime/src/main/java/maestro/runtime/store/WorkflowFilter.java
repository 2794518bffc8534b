package maestro.runtime.store;

import java.util.Optional;
import maestro.core.row.WorkflowRow;

/**
 * Which workflows a list shows, and in which order.
 *
 * @param prefix of the id; may be empty
 * @param owner name of the owner in the properties in force
 * @param tag name of a tag of the latest version or of the properties in force
 * @param active whether a version is active
 * @param fromMillis changed at or after; epoch milliseconds
 * @param toMillis changed before
 * @param newest the latest changed first; otherwise by id
 * @param after the last row of the page before
 * @param visible those that the reader may see
 */
public record WorkflowFilter(
        String prefix,
        Optional<String> owner,
        Optional<String> tag,
        Optional<Boolean> active,
        long fromMillis,
        long toMillis,
        boolean newest,
        Optional<Mark> after,
        Visible visible) {
    /** Whenever they changed, whether or not they are active. */
    public WorkflowFilter(
            String prefix, Optional<String> owner, Optional<String> tag, boolean newest, Optional<Mark> after) {
        this(prefix, owner, tag, Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE, newest, after, Visible.ALL);
    }

    /** The same, for a reader who may see these. */
    public WorkflowFilter seenBy(Visible reader) {
        return new WorkflowFilter(prefix, owner, tag, active, fromMillis, toMillis, newest, after, reader);
    }

    /** Where a page ended. */
    public record Mark(long modifyMillis, String workflowId) {
        public static Mark of(WorkflowRow row) {
            return new Mark(row.modifyMillis(), row.workflowId());
        }
    }
}
