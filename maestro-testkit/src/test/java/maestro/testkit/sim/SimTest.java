package maestro.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens, what must hold holds. A failure names its seed, which then joins the regressions here. More seeds:
 * {@code -Dmaestro.sim.seeds=20000 -Dmaestro.sim.from=1000}, half of them above and half below 0.
 */
class SimTest {
    private static final long FROM = Long.getLong("maestro.sim.from", 1);
    private static final long SEEDS = Long.getLong("maestro.sim.seeds", 5_000);
    private static final int SEEDS_FOR_A_BUG = 1_000;

    @Test
    void everythingHoldsWhateverTheSeed() {
        LongStream.range(FROM, FROM + (SEEDS + 1) / 2)
                .parallel()
                .flatMap(seed -> LongStream.of(seed, -seed))
                .forEach(seed -> new Sim(seed).run());
    }

    /** Rules that throw, rows that are refused or cannot be read: every other run ends as it should. */
    @Test
    void oneBadRunHurtsNobodyElse() {
        LongStream.range(FROM, FROM + (SEEDS + 9) / 10)
                .parallel()
                .flatMap(seed -> LongStream.of(seed, -seed))
                .forEach(seed -> Sim.mined(seed).run());
    }

    /** Kept for as long as a simulation with them does what it did when it failed. */
    @ParameterizedTest
    @ValueSource(longs = {9, 91, 479, 653, 1938, 1_011_639, 2_020_548, 5_007_939, 10_073_251, 10_174_717, 10_490_407})
    void seedsThatFoundABugOnce(long seed) {
        assertDoesNotThrow(() -> new Sim(seed).run());
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(Bug bug) {
        boolean found = LongStream.rangeClosed(1, SEEDS_FOR_A_BUG).anyMatch(seed -> fails(seed, bug));
        assertThat(found).isTrue();
    }

    @Test
    void theSameSeedFailsAlike() {
        long seed = LongStream.rangeClosed(1, SEEDS_FOR_A_BUG)
                .filter(candidate -> fails(candidate, Bug.RELEASED_EARLY))
                .findFirst()
                .orElseThrow();
        assertThat(failure(seed)).isEqualTo(failure(seed)).startsWith("seed " + seed + ": ");
    }

    private static boolean fails(long seed, Bug bug) {
        try {
            (bug.mined() ? Sim.mined(seed, bug) : new Sim(seed, bug)).run();
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }

    private static String failure(long seed) {
        try {
            new Sim(seed, Bug.RELEASED_EARLY).run();
            return "nothing";
        } catch (AssertionError found) {
            return found.getMessage();
        }
    }
}
