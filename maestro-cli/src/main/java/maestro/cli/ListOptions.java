package maestro.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which instances a list shows, and in which order. */
final class ListOptions {
    /** Lower case: the names are what users type. */
    enum Order { newest, oldest }

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those whose latest run has this status.")
    private Optional<String> status = Optional.empty();

    @Option(names = "--owner", paramLabel = "NAME", description = "Only those of workflows with this owner.")
    private Optional<String> owner = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only those whose workflow or run has this tag.")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--initiator", paramLabel = "TYPE",
            description = "Only those started so: manual, time, signal, subworkflow or template.")
    private Optional<String> initiator = Optional.empty();

    @Option(names = "--by", paramLabel = "USER", description = "Only those that this user started.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME",
            description = "Only those created then or later: 2026-01-31, 2026-01-31T08:00, with an offset, 90m, 12h or"
                    + " 7d ago, or epoch milliseconds.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Only those created before.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--sort", paramLabel = "ORDER", defaultValue = "newest",
            description = "newest or oldest first. Default: ${DEFAULT-VALUE}.")
    private Order order = Order.newest;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
            description = "At most this many, up to 200. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an earlier page ended.")
    private Optional<String> cursor = Optional.empty();

    String query() {
        var query = new StringBuilder("?first=" + limit);
        add(query, "status", status);
        add(query, "owner", owner);
        add(query, "tag", tag);
        add(query, "initiator", initiator);
        add(query, "initiator_user", by);
        add(query, "from", from.map(Moments::millis));
        add(query, "to", to.map(Moments::millis));
        add(query, "sort", order == Order.oldest ? Optional.of("create_time") : Optional.empty());
        add(query, "cursor", cursor);
        return query.toString();
    }

    static void add(StringBuilder query, String name, Optional<String> value) {
        value.ifPresent(text -> query.append('&').append(name).append('=').append(Api.encode(text)));
    }
}
