package maestro.core.signal;

import java.util.List;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;

/** What happened to a signal name; the only thing that changes its state. */
public sealed interface SignalEvent {
    record Announced(SignalInstance instance) implements SignalEvent {}

    /** Also in place of one with the same key. */
    record ListenerAdded(Listener listener, List<SignalCondition> conditions) implements SignalEvent {}

    record ListenerRemoved(String key) implements SignalEvent {}

    /** Listeners up to this key know of the instance, the others not yet. */
    record ToldUpTo(SignalInstance instance, String lastKey) implements SignalEvent {}

    /** All listeners know of it. */
    record Told(long seq) implements SignalEvent {}
}
