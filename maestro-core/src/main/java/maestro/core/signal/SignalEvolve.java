package maestro.core.signal;

import java.util.Map;
import maestro.model.signal.SignalInstance;

/** How each event changes a signal name, and which rows that makes. No decisions here. */
public final class SignalEvolve {
    private SignalEvolve() {}

    /**
     * Changes the state and notes the rows.
     *
     * @param freshKey the key of a name that has none yet
     * @return how to take it back, while nothing else has changed since
     */
    public static Runnable apply(SignalState state, SignalEvent event, SignalRows rows, long freshKey) {
        long keyBefore = state.key;
        if (keyBefore == 0) {
            state.key = freshKey;
        }
        Runnable untouch = keyBefore == 0 || changesHead(event) ? rows.touch(state) : () -> {};
        Runnable undo = change(state, event, rows);
        return () -> {
            undo.run();
            untouch.run();
            state.key = keyBefore;
        };
    }

    private static boolean changesHead(SignalEvent event) {
        return !(event instanceof SignalEvent.ListenerAdded) && !(event instanceof SignalEvent.ListenerRemoved);
    }

    private static Runnable change(SignalState state, SignalEvent event, SignalRows rows) {
        return switch (event) {
            case SignalEvent.Announced(var instance) -> {
                long before = state.lastSeq;
                state.lastSeq = instance.seq();
                Runnable forget = state.remember(bare(instance));
                Runnable removeRow = rows.add(new InstanceRow(state.key, instance));
                yield () -> {
                    removeRow.run();
                    forget.run();
                    state.lastSeq = before;
                };
            }
            case SignalEvent.ListenerAdded(var listener, var conditions) -> {
                Runnable restore = restoring(state, listener.key());
                state.listeners.add(listener, conditions);
                Runnable removeRow =
                        rows.put(ListenerRow.of(state.key, state.listeners.find(listener.key()).orElseThrow()));
                yield both(removeRow, restore);
            }
            case SignalEvent.ListenerRemoved(var key) -> {
                Runnable restore = restoring(state, key);
                state.listeners.remove(key);
                yield both(rows.remove(new ListenerRow.Key(state.key, key)), restore);
            }
            case SignalEvent.ToldUpTo(var instance, var lastKey) -> {
                var before = state.telling.put(instance.seq(), new SignalState.Telling(bare(instance), lastKey));
                yield () -> {
                    if (before == null) {
                        state.telling.remove(instance.seq());
                    } else {
                        state.telling.put(instance.seq(), before);
                    }
                };
            }
            case SignalEvent.Told(var seq) -> {
                var before = state.telling.remove(seq);
                yield () -> state.telling.putFirst(seq, before); // the oldest one is told first
            }
        };
    }

    private static Runnable both(Runnable first, Runnable then) {
        return () -> {
            first.run();
            then.run();
        };
    }

    private static Runnable restoring(SignalState state, String key) {
        var before = state.listeners.find(key);
        return () -> before.ifPresentOrElse(
                entry -> state.listeners.add(entry.listener(), entry.conditions()), () -> state.listeners.remove(key));
    }

    /** Payloads are never matched: memory holds none. */
    private static SignalInstance bare(SignalInstance instance) {
        return instance.payload().isEmpty()
                ? instance
                : new SignalInstance(
                        instance.name(), instance.seq(), instance.instanceId(), instance.params(), Map.of(),
                        instance.requestMillis(), instance.createMillis());
    }
}
