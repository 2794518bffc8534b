package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import maestro.core.definition.DefinitionCheck;
import maestro.core.definition.DefinitionCheck.Known;
import maestro.server.MaestroServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every example runs to the end that it is an example of, over a real server. */
class ExampleRunsTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Set<String> RUN = new HashSet<>();

    @TempDir
    private static Path folder;

    private static MaestroServer server;

    @BeforeAll
    static void start() {
        server = ServerStart.start(ServerStart.embedded(Map.of(), Optional.of(folder.resolve("data").toString())));
        var reuse = maestro("workflow", "push", EXAMPLES.resolve("reuse/longest.yaml").toString());
        assertThat(reuse.exit()).as(reuse.err()).isZero();
        RUN.add("reuse/longest.yaml"); // by reuse.yaml
        RUN.add("weather/weather.yaml"); // by OwnServerTest
        for (String file : List.of("hourly/hourly.yaml", "two-signals/two-signals.yaml", "datasets/datasets.yaml"))
            RUN.add(file); // by ScheduledExamplesTest
    }

    @AfterAll
    static void everyExampleWasRun() throws Exception {
        server.close();
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> EXAMPLES.relativize(file).toString().replace('\\', '/'))).allMatch(RUN::contains);
        }
    }

    private static Called maestro(String... line) {
        var all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--server", server.address().toString()));
        return Called.maestro(Map.of("MAESTRO_USER", "amy"), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            hello/hello.yaml               |                       | 0 | Good morning, there are
            hello/hello.yaml               | greeting=Good night   | 0 | Good night, there are
            etl/etl.yaml                   |                       | 0 | attempt 2: the source does not answer;1461 good;sun 640
            etl/etl.yaml                   | max_bad_share=-1.0    | 1 | nothing was loaded
            fan-out/fan-out.yaml           |                       | 0 | "[""attempt"",""iteration"",""run"",""step"",""workflow""];sum=31"
            fan-out/fan-out.yaml           | "words=[""one"", ""three""]" | 0 | sum=8
            poll/poll.yaml                 |                       | 0 | it is ready
            reuse/reuse.yaml               |                       | 0 | "[""Amazonas"",""Danube""];[""Matterhorn"",""Everest""]"
            nested-loops/nested-loops.yaml | pages=2               | 0 | each_region
            grid-search/grid-search.yaml   |                       | 0 | deployed model-
            grid-search/grid-search.yaml   | max_rmse=1.0          | 0 | the old model stays
            alarms/alarms.yaml             |                       | 0 | ALARM: step risky of instance;ended COMPLETED_WITH_ERROR
            alarms/alarms.yaml             | exit_code=0           | 0 | the run goes on
            """)
    void toItsEnd(String example, String param, int exit, String shown) {
        RUN.add(example);
        var line = new ArrayList<>(List.of("run", EXAMPLES.resolve(example).toString()));
        if (param != null) line.addAll(List.of("-p", param));
        for (String out : List.of("out_dir", "models")) {
            if (example.startsWith(out.equals("models") ? "grid" : "etl")) {
                line.addAll(List.of("-p", out + "=" + folder.resolve("out")));
            }
        }
        var called = maestro(line.toArray(String[]::new));
        assertThat(called.exit()).as(called.err() + called.out()).isEqualTo(exit);
        assertThat(called.out()).contains(shown.split(";"));
    }

    @Test
    void noExampleHasAProblem() throws Exception {
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                assertThat(DefinitionCheck.of(Files.readString(file), Known.nothing(1_700_000_000_000L)).problems())
                        .as(file.toString()).isEmpty();
            }
        }
    }
}
