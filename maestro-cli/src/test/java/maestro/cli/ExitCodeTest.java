package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            status | body                                                     | exit | said
            200    | {}                                                       | 0    | ''
            400    | {"status":"BAD_REQUEST","message":"no such action"}      | 4    | no such action
            404    | {"status":"NOT_FOUND","message":"no such workflow"}      | 3    | no such workflow
            404    | {"title":"Not Found","status":404,"detail":"no path"}    | 3    | no path
            409    | {"status":"CONFLICT","message":"being deleted"}          | 4    | being deleted
            413    | ''                                                       | 4    | HTTP 413
            422    | {"message":"inline"}                                     | 4    | inline
            500    | {"message":"oh"}                                         | 6    | the server failed: oh
            503    | {"message":"starting"}                                   | 6    | try again in a moment
            502    | <html>proxy</html>                                       | 6    | HTTP 502
            """)
    void followsTheAnswer(int status, String body, int exit, String said) {
        try (var server = new FakeServer().on("GET /api/v3/workflows/a/versions/default", status, body)) {
            var called = maestro("workflow", "get", "a", "--server", server.url());
            assertThat(called.exit()).isEqualTo(exit);
            assertThat(called.err()).contains(said);
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidWithTheWayToStartOne() {
        String url;
        try (var server = new FakeServer()) {
            url = server.url();
        }
        var called = maestro("workflow", "list", "--server", url);
        assertThat(called.exit()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(called.err()).contains("no server answers at " + url).contains("maestro server");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workflow puhs                        | Did you mean `maestro workflow push`?
            wrokflow list                        | Did you mean `maestro workflow`?
            workflow list --limt 3               | Did you mean --limit?
            workflow list --sever x              | Did you mean --server?
            instance                             | Missing required subcommand
            instance stop                        | Missing required parameter
            instance stop a x                    | not the number of an instance: x
            workflow list --limit many           | Invalid value
            workflow list --server ftp://x       | not the address of a server
            run                                  | Missing required parameter: 'FILE'
            sel eval                             | give either expressions or --json
            config show --set server.prot=1      | did you mean server.port
            """)
    void aWrongCommandLineIsAUsageErrorAndSaysWhy(String line, String said) {
        var called = maestro(line.split(" "));
        assertThat(called.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(called.err()).contains(said);
        assertThat(called.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflow delte", "workflow kil x", "instance stpo a 1", "step skp a 1 b", "instance kll a 1"})
    void aTypoIsNeverTakenForSomethingThatEndsOrDeletes(String line) {
        var called = maestro(line.split(" "));
        assertThat(called.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(called.err()).doesNotContain("Did you mean");
    }

    @Test
    void theServerAndTheUserComeFromTheEnvironmentUnlessNamed() {
        try (var server = new FakeServer().on("GET /api/v3/workflows?first=50", 200, "{}")) {
            var env = Map.of("MAESTRO_SERVER", server.url() + "/", "MAESTRO_USER", "joe");
            assertThat(maestro(env, "workflow", "list").exit()).isZero();
            assertThat(server.last().user()).isEqualTo("joe");
            assertThat(maestro(env, "workflow", "list", "--user", "amy").exit()).isZero();
            assertThat(server.last().user()).isEqualTo("amy");
        }
    }
}
