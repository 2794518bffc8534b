package maestro.core.row;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.state.Order;
import maestro.model.run.TimelineEvent;

/**
 * What changes while a run goes on. Immutable.
 *
 * @param handedOver its run strategy gave it to the engine
 * @param order an ending that was asked for and is not reached yet
 */
public record RunTail(
        boolean handedOver,
        List<TimelineEvent> timeline,
        Map<String, Map<String, Object>> artifacts,
        Optional<Order> order) {
    public byte[] write() {
        return RunJson.bytes(this);
    }

    public static RunTail read(byte[] bytes) {
        return RunJson.tail(bytes);
    }
}
