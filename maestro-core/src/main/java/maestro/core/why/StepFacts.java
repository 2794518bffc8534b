package maestro.core.why;

import java.util.List;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;

/**
 * A step's latest attempt as stored, with what is needed to explain it.
 *
 * @param below the first few: of a loop its live iterations, oldest first, or once it failed those that made it fail;
 *     of a subworkflow the child
 * @param moreBelow there are more
 * @param holders who holds permits of the same workflow, oldest first; empty unless it waits for one
 * @param waits what else it waits for
 */
public record StepFacts(
        StepRow row, StepDetail detail, List<RunFacts> below, boolean moreBelow, List<Holder> holders, Waits waits) {
    /** An attempt that holds a permit, in a run of the same workflow id. */
    public record Holder(long instanceId, long runId, String stepId, int attempt, long sinceMillis) {}

    public StepFacts(StepRow row, StepDetail detail) {
        this(row, detail, List.of(), false, List.of(), Waits.NONE);
    }

    /** An attempt is under way or the system will make another one. */
    public boolean live() {
        return row.status().wakeable();
    }
}
