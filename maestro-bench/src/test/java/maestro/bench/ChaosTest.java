package maestro.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A minute of what {@code scripts/bench.sh chaos} does for ten: three real servers and a real PostgreSQL. */
class ChaosTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrDoneTwiceWhileProcessesAreKilledAndPausedAndLinesAreCut() throws Exception {
        var figures = new Chaos(folder, Optional.empty(), Optional.empty(), System.nanoTime()).play(60);
        assertThat(figures.path("runs_checked").asInt()).isPositive();
        assertThat(figures.path("faults").size()).isPositive();
    }
}
