package maestro.core.state;

import java.util.Optional;
import maestro.core.row.WorkflowRow;

/**
 * A workflow whose stored state this version of the program cannot read.
 *
 * @param row as it is stored; empty: not even that can be read
 * @param why a sentence for people
 */
public record UnreadableWorkflow(Optional<WorkflowRow> row, String why) {}
