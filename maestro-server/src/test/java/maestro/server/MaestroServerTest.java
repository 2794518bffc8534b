package maestro.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.server.config.ServerConfig;
import maestro.store.embedded.EmbeddedFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole server on its embedded database. */
class MaestroServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path dir;

    @Test
    void whatWasAnsweredIsThereAfterARestart() throws Exception {
        try (var server = MaestroServer.start(config(Map.of()))) {
            call(server, "POST", "/api/v3/workflows", """
                    {"properties": {"owner": "amy"}, "workflow": {"id": "whole", "steps": [
                        {"step": {"id": "say", "type": "Shell", "params": {
                            "script": {"type": "STRING", "value": "echo hello"}}}}]}}""");
            call(server, "POST", "/api/v3/workflows/whole/versions/latest/actions/start",
                    "{\"initiator\": {\"type\": \"manual\"}}");
            text(server, "/api/v3/workflows/whole/instances/1/runs/1/events"); // ends with the run
            assertThat(call(server, "GET", "/api/v3/workflows/whole/instances/1", "").path("status").asString())
                    .isEqualTo("SUCCEEDED");
            String logs = "/api/v3/workflows/whole/instances/1/runs/1/steps/say/attempts/1/logs";
            assertThat(text(server, logs + "?follow=true")).contains("data: hello\n");
            assertThatThrownBy(() -> MaestroServer.start(config(Map.of()))).isInstanceOf(EmbeddedFailure.class);
        }
        try (var server = MaestroServer.start(config(Map.of()))) {
            assertThat(call(server, "GET", "/api/v3/workflows/whole/instances/1", "").path("status").asString())
                    .isEqualTo("SUCCEEDED");
            assertThat(text(server, "/metrics")).contains("maestro_shards_owned 64");
            assertThat(server.ended()).isNotDone();
        }
    }

    private static String judged(String id, String more) {
        return """
                {"step": {"id": "%s", "type": "Http", "failure_mode": "IGNORE_FAILURE", "params": {%s
                    "http": {"type": "MAP", "value": {"url": {"type": "STRING", "value": "URL"}}}}}}"""
                .formatted(id, more.isEmpty() ? "" : """
                        "state_expr": {"type": "STRING", "value": "%s"},""".formatted(more));
    }

    @Test
    void httpStepsTellWhatTheyWereAnsweredHoweverTheyEnd() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, 4);
            exchange.getResponseBody().write("gone".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.start();
        var url = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
        try (var server = MaestroServer.start(config(Map.of("steps.http.allow", "127.0.0.1")))) {
            call(server, "POST", "/api/v3/workflows", """
                    {"properties": {"owner": "amy"}, "workflow": {"id": "asks", "steps": [%s, %s, %s, %s]}}"""
                    .formatted(
                            judged("fatal", ""),
                            judged("stopped", "status_code == 404 ? 'STOPPED' : 'DONE'"),
                            judged("late", "'TIMED_OUT'"),
                            judged("done", "response_body == 'gone' ? 'DONE' : 'FATAL_ERROR'"))
                    .replace("URL", url));
            call(server, "POST", "/api/v3/workflows/asks/versions/latest/actions/start",
                    "{\"initiator\": {\"type\": \"manual\"}}");
            text(server, "/api/v3/workflows/asks/instances/1/runs/1/events"); // ends with the run
            var ends = Map.of(
                    "fatal", "COMPLETED_WITH_ERROR", "stopped", "STOPPED", "late", "TIMED_OUT", "done", "SUCCEEDED");
            for (var end : ends.entrySet()) {
                var step = call(server, "GET", "/api/v3/workflows/asks/instances/1/steps/" + end.getKey(), "");
                assertThat(step.at("/runtime_state/status").asString()).as(step.toString()).isEqualTo(end.getValue());
                assertThat(step.at("/params/status_code/evaluated_result").asLong()).isEqualTo(404);
                assertThat(step.at("/params/status_code/source").asString()).isEqualTo("OUTPUT_PARAMETER");
                assertThat(step.at("/params/response_body/evaluated_result").asString()).isEqualTo("gone");
                assertThat(step.at("/artifacts/maestro_http/status").asString())
                        .isEqualTo(end.getKey().matches("done|stopped") ? "SUCCESS" : "FAILED");
            }
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aDatabaseThatIsDownIsToldByItsAddress() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var config = config(Map.of("database.url", "jdbc:postgresql://127.0.0.1:" + free + "/none?password=hunter2"));
        assertThatThrownBy(() -> MaestroServer.start(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + free)
                .hasMessageContaining("database.url")
                .message().doesNotContain("hunter2");
    }

    private ServerConfig config(Map<String, String> more) {
        var flags = new HashMap<>(Map.of("server.port", "0", "data.dir", dir.toString()));
        flags.putAll(more);
        return ServerConfig.load(Optional.empty(), Map.of(), flags).config();
    }

    private static JsonNode call(MaestroServer server, String method, String path, String body) throws Exception {
        return Json.parse(send(server, method, path, body));
    }

    private static String text(MaestroServer server, String path) throws Exception {
        return send(server, "GET", path, "");
    }

    private static String send(MaestroServer server, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("user", "amy").header("content-type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        var response = CLIENT.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
