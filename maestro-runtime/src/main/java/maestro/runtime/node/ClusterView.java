package maestro.runtime.node;

import java.util.List;
import java.util.Optional;
import maestro.runtime.store.Leases;

/**
 * The nodes and the owners of all shards, as they were at one moment. Immutable.
 *
 * @param atNanos {@link System#nanoTime} before it was read
 */
public record ClusterView(List<Leases.Node> nodes, List<Leases.Shard> shards, long atNanos) {
    static final ClusterView NONE = new ClusterView(List.of(), List.of(), 0);

    public ClusterView {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
    }

    /** Who owns a shard; empty when nobody does, or one who is not known as a node. */
    public Optional<Leases.Node> owner(int shard) {
        return shard >= shards.size() ? Optional.empty() : node(shards.get(shard).owner());
    }

    Optional<Leases.Node> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The others that are there. */
    List<Leases.Member> peers(String me) {
        return nodes.stream()
                .filter(node -> node.alive() && !node.id().equals(me))
                .map(Leases.Node::member)
                .toList();
    }
}
