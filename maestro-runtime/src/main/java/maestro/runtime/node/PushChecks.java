package maestro.runtime.node;

import maestro.core.row.WorkflowRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.runtime.store.Removal;

/** What is refused in a push, beside what any look at its definition refuses (definition.md §12, step 5). Thread-safe. */
final class PushChecks {
    private final Node node;
    private final Removal removal;

    PushChecks(Node node, Removal removal) {
        this.node = node;
        this.removal = removal;
    }

    /** @throws MaestroException BAD_REQUEST or CONFLICT */
    void check(CreateRequest request) {
        Definitions.checkCreateOnly(request);
        requireRemoved(request.workflow().id());
        if (first(request.workflow().id())) Definitions.checkFirst(request);
    }

    /** Whether there is no such workflow yet, or none any more. */
    boolean first(String workflowId) {
        return node.head(workflowId).filter(row -> !row.deleted()).isEmpty();
    }

    /** A deleted id can be used again when its data is gone (execution.md §12). */
    private void requireRemoved(String workflowId) {
        var deleted = node.head(workflowId).filter(WorkflowRow::deleted);
        if (deleted.isPresent()
                && removal.pending(node.shardOf(workflowId)).stream()
                        .anyMatch(row -> row.workflowId().equals(workflowId))) {
            throw new MaestroException(
                    Code.CONFLICT,
                    "Workflow [" + workflowId + "] was deleted and its data is still being removed; try again soon");
        }
    }
}
