package maestro.steps.shell;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A process group by its leader's pid. Thread-safe. */
record ProcessGroup(long id) {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    private static final int PROBE = 0;
    private static final long LOOK_NANOS = 2_000_000;
    private static final long LOOK_MAX_NANOS = 50_000_000;

    ProcessGroup {
        if (id < 2) {
            throw new IllegalArgumentException("no group of ours: " + id); // -1 and 0 would signal ourselves
        }
    }

    /** Whether a member still runs; zombies, which only wait for their parent, do not count. */
    boolean alive() {
        return signal(PROBE) && Proc.running().stream().anyMatch(process -> process.group() == id);
    }

    /** Sends a signal to every member; false when there is none. */
    boolean signal(int number) {
        return LibC.kill(-(int) id, number);
    }

    /**
     * Ends the group: SIGTERM, then SIGKILL to what is left after a while. Ignores interrupts, keeps the flag.
     *
     * @param patience between the two signals; zero or less: SIGKILL at once
     * @param limit how long to wait after SIGKILL
     * @return whether it is gone
     */
    boolean end(Duration patience, Duration limit) {
        if (!signal(PROBE)) {
            return true;
        }
        if (patience.isPositive()) {
            signal(SIGTERM);
            if (awaitGone(patience)) {
                return true;
            }
        }
        signal(SIGKILL);
        return awaitGone(limit);
    }

    boolean awaitGone(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        long pause = LOOK_NANOS;
        boolean gone = !alive();
        while (!gone && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Math.min(pause, deadline - System.nanoTime()));
            interrupted |= Thread.interrupted(); // else parking would return at once
            pause = Math.min(2 * pause, LOOK_MAX_NANOS);
            gone = !alive();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gone;
    }
}
