package maestro.core.wait;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import maestro.model.signal.SignalCondition;

/**
 * One signal that a step waits for, as evaluated, and how far that is. Immutable.
 *
 * @param seq of the instance that matched; 0: none yet
 * @param params of that instance
 */
public record Dependency(
        String name, List<SignalCondition> conditions, Status status, long seq, Map<String, Object> params) {
    /** How far a wait is. */
    public enum Status {
        PENDING, MATCHED, SKIPPED
    }

    public Dependency {
        requireNonNull(name, "name");
        conditions = List.copyOf(conditions);
        params = Map.copyOf(params);
    }

    static Dependency open(String name, List<SignalCondition> conditions) {
        return new Dependency(name, conditions, Status.PENDING, 0, Map.of());
    }

    public boolean done() {
        return status != Status.PENDING;
    }

    Dependency matched(long withSeq, Map<String, Object> withParams) {
        return new Dependency(name, conditions, Status.MATCHED, withSeq, withParams);
    }

    Dependency skipped() {
        return new Dependency(name, conditions, Status.SKIPPED, 0, Map.of());
    }
}
