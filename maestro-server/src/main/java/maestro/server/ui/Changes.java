package maestro.server.ui;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import maestro.core.loop.InlineIds;
import maestro.core.rule.Change;
import maestro.runtime.store.BriefReads.RunName;

/** What happened since the last look, by subject. Filled by the threads of shards, which it never keeps waiting. */
final class Changes {
    /** Further ones are not told one by one. */
    private static final int SUBJECTS_MAX = 1_000;

    /**
     * @param runs whose own status changed
     * @param steps runs of which a step changed
     * @param below iterations of some loop changed
     * @param lost more changed than is told
     */
    record Heard(Set<RunName> runs, Set<RunName> steps, boolean below, boolean lost) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private Set<RunName> runs = new LinkedHashSet<>();
    private Set<RunName> steps = new LinkedHashSet<>();
    private boolean below;
    private boolean lost;

    void heard(Change change) {
        var run = change.run();
        lock.lock();
        try {
            if (InlineIds.inline(run.workflowId())) {
                below = true;
                return;
            }
            var name = new RunName(run.workflowId(), run.instanceId(), run.runId());
            var set = switch (change) {
                case Change.RunMoved _ -> runs;
                case Change.StepMoved _ -> steps;
            };
            if (set.size() < SUBJECTS_MAX) set.add(name);
            else lost = true;
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something happened, but for iterations, or for some time. */
    void await(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (runs.isEmpty() && steps.isEmpty() && nanos > 0) nanos = something.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    /** All that happened since this was called last. */
    Heard take() {
        lock.lock();
        try {
            var heard = new Heard(runs, steps, below, lost);
            runs = new LinkedHashSet<>();
            steps = new LinkedHashSet<>();
            below = false;
            lost = false;
            return heard;
        } finally {
            lock.unlock();
        }
    }
}
