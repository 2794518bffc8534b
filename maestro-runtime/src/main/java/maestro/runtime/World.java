package maestro.runtime;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All that is not a function of stored state: time and chance. Passed in, never looked up. */
public record World(InstantSource clock, RandomGenerator random) {
    /** The clock of the machine, and chance seeded from the operating system; the generator serves one thread. */
    public static World real() {
        return new World(InstantSource.system(), new SplittableRandom(new SecureRandom().nextLong()));
    }

    /** The same seed gives the same world. */
    public static World seeded(long seed, InstantSource clock) {
        return new World(clock, new SplittableRandom(seed));
    }

    public long millis() {
        return clock.millis();
    }
}
