package maestro.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import maestro.model.json.Json;
import maestro.server.config.ServerConfig;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.SharedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Hooks of ended runs, on a whole server and a PostgreSQL, with a webhook on this machine. */
class HookTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FAILS = "{job: {id: a, type: shell, script: 'echo boom >&2; exit 3',"
            + " retry_policy: {error_retry_limit: 0}}}";

    @TempDir
    Path dir;

    private final DatabaseConfig database = SharedPostgres.fresh();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer receiver;
    private MaestroServer server;

    @BeforeEach
    void open() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", this::take);
        receiver.start();
        server = start(Map.of());
    }

    @AfterEach
    void close() {
        gate.countDown();
        server.close();
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.removeFirst(), -1);
        exchange.close();
    }

    private MaestroServer start(Map<String, String> more) {
        var flags = new HashMap<>(Map.of(
                "server.port", "0", "data.dir", dir.toString(), "node.id", "n1", "database.url", database.url(),
                "database.user", database.user(), "database.password", database.password(), "database.pool-size", "4",
                "steps.http.allow", "127.0.0.1", "metrics.workflows", "w"));
        flags.putAll(more);
        return MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), flags).config());
    }

    private JsonNode call(String method, String path, String type, String body) {
        try {
            var request = HttpRequest.newBuilder(server.address().resolve(path))
                    .header("Content-Type", type).header("user", "amy")
                    .method(method, BodyPublishers.ofString(body)).build();
            var response = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
            return Json.parse(response.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void push(String id, String hooks, String job) {
        call("POST", "/api/v3/workflows/yaml", "application/yaml",
                "workflow:\n  id: " + id + "\n  owner: amy\n" + hooks + "  jobs: [" + job + "]\n");
    }

    private void run(String id) {
        call("POST", "/api/v3/workflows/" + id + "/versions/latest/actions/start", "application/json",
                "{\"initiator\": {\"type\": \"manual\"}}");
    }

    private JsonNode await(String path, Predicate<JsonNode> wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        JsonNode seen = call("GET", path, "application/json", "");
        while (!wanted.test(seen)) {
            if (System.nanoTime() > until) throw new AssertionError("never as wanted: " + seen);
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            seen = call("GET", path, "application/json", "");
        }
        return seen;
    }

    private JsonNode hooks(String id, String status) throws InterruptedException {
        return await("/api/v3/workflows/" + id + "/instances/1/runs/1/hooks",
                list -> !list.isEmpty() && list.valueStream().allMatch(hook -> hook.path("status").asString().equals(status)));
    }

    private String webhook() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/x";
    }

    @Test
    void aFailureStartsAWorkflowOnceWithTheFactsOfTheRun() throws InterruptedException {
        push("tell", "", "{job: {id: a, type: shell, script: 'test \"$MAESTRO_PARAM_REASON\" && test $MAESTRO_PARAM_N = 1',"
                + " reason: '${ended_reason}', n: '${ended_instance_id}'}}");
        push("w", "  on_failure: {workflow: tell, params: {channel: data}}\n", FAILS);
        run("w");

        assertThat(hooks("w", "DONE").get(0).path("answer").asString()).isEqualTo("started tell instance 1");
        var told = await("/api/v3/workflows/tell/instances/1", view -> view.path("status").asString().equals("SUCCEEDED"));
        assertThat(told.at("/params/ended_workflow_id/evaluated_result").asString()).isEqualTo("w");
        assertThat(told.at("/params/ended_status/evaluated_result").asString()).isEqualTo("FAILED");
        assertThat(told.at("/params/ended_failed_steps/evaluated_result").get(0).asString()).isEqualTo("a");
        assertThat(told.at("/params/channel/evaluated_result").asString()).isEqualTo("data");
        var timeline = call("GET", "/api/v3/workflows/w/instances/1", "application/json", "").path("timeline").toString();
        assertThat(timeline).contains("Hooks to call after FAILURE");
    }

    @Test
    void aWebhookIsCalledAgainUntilItAnswersWell() throws InterruptedException {
        answers.add(503);
        push("w", "  on_success: {webhook: '" + webhook() + "'}\n", "{job: {id: a, type: noop}}");
        run("w");

        assertThat(hooks("w", "DONE").get(0).path("attempts").asInt()).isEqualTo(2);
        assertThat(bodies).hasSize(2);
        assertThat(keys.getFirst()).isNotBlank().isEqualTo(keys.getLast());
        assertThat(Json.parse(bodies.getLast()).path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(metrics())
                .contains("maestro_runs_ended_total{status=\"SUCCEEDED\"} 1", "maestro_hooks_done_total 1")
                .contains("maestro_workflow_last_success_timestamp_seconds{workflow=\"w\"}")
                .contains("maestro_run_duration_seconds_count{status=\"SUCCEEDED\"} 1");
    }

    private String metrics() {
        try {
            return CLIENT.send(HttpRequest.newBuilder(server.address().resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAServerWasAtWhenItWentIsDoneByTheNext() throws InterruptedException {
        gate = new CountDownLatch(1);
        push("w", "  on_failure: {webhook: '" + webhook() + "'}\n", FAILS);
        run("w");
        await("/api/v3/workflows/w/instances/1/runs/1/hooks", _ -> !bodies.isEmpty());
        server.close();
        gate.countDown();
        server = start(Map.of());

        assertThat(hooks("w", "DONE")).hasSize(1);
        assertThat(keys.getFirst()).isEqualTo(keys.getLast());
    }

    @Test
    void hostsThatHttpStepsMayNotCallAreNotCalled() throws InterruptedException {
        push("w", "  on_failure: {webhook: 'http://169.254.169.254/latest'}\n", FAILS);
        run("w");
        var hook = hooks("w", "FAILED").get(0);
        assertThat(hook.path("answer").asString()).contains("steps.http.allow");
        assertThat(hook.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void workflowsThatFailDoNotStartEachOtherForEver() throws InterruptedException {
        push("w", "  on_failure: [{workflow: w}, {workflow: nobody}]\n", FAILS);
        run("w");
        var first = await("/api/v3/workflows/w/instances/1/runs/1/hooks", list -> list.size() == 2
                && list.valueStream().noneMatch(hook -> hook.path("status").asString().equals("PENDING")));
        assertThat(first.get(1).path("status").asString()).isEqualTo("FAILED");
        await("/api/v3/workflows/w/instances/2", view -> view.path("status").asString().equals("FAILED"));
        assertThat(call("GET", "/api/v3/workflows/w/instances/2/runs/1/hooks", "application/json", "")).isEmpty();
    }
}
