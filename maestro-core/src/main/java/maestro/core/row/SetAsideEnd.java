package maestro.core.row;

import java.util.List;
import maestro.model.run.InstanceStatus;

/**
 * A run that was set aside has been ended by a user: its rows are given this status without being read.
 *
 * @param runKey of the outermost run
 * @param keys of the run and of its live iterations
 */
public record SetAsideEnd(long runKey, List<Long> keys, InstanceStatus status, long atMillis) {}
