package maestro.core.row;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.run.InstanceStatus;
import maestro.model.run.TimelineEvent;

/**
 * What changes while a run goes on. Immutable.
 *
 * @param handedOver its run strategy gave it to the engine
 * @param runStatus how this run alone ended, when that is not how the instance stands over all runs
 * @param order an ending that was asked for and is not reached yet
 */
public record RunTail(
        boolean handedOver,
        List<TimelineEvent> timeline,
        Map<String, Map<String, Object>> artifacts,
        Optional<Order> order,
        Optional<InstanceStatus> runStatus,
        Later later) {
    /** With an entry more, as the timeline of a run that has ended gets it. */
    public RunTail noted(TimelineEvent entry) {
        return new RunTail(handedOver, Timelines.with(timeline, entry), artifacts, order, runStatus, later);
    }

    private static final byte[] PLAIN_BYTES = {};
    /** Of most runs, and so written as nothing at all. */
    private static final RunTail PLAIN =
            new RunTail(true, List.of(), Map.of(), Optional.empty(), Optional.empty(), Later.NONE);

    public byte[] write() {
        return equals(PLAIN) ? PLAIN_BYTES : RunJson.bytes(this);
    }

    public static RunTail read(byte[] bytes) {
        return bytes.length == 0 ? PLAIN : RunJson.tail(bytes);
    }
}
