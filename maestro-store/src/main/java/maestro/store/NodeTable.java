package maestro.store;

import java.time.Duration;
import java.util.List;
import maestro.runtime.store.Leases.Node;

/** The {@code node} table: who is there, by the database's clock. */
final class NodeTable {
    private static final String ENTER = """
            insert into node (id, incarnation, address, beat_at) values (?, ?, ?, now())
            on conflict (id) do update set incarnation = excluded.incarnation, address = excluded.address,
                beat_at = excluded.beat_at""";
    private static final String BEAT =
            "update node set address = ?, beat_at = now() where id = ? and incarnation = ?";
    private static final String ALL = """
            select id, incarnation, address, beat_at > now() - ? * interval '1 millisecond' from node order by id""";
    private static final String LEAVE = "delete from node where id = ? and incarnation = ?";
    /** Nodes that died long ago and will hardly come back under their name. */
    private static final String FORGET = "delete from node where beat_at < now() - interval '7 days'";

    private NodeTable() {}

    static void enter(Pool pool, String nodeId, String incarnation, String address) {
        pool.update("entering a node", ENTER, nodeId, incarnation, address);
    }

    static void forgetLongDead(Pool pool) {
        pool.update("forgetting dead nodes", FORGET);
    }

    static boolean beat(Pool pool, String nodeId, String incarnation, String address) {
        return pool.update("beating a node's heart", BEAT, address, nodeId, incarnation) > 0;
    }

    static List<Node> all(Pool pool, Duration lease) {
        return pool.list(
                "reading nodes",
                row -> new Node(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)),
                ALL,
                lease.toMillis());
    }

    static void leave(Pool pool, String nodeId, String incarnation) {
        pool.update("leaving", LEAVE, nodeId, incarnation);
    }
}
