package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.model.definition.Definitions;
import maestro.model.definition.TemplateTypes;
import maestro.model.json.Yaml;
import maestro.runtime.store.Reads.Window;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;

/** The examples that start by themselves, or wait, with time and signals that the test gives. */
class ScheduledExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);

    private final Driver driver = new Driver();

    private static Workflows example(String file) throws IOException {
        var tree = Yaml.parse(Files.readString(EXAMPLES.resolve(file)));
        return written(Definitions.toJson(Definitions.fromJson(
                Definitions.translated(tree, TemplateTypes.NONE).request())));
    }

    private List<RunRow> runs(String id) {
        return driver.reads().instances(id, new Window(false, 200, Optional.empty())).rows().reversed();
    }

    private String hour(RunRow row) {
        return (String) RunHead.read(row.head()).params().get("hour").result();
    }

    @Test
    void anHourlyPipelineRunsEachHour_andMakesUpForTheNewestSix() throws IOException {
        driver.publish(example("hourly/hourly.yaml"));
        driver.advance(Duration.ofHours(1));
        assertThat(runs("hourly")).hasSize(1);
        driver.done(new Driver.Run("hourly", 1), "load");
        driver.away(Duration.ofDays(1)).advanceSeconds(1);
        for (int instance = 2; instance <= 7; instance++) {
            driver.done(new Driver.Run("hourly", instance), "load");
        }
        var last = Instant.ofEpochMilli(driver.now()).minusSeconds(5 * 60);
        assertThat(runs("hourly").stream().skip(1).map(this::hour))
                .isEqualTo(List.of(5, 4, 3, 2, 1, 0).stream()
                        .map(ago -> HOUR.format(last.minus(Duration.ofHours(ago))))
                        .toList());
        driver.advance(Duration.ofHours(1));
        assertThat(runs("hourly")).hasSize(8);
    }

    @Test
    void aStepWaitsForTwoSignalsOfOneDay_andAnnouncesItsOwn() throws IOException {
        var run = driver.run(example("two-signals/two-signals.yaml"));
        driver.announce("orders_ready", Map.of("day", 20260105L, "region", "eu"));
        driver.announce("rates_ready", Map.of("day", 20260104L));
        assertThat(driver.attempts(run, "join")).isEqualTo("WAITING_FOR_SIGNALS");
        driver.announce("rates_ready", Map.of("day", 20260105L));
        assertThat(driver.attempts(run, "join")).isEqualTo("RUNNING");
        var row = driver.reads().attempt(driver.row(run).runKey(), "join", 1).orElseThrow();
        assertThat(StepDetail.read(row).params().get("region").result()).isEqualTo("eu");
        driver.done(run, "join");
        assertThat(driver.store.signals().latest("joined").orElseThrow().params()).isEqualTo(Map.of("day", 20260105L));
    }

    @Test
    void threeDatasetsOfOneRegionStartARun() throws IOException {
        driver.publish(example("datasets/datasets.yaml"));
        driver.announce("stock_in", Map.of("region", "us"));
        for (String name : List.of("stock_in", "orders_in", "rates_in")) {
            assertThat(runs("datasets")).isEmpty();
            driver.announce(name, Map.of("region", "eu"));
        }
        assertThat(runs("datasets")).hasSize(1);
        assertThat(RunHead.read(runs("datasets").getFirst().head()).signals().get("orders_in"))
                .isEqualTo(Map.of("region", "eu"));
    }
}
