package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import maestro.model.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is pushed: the caller's error or a version, never the server's fault, and never a long wait. */
class PushFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int PUSHES = 150;

    private static final String JSON = """
            {"properties": {"owner": "amy", "run_strategy": {"rule": "PARALLEL", "workflow_concurrency": 3}},
             "workflow": {"id": "fuzz", "tags": ["t"], "timeout": "1 h", "params": {"x": {"type": "LONG", "value": 5},
               "m": {"type": "MAP", "value": {"k": {"type": "STRING", "expression": "'a' + x"}}}},
             "time_triggers": [{"type": "CRON", "cron": "15 6 * * 1-5", "timezone": "Europe/Madrid"}],
             "steps": [{"step": {"id": "a", "type": "NoOp", "transition": {"successors": {"f": "x > 1"}}}},
               {"foreach": {"id": "f", "params": {"loop_params": {"type": "MAP", "value": {"i": {"type": "LONG_ARRAY",
                 "value": [1, 2]}}}}, "steps": [{"step": {"id": "b", "type": "NoOp"}}]}}]}}""";
    private static final String YAML = """
            workflow:
              id: fuzz.yaml
              owner: amy
              run_strategy: parallel
              "!banner<string>": "return 'report for ' + region;"
              region: eu
              jobs:
                - job: {id: fetch, type: NoOp, transition: [IF region == 'eu' THEN done, OTHERWISE done2]}
                - job: {id: done, type: noop}
                - foreach: {id: done2, ranges: {n: {from: 1, to: 4}}, jobs: [{job: {id: in, type: noop}}]}
            """;
    private static final String[] PIECES = {"{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e999999999",
        "-9223372036854775809", "\u0000", "\\u0000", "\\ud800", "\ud83d\ude00", "''", "- ", "&a [*a]", "*a", "!!binary x",
        "<<: ", "\t", "\r\n", "${", "${x}", "$x", "params['", "id", "\"id\":\"fuzz\",", "steps", "while(true){}", "#", "---\n",
        "? ", "| ", "%YAML 9.9\n", "0x7fffffffffffffffffff", ".inf", "__", "maestro_", "\ufeff"};

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingThatIsPushedIsTheServersFault(long seed) throws Exception {
        var random = new Random(seed);
        try (var server = new Running()) {
            push(server, true, JSON.getBytes(StandardCharsets.UTF_8)); // loads the classes
            push(server, false, YAML.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < PUSHES; i++) {
                boolean json = random.nextBoolean();
                byte[] body = body(random, json);
                long began = System.nanoTime();
                var reply = push(server, json, body);
                long took = System.nanoTime() - began;
                if (took >= PATIENCE.toNanos()) { // a busy machine may have been elsewhere: the second try counts
                    began = System.nanoTime();
                    push(server, json, body);
                    took = System.nanoTime() - began;
                }
                String what = "seed " + seed + " push " + i + ": " + reply.body();
                assertThat(reply.statusCode()).as(what).isLessThan(500);
                assertThat(took).as(what).isLessThan(PATIENCE.toNanos());
                if (reply.statusCode() != 200) assertThat(Json.parse(reply.body()).has("status")).as(what).isTrue();
            }
        }
    }

    private static byte[] body(Random random, boolean json) {
        String valid = json ? JSON : YAML;
        return switch (random.nextInt(8)) {
            case 0 -> bytes(nested(random));
            case 1 -> noise(random);
            case 2 -> bytes(valid.replace("NoOp", "x".repeat(random.nextInt(300_000))));
            case 3 -> valid.getBytes(List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_16LE).get(random.nextInt(3)));
            default -> mutated(random, bytes(valid));
        };
    }

    private static String nested(Random random) {
        int depth = 1 << random.nextInt(17);
        String open = List.of("[", "{\"workflow\":", "{\"a\":[", "- ").get(random.nextInt(4));
        return open.repeat(depth) + "1";
    }

    private static byte[] noise(Random random) {
        var noise = new byte[random.nextInt(5_000)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] mutated(Random random, byte[] valid) {
        byte[] bytes = valid;
        for (int i = random.nextInt(6); i >= 0; i--) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            String piece = random.nextInt(3) == 0 ? "" : PIECES[random.nextInt(PIECES.length)];
            bytes = bytes(random.nextInt(12) == 0
                    ? text + text.substring(at)
                    : text.substring(0, at) + piece + text.substring(random.nextBoolean() ? at : to));
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> push(Running server, boolean json, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.http.base() + "/api/v3/workflows" + (json ? "" : "/yaml")))
                .header("user", "amy")
                .header("content-type", json ? "application/json" : "application/yaml")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
