package maestro.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import maestro.model.json.Json;
import maestro.server.MaestroServer;
import maestro.server.config.ConfigException;
import maestro.server.config.ServerConfig;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.SharedPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks https, and nodes that do so with each other. */
class ServerTlsTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void certificate() throws Exception {
        Certificates.write(dir, "first");
    }

    private ServerConfig config(DatabaseConfig database, String node, Map<String, String> more) {
        var flags = new HashMap<>(Map.of(
                "server.port", "0", "data.dir", dir.resolve(node).toString(), "node.id", node, "database.url", database.url(),
                "database.user", database.user(), "database.password", database.password(), "database.pool-size", "4",
                "server.tls.cert", dir.resolve("cert.pem").toString(), "server.tls.key", dir.resolve("key.pem").toString(),
                "cluster.ca", dir.resolve("cert.pem").toString()));
        flags.putAll(more);
        return ServerConfig.load(Optional.empty(), Map.of(), flags).config();
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(Trust.of(dir.resolve("cert.pem"))).build();
    }

    @Test
    void callersAndNodesSpeakHttps() throws Exception {
        var database = SharedPostgres.fresh();
        try (var one = MaestroServer.start(config(database, "one", Map.of()));
                var two = MaestroServer.start(config(database, "two", Map.of()))) {
            assertThat(one.address().getScheme()).isEqualTo("https");
            var version = client().send(HttpRequest.newBuilder(one.address().resolve("/version")).build(), BodyHandlers.ofString());
            assertThat(version.headers().firstValue("strict-transport-security")).isPresent();
            for (int i = 0; i < 16; i++) { // some belong to one node, some to the other
                post(one.address(), "/api/v3/workflows", """
                        {"properties": {"owner": "o"}, "workflow": {"id": "w%d", "steps": [
                            {"step": {"id": "a", "type": "NoOp"}}]}}""".formatted(i));
                assertThat(Json.parse(post(two.address(), "/api/v3/workflows/w" + i + "/versions/latest/actions/start",
                        "{\"initiator\": {\"type\": \"manual\"}}")).path("status").asString()).isEqualTo("CREATED");
            }
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(one.address()).build(), BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(plain(one.address())).doesNotContain("200");
        }
    }

    private String post(URI server, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("user", "amy")
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        var reply = client().send(request, BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** What a caller without TLS gets. */
    private static String plain(URI server) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /version HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException cut) {
            return "";
        }
    }

    @Test
    void aNewCertificateIsTakenAndABadOneIsNot() throws Exception {
        var taken = new LinkedBlockingQueue<io.helidon.common.tls.Tls>();
        var files = new ServerConfig.Tls(dir.resolve("cert.pem"), dir.resolve("key.pem"));
        try (var tls = ServerTls.open(files, Duration.ofMillis(20))) {
            assertThat(tls.secondsLeft()).isBetween(29.0 * 86_400, 30.0 * 86_400);
            tls.watch(taken::add);
            Files.writeString(files.cert(), "nonsense");
            assertThat(taken.poll(200, TimeUnit.MILLISECONDS)).isNull();
            Certificates.write(dir, "second");
            var fresh = taken.poll(20, TimeUnit.SECONDS);
            assertThat(fresh).isNotNull();
            X509Certificate shown = fresh.prototype().privateKeyCertChain().getFirst();
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=second");
        }
    }

    @Test
    void whatCannotBeUsedIsSaidAtTheStart() throws Exception {
        var database = SharedPostgres.fresh();
        assertThatThrownBy(() -> config(database, "n", Map.of("server.tls.key", "")))
                .isInstanceOf(ConfigException.class);
        Path broken = Files.writeString(dir.resolve("broken.pem"), "nonsense");
        assertThatThrownBy(() -> MaestroServer.start(config(database, "n", Map.of("server.tls.cert", broken.toString()))))
                .hasMessageContaining("broken.pem").hasMessageContaining("PEM");
        assertThatThrownBy(() -> MaestroServer.start(
                config(database, "n", Map.of("server.tls.cert", dir.resolve("none").toString()))))
                .hasMessageContaining("cannot read");
    }
}
