package maestro.runtime.store;

import java.util.Optional;
import maestro.core.row.WorkflowRow;

/**
 * Which workflows a list shows, and in which order.
 *
 * @param prefix of the id; may be empty
 * @param owner name of the owner in the properties in force
 * @param tag name of a tag of the latest version or of the properties in force
 * @param newest the latest changed first; otherwise by id
 * @param after the last row of the page before
 */
public record WorkflowFilter(
        String prefix, Optional<String> owner, Optional<String> tag, boolean newest, Optional<Mark> after) {
    /** Where a page ended. */
    public record Mark(long modifyMillis, String workflowId) {
        public static Mark of(WorkflowRow row) {
            return new Mark(row.modifyMillis(), row.workflowId());
        }
    }
}
