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

    /** @return how to take it back; as the others do */
    Runnable touch(SignalState state) {
        return touched.add(state) ? () -> touched.remove(state) : () -> {};
    }

    Runnable add(InstanceRow instance) {
        instances.add(instance);
        return instances::removeLast;
    }

    Runnable put(ListenerRow row) {
        return put(new ListenerRow.Key(row.signalKey(), row.listener()), Optional.of(row));
    }

    Runnable remove(ListenerRow.Key key) {
        return put(key, Optional.empty());
    }

    private Runnable put(ListenerRow.Key key, Optional<ListenerRow> row) {
        var before = listeners.put(key, row);
        return before == null ? () -> listeners.remove(key) : () -> listeners.put(key, before);
    }

    public boolean isEmpty() {
        return touched.isEmpty() && instances.isEmpty() && listeners.isEmpty();
    }

    /** All of it, once. */
    public SignalChanges take() {
        if (isEmpty()) {
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
