package maestro.core.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changed about signals since the last batch. One thread. */
public final class SignalRows {
    private final Set<SignalState> touched = new LinkedHashSet<>();
    private final List<InstanceRow> instances = new ArrayList<>();
    private final Map<ListenerRow.Key, Optional<ListenerRow>> listeners = new LinkedHashMap<>();

    void touch(SignalState state) {
        touched.add(state);
    }

    void add(InstanceRow instance) {
        instances.add(instance);
    }

    void put(ListenerRow row) {
        listeners.put(new ListenerRow.Key(row.signalKey(), row.listener()), Optional.of(row));
    }

    void remove(ListenerRow.Key key) {
        listeners.put(key, Optional.empty());
    }

    /** Whether the next batch holds something of it. */
    public boolean touches(SignalState state) {
        return touched.contains(state);
    }

    /** All of it, once. */
    public SignalChanges take() {
        if (touched.isEmpty() && instances.isEmpty() && listeners.isEmpty()) {
            return SignalChanges.NONE;
        }
        var gone = new ArrayList<ListenerRow.Key>();
        var there = new ArrayList<ListenerRow>();
        listeners.forEach((key, row) -> row.ifPresentOrElse(there::add, () -> gone.add(key)));
        var changes = new SignalChanges(
                touched.stream().map(SignalState::row).toList(), List.copyOf(instances), there, gone);
        touched.clear();
        instances.clear();
        listeners.clear();
        return changes;
    }
}
