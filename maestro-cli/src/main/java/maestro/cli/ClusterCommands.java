package maestro.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code maestro cluster …}: the nodes of a server's cluster. */
@Command(name = "cluster", addMethodSubcommands = false,
        description = "Show the nodes that share a database.")
final class ClusterCommands {
    private final Terminal terminal;

    ClusterCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Show the nodes and their load.")
    void status(
            @Mixin ServerOptions options,
            @Option(names = "--shards", description = "Also each shard with its owner.") boolean shards) {
        var session = Session.of(terminal, options);
        var cluster = session.api().get(Api.path("cluster"));
        session.show(cluster, () -> nodes(cluster).note(
                (shards ? "\n" + shards(cluster).text(terminal) : "") + warning(cluster)));
    }

    private static Table nodes(JsonNode cluster) {
        var table = new Table("NODE", "STATE", "HEARTBEAT", "SHARDS", "RUNS", "WAITING", "ATTEMPTS", "VERSION",
                "ADDRESS");
        cluster.path("nodes").forEach(node -> table.row(
                node.path("id").asString("?"), node.path("state").asString("?"),
                age(node.path("heartbeat_age_ms").asLong(0)), number(node, "shards"), number(node, "live_runs"),
                number(node, "messages_waiting"), number(node, "attempts_running"),
                node.path("version").asString("-"), node.path("address").asString("-")));
        return table;
    }

    private static String age(long millis) {
        return Duration.ofMillis(millis / 100 * 100).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static String number(JsonNode of, String name) {
        return of.has(name) ? of.get(name).asString() : "?";
    }

    private static Table shards(JsonNode cluster) {
        var table = new Table("SHARD", "OWNER", "EPOCH", "SEQUENCE", "RUNS", "WAITING", "LAG");
        cluster.path("shards").forEach(shard -> table.row(
                number(shard, "shard"), owner(shard), number(shard, "epoch"), number(shard, "sequence"),
                number(shard, "live_runs"), number(shard, "messages_waiting"), number(shard, "lag_ms") + " ms"));
        return table;
    }

    private static String owner(JsonNode shard) {
        String owner = shard.path("owner").asString("");
        return owner.isEmpty() ? "-" : owner;
    }

    private static String warning(JsonNode cluster) {
        long free = cluster.path("shards").valueStream().filter(shard -> owner(shard).equals("-")).count();
        return free == 0 ? "" : "\n" + free + " of " + cluster.path("shards").size()
                + " shards have no owner at the moment.";
    }
}
