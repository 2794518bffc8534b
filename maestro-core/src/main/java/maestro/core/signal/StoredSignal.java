package maestro.core.signal;

import java.util.List;
import maestro.model.signal.SignalInstance;

/**
 * A signal name as stored.
 *
 * @param newest its newest instances, the oldest of them first, without payload; at most {@link #NEWEST}
 * @param listeners all of them
 */
public record StoredSignal(SignalRow row, List<SignalInstance> newest, List<ListenerRow> listeners) {
    /** How many instances are read when a name is loaded. */
    public static final int NEWEST = 64;
}
