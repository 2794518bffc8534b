package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import maestro.core.rule.Change;
import maestro.core.state.RunIdentity;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.engine.Subscription;
import maestro.runtime.shard.Sealed;

/** Tells watchers of durable changes of their runs. Thread-safe; runs that nobody watches cost next to nothing. */
final class Feed {
    private static final System.Logger LOG = System.getLogger(Feed.class.getName());

    private record Watched(String workflowId, long instanceId, long runId) {
        static Watched of(RunIdentity run) {
            return new Watched(run.workflowId(), run.instanceId(), run.runId());
        }
    }

    private final Map<Watched, List<Consumer<FeedEvent>>> listeners = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();

    Subscription subscribe(String workflowId, long instanceId, long runId, Consumer<FeedEvent> listener) {
        var watched = new Watched(workflowId, instanceId, runId);
        listeners.compute(watched, (_, present) -> {
            var all = present == null ? new CopyOnWriteArrayList<Consumer<FeedEvent>>() : present;
            all.add(listener);
            return all;
        });
        return () -> remove(watched, listener);
    }

    /** Calls the watcher with every durable change of this node's shards, in order per shard. */
    Subscription watch(Consumer<Change> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void tellAll(Sealed sealed) {
        for (var watcher : watchers) {
            try {
                sealed.changes().forEach(watcher);
            } catch (RuntimeException broken) {
                LOG.log(Level.WARNING, "a watcher broke and is dropped", broken);
                watchers.remove(watcher);
            }
        }
    }

    private void remove(Watched watched, Consumer<FeedEvent> listener) {
        listeners.computeIfPresent(watched, (_, present) -> {
            present.remove(listener);
            return present.isEmpty() ? null : present;
        });
    }

    void publish(Sealed sealed) {
        tellAll(sealed);
        if (listeners.isEmpty() || sealed.changes().isEmpty()) {
            return;
        }
        var runs = new LinkedHashSet<RunIdentity>();
        sealed.changes().forEach(change -> {
            if (listeners.containsKey(Watched.of(change.run()))) {
                runs.add(change.run());
            }
        });
        var batch = sealed.batch();
        for (var run : runs) {
            var events = FeedEvents.of(batch.shard(), batch.lastSeq(), batch.events(), run);
            for (var listener : listeners.getOrDefault(Watched.of(run), List.of())) {
                tell(Watched.of(run), listener, events);
            }
        }
    }

    private void tell(Watched watched, Consumer<FeedEvent> listener, List<FeedEvent> events) {
        try {
            events.forEach(listener);
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "a watcher broke and is dropped", broken);
            remove(watched, listener);
        }
    }
}
