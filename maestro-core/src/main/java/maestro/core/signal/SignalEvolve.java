package maestro.core.signal;

import maestro.model.signal.SignalInstance;

/** How each event changes a signal name, and which rows that makes. No decisions here. */
public final class SignalEvolve {
    private SignalEvolve() {}

    /** @param freshKey the key of a name that has none yet */
    public static void apply(SignalState state, SignalEvent event, SignalRows rows, long freshKey) {
        if (state.key == 0) {
            state.key = freshKey;
            rows.touch(state);
        }
        switch (event) {
            case SignalEvent.Announced(var instance) -> {
                state.lastSeq = instance.seq();
                state.remember(bare(instance));
                rows.touch(state);
                rows.add(new InstanceRow(state.key, instance));
            }
            case SignalEvent.ListenerAdded(var listener, var conditions) -> {
                state.listeners.add(listener, conditions);
                rows.put(ListenerRow.of(state.key, state.listeners.find(listener.key()).orElseThrow()));
            }
            case SignalEvent.ListenerRemoved(var key) -> {
                state.listeners.remove(key);
                rows.remove(new ListenerRow.Key(state.key, key));
            }
            case SignalEvent.ToldUpTo(var instance, var lastKey) -> {
                state.telling.put(instance.seq(), new SignalState.Telling(bare(instance), lastKey));
                rows.touch(state);
            }
            case SignalEvent.Told(var seq) -> {
                state.telling.remove(seq);
                rows.touch(state);
            }
        }
    }

    /** Payloads are never matched: memory holds none. */
    private static SignalInstance bare(SignalInstance instance) {
        return instance.payload().isEmpty()
                ? instance
                : new SignalInstance(
                        instance.name(), instance.seq(), instance.instanceId(), instance.params(), java.util.Map.of(),
                        instance.requestMillis(), instance.createMillis());
    }
}
