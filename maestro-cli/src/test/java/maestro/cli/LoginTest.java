package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.server.MaestroServer;
import maestro.server.config.ServerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a server that wants tokens, from the first one on. */
class LoginTest {
    @TempDir
    private Path dir;
    private MaestroServer server;

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void start() {
        server = MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), Map.of(
                "server.port", "0", "data.dir", dir.resolve("data").toString(), "auth.mode", "tokens")).config());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Said run(String input, Map<String, String> more, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var env = new HashMap<>(Map.of(
                "XDG_CONFIG_HOME", dir.resolve("config").toString(), "MAESTRO_SERVER", server.address().toString()));
        env.putAll(more);
        int exit = MaestroCommand.run(
                new Terminal(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8), env, false, 24, 200),
                words);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Said run(String... words) {
        return run("", Map.of(), words);
    }

    @Test
    void theWayInAndWhatOneMayDoThere() throws Exception {
        assertThat(run("workflow", "list").err()).contains("This server wants a token").contains("maestro login");
        assertThat(run("nonsense\n", Map.of(), "login", "--token-stdin").exit()).isEqualTo(Exit.REFUSED.code());
        String first = Files.readString(dir.resolve("data").resolve("admin-token"));
        assertThat(run(first, Map.of(), "login", "--token-stdin").out()).contains("You are user:admin");
        Path kept = dir.resolve("config").resolve("maestro").resolve("tokens.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");
        assertThat(run("whoami").out()).contains("user:admin").contains("admin");

        assertThat(run("auth", "grant", "operator", "user:ann", "--scope", "finance.").exit()).isZero();
        String ann = run("token", "create", "--for", "user:ann").out().strip();
        var asAnn = Map.of("MAESTRO_TOKEN", ann);
        assertThat(run("", asAnn, "whoami").out()).contains("user:ann").contains("finance.");
        assertThat(run("auth", "check", "start", "finance.daily", "--who", "user:ann").out())
                .isEqualTo("yes: operator of finance.\n");
        assertThat(run("", asAnn, "auth", "check", "write", "finance.daily").out()).startsWith("no:");
        assertThat(run("", asAnn, "auth", "audit").err()).contains("may not 'audit'");
        assertThat(run("auth", "audit").out()).contains("grant").contains("user:ann");
        assertThat(run("auth", "revoke", "operator", "user:ann", "--scope", "finance.").out()).contains("any more");
        assertThat(run("auth", "revoke", "operator", "user:ann", "--scope", "finance.").out()).contains("no such grant");

        assertThat(run("token", "revoke", ann.substring(4, 14)).out()).contains("is revoked");
        assertThat(run("", asAnn, "whoami").err()).contains("it was revoked").contains("MAESTRO_TOKEN");
        assertThat(run("logout", "--revoke").out()).contains("forgotten");
        assertThat(run("whoami").exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(run(first, Map.of(), "login", "--token-stdin").err()).contains("it was revoked");
    }

    @Test
    void anOperatorsTokenFileGetsInWhoLostAllTokens() throws Exception {
        String made = run("token", "generate").out().strip();
        Path file = Files.writeString(dir.resolve("mine"), made);
        stop();
        server = MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), Map.of(
                "server.port", "0", "data.dir", dir.resolve("data").toString(), "auth.mode", "tokens",
                "auth.bootstrap-token-file", file.toString())).config());
        assertThat(run("", Map.of("MAESTRO_TOKEN_FILE", file.toString()), "whoami").out()).contains("user:admin");
    }
}
