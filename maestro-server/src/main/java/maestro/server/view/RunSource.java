package maestro.server.view;

import java.util.List;
import maestro.core.dag.Plan;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepRow;

/**
 * What the view of a run is made of.
 *
 * @param steps the latest attempt of each step that was created, by seq
 */
public record RunSource(RunRow row, RunHead head, RunTail tail, Plan plan, List<StepRow> steps) {
    public static RunSource of(RunRow row, Plan plan, List<StepRow> steps) {
        return new RunSource(row, RunHead.read(row.head()), RunTail.read(row.tail()), plan, steps);
    }

    /** The id that nested runs and restarts inherit; made of the run's own numbers at its root. */
    public String correlationId() {
        return head.correlationId()
                .orElseGet(() -> row.workflowId() + ":" + row.instanceId() + ":" + row.runId());
    }
}
