package maestro.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients of a cluster that is being broken: each starts runs through any node, and repeats a call that failed with the
 * same request id through any other until it is answered. Thread-safe.
 */
final class ChaosLoad {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final Duration CALL = Duration.ofSeconds(4);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** A run that was answered. */
    record Started(String workflow, long instance) {}

    private final List<URI> nodes;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final ConcurrentLinkedQueue<Started> started = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> waits = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();

    ChaosLoad(List<URI> nodes) {
        this.nodes = nodes;
    }

    List<Started> started() {
        return List.copyOf(started);
    }

    ObjectNode figures() {
        var figures = Json.object().put("runs_started", started.size()).put("calls", calls.sum());
        var failed = figures.putObject("calls_failed");
        new TreeMap<>(failures).forEach((why, count) -> failed.put(why, count.sum()));
        figures.set("start_to_answer_ms", Distribution.of(new ArrayList<>(waits)).toJson());
        return figures;
    }

    void push(ObjectNode definition) throws InterruptedException {
        untilAnswered("POST", WORKFLOWS, Json.bytes(definition), new SplittableRandom());
    }

    /** Starts runs one after another until it is time. */
    void client(List<String> workflows, long seed, long untilNanos, long pauseMillis) throws InterruptedException {
        var random = new SplittableRandom(seed);
        while (System.nanoTime() < untilNanos) {
            String workflow = workflows.get(random.nextInt(workflows.size()));
            long begin = System.nanoTime();
            start(workflow, Json.object(), random);
            waits.add((System.nanoTime() - begin) / 1e6);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
        }
    }

    /** @param runParams as a start request has them */
    void start(String workflow, ObjectNode runParams, SplittableRandom random) throws InterruptedException {
        var body = Json.object().put("request_id", UUID.randomUUID().toString());
        body.putObject("initiator").put("type", "manual");
        body.set("run_params", runParams);
        var answer = untilAnswered(
                "POST", WORKFLOWS + "/" + workflow + "/versions/latest/actions/start", Json.bytes(body), random);
        started.add(new Started(workflow, answer.get("workflow_instance_id").longValue()));
    }

    JsonNode get(String path) throws InterruptedException {
        return untilAnswered("GET", path, new byte[0], new SplittableRandom());
    }

    /** @throws IllegalStateException when it is refused for good, or nobody answers for two minutes */
    private JsonNode untilAnswered(String method, String path, byte[] body, SplittableRandom random)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < until) {
            try {
                calls.increment();
                var answer = once(method, nodes.get(random.nextInt(nodes.size())) + path, body);
                if (answer.statusCode() == 200) {
                    return StoredJson.parse(answer.body());
                }
                failed("HTTP " + answer.statusCode());
                if (answer.statusCode() != 503) {
                    throw new IllegalStateException(
                            method + " " + path + ": " + answer.statusCode() + " " + text(answer.body()));
                }
            } catch (IOException lost) {
                failed(lost.getClass().getSimpleName());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException(method + " " + path + " was not answered for two minutes");
    }

    private HttpResponse<byte[]> once(String method, String uri, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(CALL)
                .header("content-type", "application/json")
                .header("user", "chaos")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void failed(String why) {
        failures.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
