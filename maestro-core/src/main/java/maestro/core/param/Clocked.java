package maestro.core.param;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/**
 * The moment of an evaluation and its source of chance; equal inputs make equal values.
 *
 * @param nowMillis epoch milliseconds; the evaluated time, and what expressions see as the present
 * @param random behind {@code nextUniqueId}, {@code Math.random} and {@code UUID.randomUUID}
 */
public record Clocked(long nowMillis, RandomGenerator random) {
    public Clocked {
        requireNonNull(random, "random");
    }
}
