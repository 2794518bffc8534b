package maestro.server.ui;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import maestro.runtime.engine.Engine;
import maestro.runtime.node.ClusterView;
import maestro.runtime.node.Node;
import maestro.runtime.store.Leases;

/**
 * Tells which shards that other nodes run have moved on, and whether nodes or owners changed. Used by one thread, which
 * looks as often as it likes: what was read in the last moment is not read again.
 */
final class Elsewhere {
    private static final long LOOK_NANOS = 500_000_000L;

    private final Node node;
    private final Engine engine;
    private final Map<Integer, Long> sequences = new HashMap<>();
    private String owners = "";
    private boolean changed;
    private boolean first = true;
    private long lookedNanos = System.nanoTime() - LOOK_NANOS;

    Elsewhere(Node node, Engine engine) {
        this.node = node;
        this.engine = engine;
    }

    /** Shards of others that have written since the last look; none where it was a moment ago. */
    Set<Integer> moved() {
        if (System.nanoTime() - lookedNanos < LOOK_NANOS) return Set.of();
        lookedNanos = System.nanoTime();
        ClusterView view = node.clusterNow();
        var moved = new HashSet<Integer>();
        for (Leases.Shard shard : view.shards()) {
            Long before = sequences.put(shard.shard(), shard.sequence());
            if (before != null && before != shard.sequence() && !engine.runs(shard.shard())) moved.add(shard.shard());
        }
        String now = picture(view);
        changed |= !first && !now.equals(owners);
        owners = now;
        first = false;
        return moved;
    }

    /** Whether nodes or owners changed since this was asked last. */
    boolean changed() {
        boolean was = changed;
        changed = false;
        return was;
    }

    private static String picture(ClusterView view) {
        var text = new StringBuilder();
        view.nodes().forEach(one -> text.append(one.id()).append(one.alive()).append(one.draining()).append(' '));
        view.shards().forEach(shard -> text.append(shard.owner()).append(shard.epoch()).append(' '));
        return text.toString();
    }
}
