package maestro.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.server.config.ServerConfig.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
    @TempDir
    Path dir;

    @Test
    void withoutSourcesTheDefaultsAreInForce() {
        ServerConfig config = ServerConfig.load(Optional.empty(), Map.of("HOME", "/home/amy"), Map.of()).config();
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().bodyBytesMax()).isEqualTo(2 << 20);
        assertThat(config.dataDir()).isEqualTo(Path.of("/home/amy/.local/share/maestro"));
        assertThat(config.database().url()).isEmpty();
        assertThat(config.node().id()).isEmpty();
        assertThat(config.node().lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.steps().shell().enabled()).isTrue();
        assertThat(config.steps().cancelGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.shards()).isEqualTo(64);
    }

    @Test
    void aLaterSourceWins() throws IOException {
        Path file = file("server:\n  host: 10.0.0.1\n  port: 1\n  max-connections: 7\ndata.dir: /a\n");
        Loaded loaded = load(file, Map.of("MAESTRO_SERVER_PORT", "2", "MAESTRO_DATA_DIR", "/b"),
                Map.of("server.port", "3"));
        assertThat(loaded.config().http().connectionsMax()).isEqualTo(7);
        assertThat(loaded.config().dataDir()).isEqualTo(Path.of("/b"));
        assertThat(loaded.config().http().port()).isEqualTo(3);
        assertThat(loaded.origins())
                .contains(
                        new Origin("server.max-connections", "7", file + ":4"),
                        new Origin("data.dir", "/b", "MAESTRO_DATA_DIR"),
                        new Origin("server.port", "3", "flag"),
                        new Origin("node.lease", "PT5S", "default"))
                .extracting(Origin::key)
                .containsExactlyElementsOf(Keys.ALL.stream().map(Key::name).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 |       | true
            localhost |       | true
            ::1       |       | true
            0.0.0.0   |       | false
            10.1.2.3  |       | false
            0.0.0.0   | true  | true
            127.0.0.1 | false | false
            """)
    void shellStepsAreOffWhereOthersCanReachTheServer(String host, String given, boolean enabled) {
        Map<String, String> flags = given == null
                ? Map.of("server.host", host)
                : Map.of("server.host", host, "steps.shell.enabled", given);
        assertThat(load(Map.of(), flags).config().steps().shell().enabled()).isEqualTo(enabled);
    }

    @Test
    void listsMayBeWrittenAsListsOrWithCommas() throws IOException {
        Path file = file("steps: {shell: {env-allow: [PATH, LANG]}}");
        assertThat(load(file, Map.of(), Map.of()).config().steps().shell().envAllow()).containsExactly("PATH", "LANG");
        assertThat(load(Map.of("MAESTRO_STEPS_SHELL_ENV_ALLOW", "A, B"), Map.of()).config().steps().shell().envAllow())
                .containsExactly("A", "B");
    }

    @Test
    void httpStepsMayCallNobodyUnlessHostsAreListed() throws IOException {
        assertThat(load(Map.of(), Map.of()).config().steps().http().allow()).isEmpty();
        Path file = file("steps.http.allow: [api.example.com, 10.0.0.0/8, '::1']");
        assertThat(load(file, Map.of(), Map.of()).config().steps().http().allow())
                .containsExactly("api.example.com", "10.0.0.0/8", "::1");
        assertThat(problems(file("steps.http.allow: https://api.example.com"), Map.of(), Map.of())).singleElement()
                .asString().contains("steps.http.allow must list host names", "'https://api.example.com' is none");
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlace() throws IOException {
        Path file = file("server:\n  prot: 80\n  port: many\nnode.lease: PT0S\n");
        assertThat(problems(file, Map.of("MAESTRO_SERVER_HOTS", "x", "MAESTRO_STPES_SHELL_ENABLED", "x", "MAESTRO_ENGINE_SHARDS", "0",
                                "MAESTRO_PORT", "tcp://10.0.0.1:80"),
                        Map.of("data-dir", "x")))
                .containsExactlyInAnyOrder(
                        file + ":2: unknown setting server.prot; did you mean server.port?",
                        file + ":3: server.port must be a whole number, not many",
                        file + ":4: node.lease must be from PT1S to PT5M, not PT0S",
                        "MAESTRO_STPES_SHELL_ENABLED: unknown setting; did you mean MAESTRO_STEPS_SHELL_ENABLED?",
                        "MAESTRO_SERVER_HOTS: unknown setting; did you mean MAESTRO_SERVER_HOST?",
                        "MAESTRO_ENGINE_SHARDS: engine.shards must be from 1 to 1024, not 0",
                        "flag: unknown setting data-dir; did you mean data.dir?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'server: [port'            | 'not valid YAML'
            'hello'                    | 'must be keys and values'
            'server: {port: 1, port: 2}' | 'was already set at'
            """)
    void aBrokenFileIsToldWithItsLine(String text, String part) throws IOException {
        Path file = file(text);
        assertThat(problems(file, Map.of(), Map.of())).singleElement().asString()
                .startsWith(file + ":1").contains(part);
    }

    @Test
    void anEmptyFileSaysNothingAndAMissingOneIsAProblem() throws IOException {
        assertThat(load(file(""), Map.of(), Map.of()).config().http().port()).isEqualTo(8080);
        assertThat(problems(dir.resolve("absent.yaml"), Map.of(), Map.of())).singleElement().asString()
                .contains("absent.yaml: cannot be read");
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), "hunter2\n");
        Loaded loaded = load(Map.of(
                "MAESTRO_DATABASE_PASSWORD_FILE", secret.toString(),
                "MAESTRO_DATABASE_USER", "amy",
                "MAESTRO_DATABASE_URL", "jdbc:postgresql://h/db?password=hunter2&ssl=true"), Map.of());
        assertThat(loaded.config().database().password()).contains("hunter2");
        assertThat(loaded.show() + loaded.config()).doesNotContain("hunter2").contains("&ssl=true", "********");
    }

    @Test
    void aSecretIsGivenInOneWayOnly() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), "x");
        assertThat(problems(file(""), Map.of(
                        "MAESTRO_DATABASE_URL", "jdbc:postgresql:db",
                        "MAESTRO_DATABASE_PASSWORD", "y",
                        "MAESTRO_DATABASE_PASSWORD_FILE", secret.toString()), Map.of()))
                .containsExactly(
                        "MAESTRO_DATABASE_PASSWORD_FILE: set either this or MAESTRO_DATABASE_PASSWORD, not both");
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        assertThat(load(Map.of("MAESTRO_PARAM_X", "1", "MAESTRO_SERVER", "http://h", "PATH", "/bin"), Map.of())
                        .config().http().port())
                .isEqualTo(8080);
    }

    @Test
    void theDocumentedTableIsTheListOfKeys() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(text.substring(text.indexOf("<!-- keys -->\n") + "<!-- keys -->\n".length()))
                .isEqualTo(Keys.markdown());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("maestro.yaml"), text);
    }

    private static Loaded load(Map<String, String> env, Map<String, String> flags) {
        return ServerConfig.load(Optional.empty(), env, flags);
    }

    private static Loaded load(Path file, Map<String, String> env, Map<String, String> flags) {
        return ServerConfig.load(Optional.of(file), env, flags);
    }

    private static List<String> problems(Path file, Map<String, String> env, Map<String, String> flags) {
        return catchThrowableOfType(ConfigException.class, () -> load(file, env, flags)).problems();
    }
}
