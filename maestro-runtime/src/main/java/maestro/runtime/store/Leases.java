package maestro.runtime.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who owns which shard. Safety comes from the epoch, which each change of owner raises; the heartbeat, judged by the
 * database's clock alone, only says when others may try. Thread-safe; uses a connection of its own.
 */
public interface Leases {
    /**
     * What a node says of itself.
     *
     * @param id stable over restarts of the same installation
     * @param incarnation different for each start of a process
     * @param address where other nodes reach it, such as {@code http://10.0.0.7:8080}; empty: nowhere
     * @param version of the program
     */
    record Member(String id, String incarnation, String address, String version) {}

    /**
     * A node as stored.
     *
     * @param draining it hands its shards over and wants none
     * @param silence since its last heartbeat, by the database's clock
     * @param alive the silence is shorter than the lease
     */
    record Node(Member member, boolean draining, Duration silence, boolean alive) {
        public String id() {
            return member.id();
        }
    }

    /** A shard as stored; {@code owner} is empty when free. */
    record Shard(int shard, String owner, long epoch, long sequence) {}

    /** The number of shards, fixed when the database was initialised. */
    int shards();

    /**
     * Enters this node or beats its heart; one statement.
     *
     * @return false when another incarnation has taken this node id since
     */
    boolean heartbeat(Member me, boolean draining);

    /** In the order of their ids. */
    List<Node> nodes(Duration lease);

    /** In the order of their numbers. */
    List<Shard> all();

    /**
     * Makes {@code nodeId} the owner where the epoch still is {@code expectedEpoch}, and raises the epoch.
     *
     * @return the new state, or empty when someone else was faster
     */
    Optional<Shard> take(int shard, long expectedEpoch, String nodeId);

    /**
     * As {@link #take}, of all whose epoch still is what was seen.
     *
     * @return those it got, in any order; others were faster, or are busy with the rest at this moment
     */
    default List<Shard> takeAll(List<Shard> seen, String nodeId) {
        return seen.stream()
                .flatMap(shard -> take(shard.shard(), shard.epoch(), nodeId).stream())
                .toList();
    }

    /** Gives a shard up at once; without effect when the epoch moved on. */
    void release(int shard, long epoch, String nodeId);

    /** Removes a node that stops cleanly. */
    void leave(String nodeId, String incarnation);

    /** What all nodes of this database know and nobody else: the first proposal, kept for ever. */
    String secret(String proposed);
}
