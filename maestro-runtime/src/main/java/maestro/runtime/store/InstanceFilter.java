package maestro.runtime.store;

import java.util.Optional;
import maestro.core.row.RunLabels;
import maestro.model.run.InstanceStatus;

/**
 * Which instances a list shows.
 *
 * @param status of the latest run
 * @param fromMillis created at or after; epoch milliseconds
 * @param toMillis created before
 * @param owner name of the owner of the workflow, by the properties in force
 * @param tag name of a tag of the workflow (latest version or properties in force), or of one the run was started with
 * @param startedBy label of the latest run's initiator, see {@link RunLabels}; {@link #BY_HAND}: any user's
 * @param visible the workflows that the reader may see; heeded by lists over all workflows
 */
public record InstanceFilter(
        Optional<InstanceStatus> status,
        long fromMillis,
        long toMillis,
        Optional<String> owner,
        Optional<String> tag,
        Optional<String> startedBy,
        Visible visible) {
    public static final InstanceFilter ALL = new InstanceFilter(Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE);
    public static final String BY_HAND = RunLabels.byUser("");

    /** Of all workflows. */
    public InstanceFilter(
            Optional<InstanceStatus> status, long fromMillis, long toMillis, Optional<String> owner, Optional<String> tag,
            Optional<String> startedBy) {
        this(status, fromMillis, toMillis, owner, tag, startedBy, Visible.ALL);
    }

    /** The same, for a reader who may see these. */
    public InstanceFilter seenBy(Visible reader) {
        return new InstanceFilter(status, fromMillis, toMillis, owner, tag, startedBy, reader);
    }

    /** By status and time alone. */
    public InstanceFilter(Optional<InstanceStatus> status, long fromMillis, long toMillis) {
        this(status, fromMillis, toMillis, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether creation times matter. */
    public boolean timed() {
        return fromMillis != Long.MIN_VALUE || toMillis != Long.MAX_VALUE;
    }

    /** Whether more than status and time matter. */
    public boolean labelled() {
        return owner.isPresent() || tag.isPresent() || startedBy.isPresent();
    }

    /** Whether a run with this label was started by whom is asked for. */
    public boolean startedBy(String label) {
        return startedBy.map(wanted -> wanted.equals(BY_HAND) ? label.startsWith(wanted) : label.equals(wanted))
                .orElse(true);
    }
}
