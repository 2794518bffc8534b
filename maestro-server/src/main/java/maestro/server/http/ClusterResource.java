package maestro.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import maestro.model.json.Json;
import maestro.runtime.node.ClusterView;
import maestro.runtime.node.Node;
import maestro.runtime.store.Leases;
import maestro.server.cluster.ClusterAccess;
import maestro.server.cluster.Nudger;
import maestro.server.cluster.Peers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nodes, who owns which shard, and what each is busy with. Owners come from the database; what a node is busy with it
 * says itself, and is left out when it does not answer within a second.
 */
final class ClusterResource {
    private static final String ONE_NODE = "/api/v3/cluster/node";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Node node;
    private final Peers peers;

    ClusterResource(ClusterAccess cluster) {
        this.node = cluster.node();
        this.peers = cluster.peers();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v3/cluster", _ -> Answer.json(all())),
                Route.get(ONE_NODE, _ -> Answer.json(figures())),
                Route.post(Nudger.PATH, this::nudge));
    }

    private Answer nudge(Call call) {
        JsonNode word = call.json();
        var shards = new ArrayList<Integer>();
        word.path("shards").forEach(shard -> shards.add(shard.asInt()));
        node.nudged(shards, word.path("look").asBoolean(false));
        return Answer.json(Json.object());
    }

    /** What this node is busy with. */
    private ObjectNode figures() {
        var figures = Json.object();
        figures.put("id", peers.me()).put("attempts_running", node.attemptsRunning());
        var shards = figures.putArray("shards");
        for (var shard : node.figures())
            shards.addObject()
                    .put("shard", shard.shard())
                    .put("epoch", shard.epoch())
                    .put("live_runs", shard.liveRuns())
                    .put("messages_waiting", shard.waiting())
                    .put("lag_ms", shard.lagMillis());
        return figures;
    }

    private ObjectNode all() {
        ClusterView view = node.clusterNow();
        var told = told(view.nodes());
        var cluster = Json.object();
        cluster.put("answered_by", peers.me()).put("lease_ms", node.lease().toMillis());
        var nodes = cluster.putArray("nodes");
        for (var one : view.nodes()) nodes.add(node(one, view, told));
        var shards = cluster.putArray("shards");
        for (var shard : view.shards()) shards.add(shard(shard, told));
        return cluster;
    }

    private static ObjectNode node(Leases.Node one, ClusterView view, Map<String, JsonNode> told) {
        var entry = Json.object();
        entry.put("id", one.id()).put("address", one.member().address()).put("version", one.member().version());
        entry.put("state", !one.alive() ? "SILENT" : one.draining() ? "DRAINING" : "UP");
        entry.put("heartbeat_age_ms", one.silence().toMillis());
        entry.put("shards", view.shards().stream().filter(shard -> shard.owner().equals(one.id())).count());
        JsonNode said = told.get(one.id());
        if (said != null) {
            entry.put("live_runs", sum(said, "live_runs")).put("messages_waiting", sum(said, "messages_waiting"));
            entry.put("attempts_running", said.path("attempts_running").asInt());
        }
        return entry;
    }

    private static long sum(JsonNode said, String name) {
        long sum = 0;
        for (JsonNode shard : said.path("shards")) sum += shard.path(name).asLong();
        return sum;
    }

    private static ObjectNode shard(Leases.Shard shard, Map<String, JsonNode> told) {
        var entry = Json.object();
        entry.put("shard", shard.shard()).put("owner", shard.owner());
        entry.put("epoch", shard.epoch()).put("sequence", shard.sequence());
        JsonNode said = told.getOrDefault(shard.owner(), Json.object());
        for (JsonNode one : said.path("shards")) {
            if (one.path("shard").asInt() == shard.shard())
                for (String name : List.of("live_runs", "messages_waiting", "lag_ms")) entry.set(name, one.get(name));
        }
        return entry;
    }

    /** What those nodes say that answer in time, by their ids. */
    private Map<String, JsonNode> told(List<Leases.Node> nodes) {
        var told = new HashMap<String, JsonNode>();
        told.put(peers.me(), figures());
        var asked = new HashMap<String, Future<Optional<JsonNode>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : nodes) {
                boolean other = one.alive() && !one.id().equals(peers.me()) && !one.member().address().isEmpty();
                if (other) asked.put(one.id(), threads.submit((Callable<Optional<JsonNode>>) () -> ask(one.member())));
            }
        }
        asked.forEach((id, answer) -> {
            try {
                answer.get().ifPresent(said -> told.put(id, said));
            } catch (ExecutionException | InterruptedException unanswered) {
                // its figures are left out
            }
        });
        return told;
    }

    private Optional<JsonNode> ask(Leases.Member other) throws InterruptedException {
        var request = new Peers.Request("GET", ONE_NODE, Optional.empty(), Map.of(), new byte[0]);
        return peers.call(other, request, PATIENCE, () -> true) instanceof Peers.Outcome.Answered answered
                        && answered.status() == 200
                ? Optional.of(Json.parse(answered.body()))
                : Optional.empty();
    }
}
