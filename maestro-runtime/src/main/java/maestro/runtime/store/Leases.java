package maestro.runtime.store;

import java.time.Duration;
import java.util.List;

/**
 * Who owns which shard. Safety comes from the epoch, which each change of owner raises; the heartbeat, judged by the
 * database's clock alone, only says when others may try. Thread-safe; uses a connection of its own.
 */
public interface Leases {
    /**
     * A node as stored.
     *
     * @param id stable over restarts of the same installation
     * @param incarnation different for each start of a process
     * @param address where other nodes reach it
     * @param alive its heartbeat is younger than the lease by the database's clock
     */
    record Node(String id, String incarnation, String address, boolean alive) {}

    /** A shard as stored; {@code owner} is empty when free. */
    record Shard(int shard, String owner, long epoch, long sequence) {}

    /** The number of shards, fixed when the database was initialised. */
    int shards();

    /**
     * Enters this node or beats its heart; one statement.
     *
     * @return false when another incarnation has taken this node id since
     */
    boolean heartbeat(String nodeId, String incarnation, String address, Duration lease);

    List<Node> nodes(Duration lease);

    List<Shard> all();

    /**
     * Makes {@code nodeId} the owner where the epoch still is {@code expectedEpoch}, and raises the epoch.
     *
     * @return the new state, or empty when someone else was faster
     */
    java.util.Optional<Shard> take(int shard, long expectedEpoch, String nodeId);

    /** Gives a shard up at once; without effect when the epoch moved on. */
    void release(int shard, long epoch, String nodeId);

    /** Removes a node that stops cleanly. */
    void leave(String nodeId, String incarnation);
}
