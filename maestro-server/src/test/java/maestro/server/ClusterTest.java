package maestro.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import maestro.core.rule.ShardNumbers;
import maestro.model.json.Json;
import maestro.runtime.store.Leases;
import maestro.server.cluster.ClusterKey;
import maestro.server.cluster.Peers;
import maestro.server.config.ServerConfig;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.SharedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several whole servers on one PostgreSQL, talking HTTP to each other. */
class ClusterTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SECRET = "a secret of this test";
    private static final String STEP = "{\"step\": {\"id\": \"a\", \"type\": \"NoOp\"}}";
    private static final Pattern METRIC = Pattern.compile("`((?:maestro|jvm|process)_[a-z_]+)");
    private static final Pattern HELP = Pattern.compile("# HELP (\\w+)");
    private static final int SHARDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final DatabaseConfig database = SharedPostgres.fresh();
    private final Map<String, MaestroServer> servers = new HashMap<>();

    @AfterEach
    void close() {
        servers.values().forEach(MaestroServer::close);
    }

    private MaestroServer start(String name) {
        var flags = Map.of(
                "server.port", "0", "data.dir", dir.resolve(name).toString(), "node.id", name,
                "node.lease", "PT5S", "database.url", database.url(), "database.user", database.user(),
                "database.password", database.password(), "database.pool-size", "4", "cluster.secret", SECRET);
        var server = MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), flags).config());
        servers.put(name, server);
        return server;
    }

    /** The nodes named share all shards as evenly as can be, as every one of them sees it. */
    private void awaitEven(String... names) throws InterruptedException {
        for (String name : names)
            await(() -> {
                var counts = new ArrayList<Long>();
                for (String owner : names) counts.add(owned(servers.get(name), owner));
                long sum = counts.stream().mapToLong(Long::longValue).sum();
                return sum == SHARDS && counts.stream().allMatch(count -> count >= SHARDS / names.length);
            });
    }

    private static long owned(MaestroServer server, String owner) {
        long count = 0;
        for (JsonNode shard : get(server, "/api/v3/cluster").path("shards"))
            if (shard.path("owner").asString().equals(owner)) count++;
        return count;
    }

    private static void await(BooleanSupplier so) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var never = new CountDownLatch(1);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("did not come to pass").isLessThan(until);
            never.await(10, TimeUnit.MILLISECONDS);
        }
    }

    /** A workflow id of which a node owns the shard. */
    private static String ownedBy(MaestroServer server, String owner, String prefix) {
        JsonNode shards = get(server, "/api/v3/cluster").path("shards");
        for (int i = 0; ; i++) {
            String id = prefix + i;
            if (shards.get(ShardNumbers.of(id, SHARDS)).path("owner").asString().equals(owner)) return id;
        }
    }

    private static JsonNode get(MaestroServer server, String path) {
        var reply = call(server, "GET", path, Map.of(), "");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Json.parse(reply.body());
    }

    private static HttpResponse<String> post(MaestroServer server, String path, String body) {
        return call(server, "POST", path, Map.of("user", "amy"), body);
    }

    private static HttpResponse<String> call(
            MaestroServer server, String method, String path, Map<String, String> headers, String body) {
        var request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void push(MaestroServer server, String id, String step) {
        var reply = post(server, "/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": {"rule": "parallel", "workflow_concurrency": 100}},
                 "workflow": {"id": "%s", "steps": [%s]}}""".formatted(id, step));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    private static HttpResponse<String> startRun(MaestroServer server, String id, String requestId) {
        return call(server, "POST", "/api/v3/workflows/" + id + "/versions/latest/actions/start",
                Map.of("user", "amy", "idempotency-key", requestId), "{\"initiator\": {\"type\": \"manual\"}}");
    }

    private static Set<String> documentedMetrics() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        String section = page.substring(page.indexOf("\n## Metrics\n"), page.indexOf("\n## Log\n"));
        return names(METRIC.matcher(section));
    }

    private static Set<String> names(Matcher matches) {
        return matches.results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String ended(MaestroServer server, String id, long instance) {
        String path = "/api/v3/workflows/" + id + "/instances/" + instance;
        call(server, "GET", path + "/runs/1/events", Map.of("accept", "text/event-stream"), "");
        return get(server, path).path("status").asString();
    }

    @Test
    void everyNodeAnswersEveryCallAsTheOwnerWould() throws Exception {
        var north = start("north");
        var south = start("south");
        awaitEven("north", "south");
        String id = ownedBy(north, "south", "w");
        push(north, id, STEP);
        var first = startRun(north, id, "one");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(Json.parse(first.body()).path("workflow_instance_id").asLong()).isEqualTo(1);
        assertThat(startRun(north, id, "one").body()).contains("DUPLICATED");
        assertThat(Json.parse(startRun(south, id, "two").body()).path("workflow_instance_id").asLong()).isEqualTo(2);
        assertThat(ended(north, id, 1)).isEqualTo("SUCCEEDED");
        assertThat(ended(south, id, 2)).isEqualTo("SUCCEEDED");
        var wrong = post(north, "/api/v3/workflows/" + id + "/versions/latest/actions/start", "{\"initiator\": 7}");
        var direct = post(south, "/api/v3/workflows/" + id + "/versions/latest/actions/start", "{\"initiator\": 7}");
        assertThat(wrong.statusCode()).isEqualTo(direct.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).isEqualTo(direct.body());
        var nobody = call(north, "PUT", "/api/v3/workflows/" + id + "/actions/stop", Map.of(), "");
        assertThat(nobody.statusCode()).isEqualTo(400);
        assertThat(nobody.body()).contains("'user' header");
        String metrics = call(north, "GET", "/metrics", Map.of(), "").body();
        assertThat(metrics).contains("maestro_forwarded_total{outcome=\"answered\"} ")
                .contains("\nmaestro_shard_epoch{shard=\"").contains("\nmaestro_log_entries_total{level=\"error\"} ");
        assertThat(documentedMetrics()).isEqualTo(names(HELP.matcher(metrics)));
    }

    @Test
    void aCallIsPassedOnOnceAndOnlyNodesMayDoSo() throws Exception {
        var north = start("north");
        var south = start("south");
        awaitEven("north", "south");
        String id = ownedBy(north, "south", "w");
        push(south, id, STEP);
        String path = "/api/v3/workflows/" + id + "/versions/latest/actions/start";
        byte[] body = "{\"initiator\": {\"type\": \"manual\"}}".getBytes(UTF_8);
        var request = new Peers.Request(
                "POST", path, Optional.of("Ämy"), Map.of("content-type", List.of("application/json")), body);
        var key = new ClusterKey(SECRET, InstantSource.system());
        try (var peer = new Peers("east", key);
                var stranger = new Peers("east", new ClusterKey("another secret, wrong", InstantSource.system()))) {
            assertThat(peer.call(member(north), request, PATIENCE, () -> true))
                    .isInstanceOf(Peers.Outcome.Undone.class);
            var refused = (Peers.Outcome.Answered) stranger.call(member(south), request, PATIENCE, () -> true);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(get(south, "/api/v3/workflows/" + id + "/instances?first=1").path("elements")).isEmpty();
            var taken = (Peers.Outcome.Answered) peer.call(member(south), request, PATIENCE, () -> true);
            assertThat(taken.status()).isEqualTo(200);
        }
        assertThat(get(south, "/api/v3/workflows/" + id + "/instances/1").path("initiator").toString())
                .contains("Ämy");
        assertThat(post(south, "/cluster/nudge", "{\"shards\": [1]}").statusCode()).isEqualTo(403);
    }

    private static Leases.Member member(MaestroServer server) {
        return new Leases.Member("", "", server.address().toString(), "");
    }

    @Test
    void shardsMoveToAJoiningNodeAndFromALeavingOneWithoutARefusedCall() throws Exception {
        var north = start("north");
        awaitEven("north");
        String id = "steady";
        push(north, id, STEP);
        start("south");
        start("west");
        awaitEven("north", "south", "west");
        long runs = 0;
        for (String leaving : List.of("south", "west")) {
            var closer = Thread.ofVirtual().start(() -> servers.get(leaving).close());
            for (int i = 0; i < 40 || closer.isAlive(); i++) {
                var reply = startRun(north, id, leaving + i);
                assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
                runs++;
            }
            closer.join();
        }
        awaitEven("north");
        assertThat(Json.parse(startRun(north, id, "last").body()).path("workflow_instance_id").asLong())
                .isEqualTo(runs + 1);
    }

    @Test
    void aCallOfAWorkflowOnAnotherNodeTakesMillisecondsForItsLettersAreAnnounced() throws Exception {
        var north = start("north");
        start("south");
        awaitEven("north", "south");
        String child = ownedBy(north, "south", "child");
        String parent = ownedBy(north, "north", "parent");
        push(north, child, STEP);
        push(north, parent, """
                {"subworkflow": {"id": "call", "sync": true, "params": {
                    "subworkflow_id": {"type": "STRING", "value": "%s"},
                    "subworkflow_version": {"type": "STRING", "value": "latest"}}}}""".formatted(child));
        var times = new ArrayList<Long>();
        for (int i = 1; i <= 10; i++) {
            startRun(north, parent, "r" + i);
            assertThat(ended(north, parent, i)).isEqualTo("SUCCEEDED");
            JsonNode run = get(north, "/api/v3/workflows/" + parent + "/instances/" + i);
            times.add(run.path("end_time").asLong() - run.path("create_time").asLong());
        }
        // Without nudges a call and its end would wait for the looks of two nodes, half a second each on average.
        assertThat(times.stream().sorted().toList().get(5)).as("%s", times).isLessThan(300);
    }
}
