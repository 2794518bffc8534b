package maestro.testkit.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a simulation has more of than usual, each in percent of the occasions: some coincidences are too rare otherwise.
 * Seeds from 0 have nothing of it, those below draw for each whether and how much.
 */
record Bias(Shapes shapes, int faults, int operators) {
    private static final Bias NONE = new Bias(new Shapes(0, 0, 0, 0, 0, 0), 0, 0);
    private static final int[] PERCENT = {0, 0, 20, 60};
    private static final int[] PERCENT_OF_DEEDS = {0, 0, 5, 15};

    /** Of the workflows. */
    record Shapes(int loops, int calls, int longConditions, int longValues, int ignoredFailures, int timeouts) {
        private static Shapes any(SplittableRandom random) {
            return new Shapes(
                    Bias.any(random, PERCENT),
                    Bias.any(random, PERCENT),
                    Bias.any(random, PERCENT),
                    Bias.any(random, PERCENT),
                    Bias.any(random, PERCENT),
                    Bias.any(random, PERCENT));
        }
    }

    static Bias of(long seed) {
        if (seed >= 0) {
            return NONE;
        }
        var random = new SplittableRandom(~seed);
        return new Bias(Shapes.any(random), any(random, PERCENT_OF_DEEDS), any(random, PERCENT_OF_DEEDS));
    }

    private static int any(SplittableRandom random, int[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Whether this occasion is one of the additional ones; without any, nothing is drawn. */
    static boolean more(RandomGenerator random, int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
