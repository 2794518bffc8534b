package maestro.steps.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import maestro.model.param.ParamType;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts on their way into a script and out of it: what cannot be passed on is told, and nothing is altered. */
@Timeout(60)
class ShellTextTest {
    private static final Map<String, String> SERVER = Map.of("PATH", System.getenv("PATH"));

    @TempDir
    Path dir;

    private StepResult run(Recording context) throws InterruptedException {
        var config = new ShellConfig(true, 4, dir, Set.of(), SERVER);
        return new ShellRuntime(config, InstantSource.fixed(Instant.ofEpochMilli(5))).run(context);
    }

    @Test
    void theLastStateOfAProgressBarIsKept() throws Exception {
        var context = Recording.script("for i in $(seq 0 3000); do printf '\\rEpoch 1: %4d/3000' $i; done; exit 1");
        assertThat(run(context)).isInstanceOf(Failed.class);
        assertThat(context.lines(LogStream.OUT).getLast()).isEqualTo("Epoch 1: 3000/3000");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            printf 'file=caf\\351.csv\\n'            -> 1
            printf 'n=1\\n\\nfile=\\377\\376x\\n' -> 3
            printf 'n=1\\nfile=\\342\\202'           -> 2
            printf '{"file": "\\355\\240\\200"}'    -> 1
            """)
    void outputsThatAreNoUtf8AreTheAuthorsError(String print, int line) throws Exception {
        var context = Recording.script(print + " > $MAESTRO_OUTPUT")
                .with("file", ParamType.STRING, "").with("n", ParamType.LONG, 0L);
        assertThat(run(context)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(Failure.USER);
            assertThat(failed.message()).isEqualTo("MAESTRO_OUTPUT is not UTF-8 text (line " + line + ")");
        });
    }

    @Test
    void aNullAmongArgumentsAndVariablesIsTheAuthorsError() throws Exception {
        var args = Recording.script("echo").with("args", ParamType.STRING_ARRAY, new String[] {"a", null});
        assertThat(run(args)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(Failure.USER);
            assertThat(failed.message()).contains("'args'", "element 1 is null");
        });
        var map = new LinkedHashMap<String, String>();
        map.put("X", null);
        var env = Recording.script("echo").with("env", ParamType.STRING_MAP, map);
        assertThat(run(env)).isInstanceOfSatisfying(Failed.class, failed ->
                assertThat(failed.message()).contains("'env'", "null for 'X'"));
    }

    /** A server that was started without a UTF-8 locale. */
    static final class BareServer {
        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[0]);
            var runtime = new ShellRuntime(
                    new ShellConfig(true, 1, folder, Set.of(), SERVER), InstantSource.system());
            for (String name : new String[] {"caf\u00e9", "nicht-da-\u00e9"}) {
                var context = Recording.script("pwd").with("working_dir", ParamType.STRING, folder + "/own/" + name);
                System.out.println(runtime.run(context) instanceof Failed failed
                        ? failed.failure() + " " + failed.message().contains("No such file")
                        : context.lines(LogStream.OUT).getFirst().endsWith("/caf\u00e9"));
            }
        }
    }

    @Test
    void aWorkingFolderBeyondAsciiIsEnteredWhateverTheLocale() throws Exception {
        Files.createDirectories(dir.resolve("own").resolve("caf\u00e9"));
        var builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), BareServer.class.getName(), dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C");
        var server = builder.start();
        assertThat(new String(server.getInputStream().readAllBytes())).isEqualTo("true\nUSER true\n");
    }
}
