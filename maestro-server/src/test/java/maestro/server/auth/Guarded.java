package maestro.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.server.MaestroServer;
import maestro.server.config.ServerConfig;
import maestro.server.http.Http;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.SharedPostgres;

/** A server with {@code auth.mode: tokens} on a PostgreSQL of its own, and its callers. */
final class Guarded implements AutoCloseable {
    final DatabaseConfig database;
    final MaestroServer server;
    final Http http;
    final Path dir;
    final String admin;

    Guarded(Path dir) {
        this(dir, SharedPostgres.fresh(), Map.of());
    }

    Guarded(Path dir, DatabaseConfig database, Map<String, String> more) {
        this.dir = dir;
        this.database = database;
        var flags = new HashMap<>(Map.of(
                "server.port", "0", "data.dir", dir.toString(), "node.id", dir.getFileName().toString(),
                "database.url", database.url(), "database.user", database.user(), "database.password",
                database.password(), "database.pool-size", "4", "auth.mode", "tokens", "auth.open", ""));
        flags.putAll(more);
        server = MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), flags).config());
        http = new Http(server.address());
        admin = bootstrapped(dir);
    }

    private static String bootstrapped(Path dir) {
        try {
            Path file = dir.resolve("admin-token");
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Http.Reply call(String token, String method, String path, String body) {
        String type = path.endsWith("/yaml") ? "application/yaml" : "application/json";
        String who = token.isEmpty() ? "" : ";;authorization: Bearer " + token;
        return http.call(method, path, "content-type: " + type + who, body);
    }

    Http.Reply get(String token, String path) {
        return call(token, "GET", path, "");
    }

    /** A token of a service with a role. */
    String service(String name, String role, String scope) {
        var reply = call(admin, "POST", "/api/v3/auth/tokens", """
                {"principal": "service:%s", "role": "%s", "scope": "%s"}""".formatted(name, role, scope));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("token").asString();
    }

    /** A token of a user, who may what was granted. */
    String user(String name) {
        var reply = call(admin, "POST", "/api/v3/auth/tokens", "{\"principal\": \"user:" + name + "\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("token").asString();
    }

    Http.Reply grant(String token, String subject, String role, String scope) {
        return call(token, "POST", "/api/v3/auth/grants", """
                {"subject": "%s", "role": "%s", "scope": "%s"}""".formatted(subject, role, scope));
    }

    Http.Reply push(String token, String id) {
        return call(token, "POST", "/api/v3/workflows", """
                {"properties": {"owner": "o"}, "workflow": {"id": "%s", "steps": [
                    {"step": {"id": "a", "type": "NoOp"}}]}}""".formatted(id));
    }

    Http.Reply start(String token, String id) {
        return call(token, "POST", "/api/v3/workflows/" + id + "/versions/latest/actions/start",
                "{\"initiator\": {\"type\": \"manual\"}}");
    }

    @Override
    public void close() {
        server.close();
    }
}
