package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import maestro.runtime.store.Leases.Member;
import maestro.runtime.store.Leases.Node;

/** The {@code node} table: who is there, by the database's clock. */
final class NodeTable {
    private static final String ENTER = """
            insert into node (id, incarnation, address, version, draining, beat_at) values (?, ?, ?, ?, ?, now())
            on conflict (id) do update set incarnation = excluded.incarnation, address = excluded.address,
                version = excluded.version, draining = excluded.draining, beat_at = excluded.beat_at""";
    private static final String BEAT =
            "update node set draining = ?, beat_at = now() where id = ? and incarnation = ?";
    private static final String ALL = """
            select id, incarnation, address, version, draining, (extract(epoch from now() - beat_at) * 1000)::bigint
            from node order by id""";
    private static final String LEAVE = "delete from node where id = ? and incarnation = ?";
    /** Nodes that died long ago and will hardly come back under their name. */
    private static final String FORGET = "delete from node where beat_at < now() - interval '7 days'";

    private NodeTable() {}

    static void enter(Pool pool, Member me, boolean draining) {
        pool.update("entering a node", ENTER, me.id(), me.incarnation(), me.address(), me.version(), draining);
    }

    static void forgetLongDead(Pool pool) {
        pool.update("forgetting dead nodes", FORGET);
    }

    static boolean beat(Pool pool, Member me, boolean draining) {
        return pool.update("beating a node's heart", BEAT, draining, me.id(), me.incarnation()) > 0;
    }

    static List<Node> all(Pool pool, Duration lease) {
        return pool.list("reading nodes", row -> node(row, lease), ALL);
    }

    private static Node node(ResultSet row, Duration lease) throws SQLException {
        var silence = Duration.ofMillis(Math.max(0, row.getLong(6)));
        return new Node(
                new Member(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                row.getBoolean(5),
                silence,
                silence.compareTo(lease) < 0);
    }

    static void leave(Pool pool, String nodeId, String incarnation) {
        pool.update("leaving", LEAVE, nodeId, incarnation);
    }
}
