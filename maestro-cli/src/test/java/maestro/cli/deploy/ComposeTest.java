package maestro.cli.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compose file holds together, and its health check tells a server that is ready from one that is not. */
class ComposeTest {
    private Tree compose;
    private Map<String, Tree> nodes;

    @BeforeEach
    void read() throws IOException {
        compose = Tree.all(Files.readString(Path.of("../deploy/compose/docker-compose.yml"))).getFirst();
        nodes = new TreeMap<>(compose.at("services").entries());
        nodes.remove("database");
    }

    @Test
    void eachNodeWaitsForTheDatabaseAndHasANamePortAndAddressOfItsOwn() {
        assertThat(nodes).hasSize(3);
        var ports = new HashSet<String>();
        nodes.forEach((name, node) -> {
            assertThat(node.at("depends_on/database/condition").text()).isEqualTo("service_healthy");
            assertThat(node.at("environment/MAESTRO_NODE_ID").text()).isEqualTo(name);
            assertThat(node.at("environment/MAESTRO_CLUSTER_ADDRESS").text()).isEqualTo("http://" + name + ":8080");
            assertThat(node.at("ports/0").text()).startsWith("127.0.0.1:").endsWith(":8080");
            assertThat(node.at("restart").text()).isEqualTo("always");
            assertThat(node.at("stop_grace_period").text()).isEqualTo("60s");
            ports.add(node.at("ports/0").text());
        });
        assertThat(ports).hasSize(nodes.size());
        assertThat(compose.at("services/database").has("healthcheck")).isTrue();
    }

    @Test
    void thePasswordIsASecretThatAllRead() {
        String secret = "database-password";
        assertThat(compose.at("secrets/" + secret + "/file").text()).isEqualTo("./" + secret);
        assertThat(compose.at("services/database/environment/POSTGRES_PASSWORD_FILE").text())
                .isEqualTo("/run/secrets/" + secret);
        compose.at("services").entries().values()
                .forEach(service -> assertThat(service.at("secrets/0").text()).isEqualTo(secret));
        nodes.values().forEach(node -> assertThat(node.at("environment/MAESTRO_DATABASE_PASSWORD_FILE").text())
                .isEqualTo("/run/secrets/" + secret));
    }

    @Test
    void nodesWantATokenAndKnowTheFirstOne() {
        assertThat(compose.at("secrets/admin-token/file").text()).isEqualTo("./admin-token");
        nodes.values().forEach(node -> {
            assertThat(node.at("environment/MAESTRO_AUTH_BOOTSTRAP_TOKEN_FILE").text())
                    .isEqualTo("/run/secrets/admin-token");
            assertThat(node.at("environment").entries()).doesNotContainKey("MAESTRO_AUTH_MODE"); // on by itself
        });
    }

    @Test
    void onlyTheDatabaseKeepsSomethingAndItsVolumeIsDeclared() {
        String volume = compose.at("services/database/volumes/0").text().replaceFirst(":.*", "");
        assertThat(compose.at("volumes").has(volume)).isTrue();
        nodes.values().forEach(node -> assertThat(node.has("volumes")).isFalse());
    }

    @Test
    void theEnvironmentIsMadeOfSettingsThatExist() throws IOException {
        String settings = Files.readString(Path.of("../docs/configuration.md"));
        nodes.values().forEach(node -> node.at("environment").entries().keySet()
                .forEach(name -> assertThat(settings).containsAnyOf(
                        "`" + name + "`", "`" + name.replaceFirst("_FILE$", "") + "`")));
    }

    @ParameterizedTest
    @CsvSource({"200, true", "503, false"})
    void theHealthCheckSeesWhetherAServerIsReady(int status, boolean well) throws Exception {
        var words = nodes.get("node-1").at("healthcheck/test").items().stream().map(Tree::text).toList();
        assertThat(words.getFirst()).isEqualTo("CMD");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, status));
            var command = words.subList(1, words.size()).stream()
                    .map(word -> word.replace("/127.0.0.1/8080", "/127.0.0.1/" + server.getLocalPort()))
                    .toList();
            assertThat(new ProcessBuilder(command).start().waitFor() == 0).isEqualTo(well);
        }
    }

    private static void answer(ServerSocket server, int status) {
        try (var socket = server.accept()) {
            var asked = new byte[1024];
            int length = socket.getInputStream().read(asked);
            boolean right = new String(asked, 0, length, US_ASCII).startsWith("GET /health/ready HTTP/1.0\r\n");
            socket.getOutputStream()
                    .write(("HTTP/1.0 " + (right ? status : 400) + " as asked\r\n\r\n{}").getBytes(US_ASCII));
        } catch (IOException gone) {
            // the check has what it wanted
        }
    }
}
