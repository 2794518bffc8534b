package maestro.core.wait;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One signal that a step announces, as evaluated, and what became of it. Immutable.
 *
 * @param payload plain JSON, as declared
 * @param seq of its instance; 0: not known yet
 * @param announceMillis 0: not yet, or the same signal had been announced before
 */
public record Output(
        String name, Map<String, Object> params, Map<String, Object> payload, long seq, long announceMillis) {
    public Output {
        requireNonNull(name, "name");
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }

    Output announced(long withSeq, long atMillis) {
        return new Output(name, params, payload, withSeq, atMillis);
    }
}
