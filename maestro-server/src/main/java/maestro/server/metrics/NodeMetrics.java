package maestro.server.metrics;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import maestro.core.trigger.Firing;
import maestro.runtime.node.Node;
import maestro.runtime.node.ShardFigures;
import maestro.runtime.node.TriggerFigures;
import maestro.runtime.store.Leases;

/** What is shown of a node: its part of the cluster, and each shard that it runs. */
public final class NodeMetrics {
    private NodeMetrics() {}

    public static void register(Metrics metrics, Node node, DoubleSupplier nudges) {
        metrics.gauge("maestro_shards_owned", "Shards that this node runs.", () -> node.running().size());
        metrics.gauge("maestro_nodes", "Nodes with a heartbeat, as this one sees them.",
                () -> node.cluster().nodes().stream().filter(Leases.Node::alive).count());
        metrics.gauge("maestro_runs_live", "Live runs in the memory of this node, iterations of loops included.",
                () -> node.figures().stream().mapToInt(ShardFigures::liveRuns).sum());
        metrics.gauge("maestro_commit_lag_seconds", "How long the oldest batch of any shard has been on its way.",
                () -> node.figures().stream().mapToLong(ShardFigures::lagMillis).max().orElse(0) / 1e3);
        metrics.gauge("maestro_messages_waiting", "Messages that wait in shard loops.",
                () -> node.figures().stream().mapToInt(ShardFigures::waiting).sum());
        metrics.gauge("maestro_attempts_running", "Attempts that runtimes of this node work on.",
                node::attemptsRunning);
        metrics.counter("maestro_incidents_total", "Decisions that threw; what they were about has ended.",
                () -> node.troubles().contained());
        metrics.counter("maestro_set_aside_total", "Runs and messages that were set aside.",
                () -> node.troubles().setAside());
        metrics.counter("maestro_shard_restarts_total", "Shards that started afresh after a failure.",
                () -> node.troubles().shardRestarts());
        metrics.counter("maestro_nudges_total", "Words sent to other nodes, each of one or more shards.", nudges);
        triggers(metrics, node.triggerFigures());
        byShard(metrics, "maestro_shard_epoch", "Epoch of a shard that this node runs.", node, ShardFigures::epoch);
        byShard(metrics, "maestro_shard_runs_live", "Live runs of a shard.", node, ShardFigures::liveRuns);
        byShard(metrics, "maestro_shard_messages_waiting", "Messages that wait in the loop of a shard.", node,
                ShardFigures::waiting);
        byShard(metrics, "maestro_shard_commit_lag_seconds", "How long a shard's oldest batch has been on its way.",
                node, shard -> shard.lagMillis() / 1e3);
    }

    private static void triggers(Metrics metrics, TriggerFigures figures) {
        metrics.counter("maestro_signaltrigger_match_found_total",
                "Announcements that reached a signal trigger.", figures::found);
        metrics.counter("maestro_signaltrigger_match_failure_total",
                "Announcements that lacked another signal of their trigger, or a join key.", figures::unmatched);
        metrics.counter("maestro_signaltrigger_execution_success_total",
                "Firings of signal triggers that made a run.", figures::fired);
        for (var reason : Firing.Reason.values())
            metrics.counter("maestro_signaltrigger_execution_failure_total",
                    "Firings of signal triggers that made no run, by reason.", () -> figures.silenced(reason),
                    "type", reason.name().toLowerCase(Locale.ROOT));
        metrics.counter("maestro_timetrigger_execution_process_total",
                "Rounds in which a schedule was due.", figures::processed);
        metrics.counter("maestro_timetrigger_execution_trigger_total",
                "Ticks of schedules that made a run.", figures::ticks);
        metrics.counter("maestro_timetrigger_skipped_total",
                "Ticks that were missed and left out, as catch_up says.", figures::skipped);
        metrics.counter("maestro_timetrigger_execution_error_total",
                "Rounds that found no version to start.", figures::errors);
        metrics.gauge("maestro_schedule_lag_seconds", "How late the last round of a schedule was.",
                () -> figures.lagMillis() / 1e3);
    }

    /** Of the shards that this node runs: that a series is here tells the owner. */
    private static void byShard(
            Metrics metrics, String name, String help, Node node, Function<ShardFigures, Number> figure) {
        metrics.gauges(name, help, "shard", () -> node.figures().stream()
                .collect(Collectors.toMap(shard -> Integer.toString(shard.shard()), figure)));
    }
}
