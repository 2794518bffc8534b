package maestro.testkit.sim;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import maestro.testkit.store.Faults;

/** The database is away at times: before a call, or after it with the answer lost. */
final class SimFaults implements Faults {
    private static final int ODDS = 8;

    private final RandomGenerator random;
    private boolean armed;

    SimFaults(RandomGenerator random) {
        this.random = random;
    }

    /** Runs a call during which faults may happen; all other calls are spared. */
    <T> T exposed(Supplier<T> call) {
        armed = true;
        try {
            return call.get();
        } finally {
            armed = false;
        }
    }

    @Override
    public void before(Call call) {
        fail(call);
    }

    @Override
    public void after(Call call) {
        fail(call);
    }

    private void fail(Call call) {
        if (armed && random.nextInt(ODDS) == 0) {
            throw Faults.unavailable(call);
        }
    }
}
