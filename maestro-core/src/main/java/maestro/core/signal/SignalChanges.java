package maestro.core.signal;

import java.util.List;

/** All that one batch changes about signals; each list holds a key once. */
public record SignalChanges(
        List<SignalRow> signals, List<InstanceRow> instances, List<ListenerRow> listeners, List<ListenerRow.Key> gone) {
    public static final SignalChanges NONE = new SignalChanges(List.of(), List.of(), List.of(), List.of());

    public boolean isEmpty() {
        return signals.isEmpty() && instances.isEmpty() && listeners.isEmpty() && gone.isEmpty();
    }
}
