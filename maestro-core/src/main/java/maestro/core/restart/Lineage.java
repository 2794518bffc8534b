package maestro.core.restart;

import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.loop.InlineIds;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.model.run.Initiator;

/** Where a stored run belongs: under which step, in whose shard, and which steps it has. */
public final class Lineage {
    private Lineage() {}

    /** The step that started the run; empty at a root. */
    public static Optional<Initiator.Ancestor> parent(RunHead head) {
        return head.initiator() instanceof Initiator.Upstream upstream && !upstream.ancestors().isEmpty()
                ? Optional.of(upstream.ancestors().getLast())
                : Optional.empty();
    }

    /** The workflow id whose shard holds the run: its own, or for an iteration that of the workflow around its loops. */
    public static String owner(RunRow row, RunHead head) {
        if (!InlineIds.inline(row.workflowId()) || !(head.initiator() instanceof Initiator.Upstream upstream)) {
            return row.workflowId();
        }
        return upstream.ancestors().reversed().stream()
                .map(Initiator.Ancestor::workflowId)
                .filter(id -> !InlineIds.inline(id))
                .findFirst()
                .orElse(row.workflowId());
    }

    /**
     * All steps of the run's level of the definition.
     *
     * @param root of the version that the run was made from
     */
    public static Plan whole(Plan root, RunRow row, RunHead head) {
        if (!InlineIds.inline(row.workflowId())) {
            return root;
        }
        return parent(head)
                .flatMap(Initiator.Ancestor::stepId)
                .flatMap(root::bodyOf)
                .orElse(root);
    }

    /** The steps of the run itself: after a restart perhaps not all. */
    public static Plan plan(Plan root, RunRow row, RunHead head) {
        var whole = whole(root, row, head);
        return head.restart().map(restart -> whole.within(restart.dag())).orElse(whole);
    }
}
