package maestro.runtime.store;

import java.util.Optional;
import maestro.model.run.InstanceStatus;

/**
 * Which instances of a workflow a list shows.
 *
 * @param status of the latest run
 * @param fromMillis created at or after; epoch milliseconds
 * @param toMillis created before
 */
public record InstanceFilter(Optional<InstanceStatus> status, long fromMillis, long toMillis) {
    public static final InstanceFilter ALL = new InstanceFilter(Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whether creation times matter. */
    public boolean timed() {
        return fromMillis != Long.MIN_VALUE || toMillis != Long.MAX_VALUE;
    }
}
