package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A deletion that was answered is done, whatever becomes of the process that answered. */
@Timeout(180)
class DeletionTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String READY = "Maestro is ready at ";
    private static final int RUNS = 40;

    @TempDir
    Path data;

    /** A server in a process of its own, on its own database. */
    private record Server(Process process, String url) implements AutoCloseable {
        static Server start(Path data) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(
                    java, "-Xmx256m", "-cp", System.getProperty("java.class.path"), "maestro.cli.Main",
                    "server", "--port=0", "--set=data.dir=" + data).redirectErrorStream(true).start();
            BufferedReader out = process.inputReader();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith(READY)) continue;
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> { })); // so that it never waits to print
                return new Server(process, line.substring(READY.length()).split(" ")[0]);
            }
            throw new AssertionError("the server ended with " + process.exitValue());
        }

        HttpResponse<String> call(String method, String path, String body) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(url + "/api/v3/workflows" + path))
                    .timeout(Duration.ofSeconds(60)).header("user", "amy").header("content-type", "application/json")
                    .method(method, BodyPublishers.ofString(body)).build();
            return CLIENT.send(request, BodyHandlers.ofString());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    private static String definition(String step) {
        return """
                {"properties": {"owner": "amy", "run_strategy": "PARALLEL"},
                 "workflow": {"id": "gone", "steps": [{"step": {"id": "%s", "type": "NoOp"}}]}}""".formatted(step);
    }

    @Test
    void aDeletionGoesOnAfterACrash() throws Exception {
        String start = "{\"initiator\": {\"type\": \"manual\"}}";
        try (var first = Server.start(data)) {
            assertThat(first.call("POST", "", definition("a")).statusCode()).isEqualTo(200);
            for (int i = 0; i < RUNS; i++) first.call("POST", "/gone/versions/latest/actions/start", start);
            while (!first.call("GET", "/gone/overview", "").body().contains("\"CREATED\":0,\"IN_PROGRESS\":0"))
                Thread.onSpinWait();
            assertThat(first.call("DELETE", "/gone", "").statusCode()).isEqualTo(200);
            first.kill();
        }
        try (var second = Server.start(data)) {
            assertThat(second.call("GET", "/gone/overview", "").statusCode()).isEqualTo(404);
            assertThat(second.call("DELETE", "/gone", "").statusCode()).isEqualTo(404);
            var pushed = second.call("POST", "", definition("b"));
            for (; pushed.statusCode() == 409; pushed = second.call("POST", "", definition("b")))
                assertThat(pushed.body()).contains("CONFLICT");
            assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(200);
            assertThat(pushed.body()).contains("\"workflow_version_id\":1");
            assertThat(second.call("POST", "/gone/versions/latest/actions/start", start).body())
                    .contains("\"workflow_instance_id\":" + (RUNS + 1));
            assertThat(second.call("GET", "/gone/instances/1", "").statusCode()).isEqualTo(404);
            assertThat(second.call("GET", "/gone/instances?first=200", "").body()).contains("\"total_count\":1");
        }
    }
}
