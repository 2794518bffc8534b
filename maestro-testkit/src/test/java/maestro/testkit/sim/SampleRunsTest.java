package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static maestro.testkit.build.Workflows.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import maestro.core.row.ChildState;
import maestro.core.row.LoopRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Published definitions run unchanged to the end that they describe; sleeps pass on the virtual clock. */
class SampleRunsTest {
    private static final Path FOLDER = Path.of("..", "maestro-model", "src", "test", "resources", "samples");
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(30);

    private final Driver driver = new Driver();

    /** Workflows that samples call and that are not among them. */
    private Run run(String sample) {
        driver.publish(workflow("sample-dag-test-3").noop("a").noop("b", "a").parallel(20));
        driver.publish(workflow("sample-nested-foreach-subworkflow-wf")
                .foreach("outer", 2, workflow("body").subworkflow("sub", "sample-dag-test-3")));
        driver.publish(workflow("sample-nested-subworkflow-foreach-wf")
                .subworkflow("sub", "sample-nested-foreach-subworkflow-wf"));
        driver.publish(written(read(FOLDER.resolve(sample + ".json"))));
        driver.announce("signal_a", Map.of("_step_dependency_sub_type", "input_signal", "foo", "bar"));
        driver.announce("signal_b", Map.of("key2", "value2"));
        var run = driver.start(sample);
        driver.advance(LONG_ENOUGH);
        return run;
    }

    private static JsonNode read(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            sample                   | status    | steps
            sample-conditional-wf    | SUCCEEDED | job.1=SUCCEEDED job.2=SUCCEEDED job.3=SUCCEEDED job.4=UNSATISFIED job.5=UNSATISFIED job.6=SUCCEEDED job.7=SUCCEEDED
            sample-dag-test-1        | SUCCEEDED | job.1=SUCCEEDED job.2=SUCCEEDED job.5=SUCCEEDED job.3=SUCCEEDED job.6=SUCCEEDED job.4=SUCCEEDED
            sample-foreach-wf        | SUCCEEDED | foreach-job=SUCCEEDED
            sample-while-wf          | SUCCEEDED | while-job=SUCCEEDED
            sample-subworkflow-wf    | SUCCEEDED | job1=SUCCEEDED job2=SUCCEEDED job3=SUCCEEDED job4=SUCCEEDED job5=SUCCEEDED job6=SUCCEEDED
            sample-mixed-wf          | SUCCEEDED | sub-step1=SUCCEEDED sub-step2=SUCCEEDED sub-step3=SUCCEEDED
            """)
    void aSampleEndsAsItSays(String sample, InstanceStatus status, String steps) {
        var run = run(sample);
        assertThat(driver.status(run)).isEqualTo(status);
        assertThat(driver.standings(run).split(" ")).containsExactlyInAnyOrder(steps.split(" "));
    }

    @Test
    void everySampleIsRunHere() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrder(
                            "sample-conditional-wf",
                            "sample-dag-test-1",
                            "sample-dag-test-10",
                            "sample-foreach-wf",
                            "sample-mixed-wf",
                            "sample-nested-foreach-wf",
                            "sample-subworkflow-wf",
                            "sample-while-wf");
        }
    }

    @Test
    void theLongGraphRunsAllItsSteps() {
        var run = run("sample-dag-test-10");
        assertThat(driver.status(run)).as(driver.statuses(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.statuses(run)).doesNotContain("FAILED").doesNotContain("RUNNING");
    }

    @Test
    void theForeachLoopsOverTheDays() {
        var run = run("sample-foreach-wf");
        var loop = driver.detail(run, "foreach-job").artifacts().get(LoopRow.FOREACH);
        assertThat(loop.get("total_loop_count")).hasToString("9");
        assertThat(rollup(loop, "/foreach_overview/rollup")).isEqualTo("SUCCEEDED=54");
    }

    private static String rollup(Object artifact, String path) {
        return Json.node(artifact).at(path).path("overview").propertyStream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().path("cnt").asLong())
                .collect(Collectors.joining(" "));
    }

    @Test
    void theWhileCountsTheDays() {
        var run = run("sample-while-wf");
        var loop = Json.node(driver.detail(run, "while-job").artifacts().get(LoopRow.WHILE));
        assertThat(Json.text(loop.at("/loop_param_values/i")))
                .isEqualTo("[20200106]");
    }

    @Test
    void eachSubworkflowStepHasARunOfItsOwn() {
        var run = run("sample-subworkflow-wf");
        var children = List.of("job1", "job2", "job3", "job4", "job5", "job6").stream()
                .map(step -> ChildState.of(driver.detail(run, step).artifacts()).orElseThrow().instanceId())
                .toList();
        assertThat(children).doesNotHaveDuplicates();
        assertThat(driver.runs("sample-dag-test-3")).isEqualTo("SUCCEEDED ".repeat(6).strip());
    }

    /** Six iterations, three values of i by two of j; each loops over the numbers from 1 to below i, then takes a nap. */
    @Test
    void theNestedForeachLoopsOverEachPair() {
        var run = run("sample-nested-foreach-wf");
        assertThat(driver.statuses(run)).isEqualTo("foreach-job=SUCCEEDED");
        var loop = driver.detail(run, "foreach-job").artifacts().get(LoopRow.FOREACH);
        assertThat(loop.get("total_loop_count")).hasToString("6");
        int naps = 6;
        int inner = 2 * (0 + 1 + 2);
        int loopsOverNothing = 2;
        assertThat(rollup(loop, "/foreach_overview/rollup")).isEqualTo("SUCCEEDED=" + (naps + inner + loopsOverNothing));
    }
}
