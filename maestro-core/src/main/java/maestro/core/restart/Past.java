package maestro.core.restart;

import java.util.List;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;

/**
 * The latest run of an instance as stored; through its head it knows what is left of the runs before it.
 *
 * @param steps the latest attempt of each of its steps
 */
public record Past(RunRow run, RunHead head, List<StepRow> steps) {
    public static Past of(RunRow run, List<StepRow> steps) {
        return new Past(run, RunHead.read(run.head()), List.copyOf(steps));
    }
}
