package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.engine.Subscription;
import maestro.runtime.shard.Sealed;

/** Tells watchers of durable changes. Thread-safe; costs nothing while nobody watches. */
final class Feed {
    private static final System.Logger LOG = System.getLogger(Feed.class.getName());

    private final List<Consumer<FeedEvent>> listeners = new CopyOnWriteArrayList<>();

    Subscription subscribe(Consumer<FeedEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void publish(Sealed sealed) {
        if (listeners.isEmpty() || sealed.changes().isEmpty()) {
            return;
        }
        var events = FeedEvents.of(sealed);
        for (var listener : listeners) {
            tell(listener, events);
        }
    }

    private void tell(Consumer<FeedEvent> listener, List<FeedEvent> events) {
        try {
            events.forEach(listener);
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "a watcher broke and is dropped", broken);
            listeners.remove(listener);
        }
    }
}
