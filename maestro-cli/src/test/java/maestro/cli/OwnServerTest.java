package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end: an own server, the database inside, a real pipeline. */
class OwnServerTest {
    private static final String EXAMPLE = Path.of("..", "examples", "weather", "weather.yaml").toString();

    @TempDir
    private Path folder;

    @Test
    void theExampleRunsOnAServerOfItsOwnAndAnAlarmIsRaisedWhenDaysAreMissing() throws Exception {
        var whole = run();
        assertThat(whole.exit()).as(whole.err() + whole.out()).isZero();
        assertThat(whole.out()).containsPattern("quality_alarm\\s+Shell\\s+UNSATISFIED").contains("check_input | days_missing=0");
        assertThat(Files.readString(folder.resolve("out/instance-1/report.md"))).contains("| 2015 | 1139 | 144 |");

        var rows = Files.readAllLines(Path.of("..", "examples", "weather", "seattle-weather.csv"));
        rows.removeIf(row -> row.startsWith("2013-03-1"));
        var gaps = Files.write(folder.resolve("gaps.csv"), rows);
        var alarm = run("-p", "input=" + gaps);
        assertThat(alarm.exit()).as(alarm.err() + alarm.out()).isZero();
        assertThat(alarm.out()).contains("quality_alarm | 10 days are missing, from 2013-03-10 to 2013-03-19");
        assertThat(Files.readString(folder.resolve("out/instance-2/report.md"))).contains("**Quality alarm**: 10 days");

        var wrong = run("-p", "input=/nonexistent");
        assertThat(wrong.exit()).isEqualTo(Exit.RUN_FAILED.code());
        assertThat(wrong.out()).contains("Step check_input ended FATALLY_FAILED").contains("cannot read '/nonexistent'");
    }

    private Called run(String... more) {
        var line = new ArrayList<>(List.of(
                "run", EXAMPLE, "--data", folder.resolve("data").toString(), "-p", "out_dir=" + folder.resolve("out")));
        line.addAll(List.of(more));
        return Called.maestro(Map.of("MAESTRO_USER", "amy"), line.toArray(String[]::new));
    }
}
