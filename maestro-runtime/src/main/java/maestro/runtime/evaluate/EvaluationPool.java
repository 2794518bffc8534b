package maestro.runtime.evaluate;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import maestro.core.param.BudgetExceeded;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.sel.Budget;

/**
 * Evaluates what is over the inline budget. Thread-safe.
 *
 * <p>A task first gets a short slice of time, then longer ones; it is made again from the start each time, which costs it
 * twice its time at most. One that needs more than {@value #LENGTHY_MILLIS} ms runs to its end, but such tasks never take
 * all threads. Between owners (workflow ids) the time of all threads is shared evenly. Every task ends by its deadline,
 * counted from when it was given, waiting included (sel.md §9).
 */
public final class EvaluationPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EvaluationPool.class.getName());
    private static final long FIRST_SLICE_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LENGTHY_MILLIS = 500;
    private static final int THREADS_DEFAULT_MAX = 8;

    /** An evaluation without effects, so that it can be made again. */
    @FunctionalInterface
    public interface Work<T> {
        /** @throws BudgetExceeded over a provisional budget */
        T within(Budget budget);
    }

    private final class Task<T> {
        final String owner;
        final Work<T> work;
        final BiConsumer<T, Throwable> done;
        final long deadlineNanos = System.nanoTime() + timeout.toNanos();
        long sliceNanos = FIRST_SLICE_NANOS;

        Task(String owner, Work<T> work, BiConsumer<T, Throwable> done) {
            this.owner = owner;
            this.work = work;
            this.done = done;
        }

        boolean lengthy() {
            return sliceNanos > Duration.ofMillis(LENGTHY_MILLIS).toNanos();
        }

        /** False: it needs another, longer slice. */
        boolean run() {
            long end = System.nanoTime() + sliceNanos;
            boolean last = lengthy() || end - deadlineNanos >= 0;
            var budget = Budget.defaults();
            T value;
            try {
                value = work.within(last
                        ? budget.withDeadline(deadlineNanos)
                        : budget.withDeadline(end).asProvisional());
            } catch (BudgetExceeded more) {
                sliceNanos *= 2;
                return false;
            } catch (Throwable failure) { // whatever it was, the caller waits for it and the thread must live on
                done.accept(null, failure);
                return true;
            }
            done.accept(value, null);
            return true;
        }
    }

    private final Duration timeout;
    private final int lengthyMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FairQueue<Task<?>> queue = new FairQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private int lengthyRunning;
    private boolean open = true;

    /**
     * @param threadCount from 2: one is always left for what is brief
     * @param timeout of one evaluation
     */
    public EvaluationPool(int threadCount, Duration timeout) {
        if (threadCount < 2) throw new IllegalArgumentException("an evaluation pool has 2 threads or more");
        this.timeout = timeout;
        this.lengthyMax = threadCount - 1;
        for (int i = 0; i < threadCount; i++) {
            threads.add(Thread.ofPlatform().daemon().name("evaluate-" + i).start(this::serve));
        }
    }

    /** As many threads as there are processors, within 2 and 8: each may hold a memory budget's worth of values. */
    public static int defaultThreads() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, THREADS_DEFAULT_MAX);
    }

    /**
     * Evaluates later.
     *
     * @param owner whose share of the time it takes
     * @param done told the value, or why there is none; called once, on a thread of the pool, and must not block
     */
    public <T> void submit(String owner, Work<T> work, BiConsumer<T, Throwable> done) {
        var task = new Task<>(owner, work, done);
        lock.lock();
        try {
            if (open) {
                queue.add(owner, task, false);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        done.accept(null, closing());
    }

    /**
     * Evaluates at once on the caller's thread if that takes well under a millisecond, else waits for the pool.
     *
     * @throws MaestroException what the work throws; SERVICE_UNAVAILABLE when the node stops or the caller is interrupted
     */
    public <T> T call(String owner, Work<T> work) {
        try {
            return work.within(Budget.inline());
        } catch (BudgetExceeded more) {
            return await(owner, work);
        }
    }

    private <T> T await(String owner, Work<T> work) {
        var result = new CompletableFuture<T>();
        submit(owner, work, (value, failure) -> {
            if (failure == null) result.complete(value);
            else result.completeExceptionally(failure);
        });
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) throw known;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw closing();
        }
    }

    /** Tasks that wait for a thread. */
    public int waiting() {
        lock.lock();
        try {
            return queue.waiting();
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        try {
            while (true) {
                var task = take();
                boolean lengthy = task.lengthy();
                long start = System.nanoTime();
                boolean ended = false;
                try {
                    ended = task.run();
                } finally {
                    finish(task, lengthy, !ended, System.nanoTime() - start);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.log(Level.DEBUG, "evaluation thread ends");
        }
    }

    private Task<?> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (open) {
                var task = queue.poll(lengthyRunning < lengthyMax);
                if (task.isPresent()) {
                    if (task.get().lengthy()) lengthyRunning++;
                    return task.get();
                }
                changed.await();
            }
            throw new InterruptedException();
        } finally {
            lock.unlock();
        }
    }

    private void finish(Task<?> task, boolean lengthy, boolean again, long usedNanos) {
        lock.lock();
        try {
            if (lengthy) lengthyRunning--;
            if (again && open) queue.add(task.owner, task, task.lengthy());
            queue.done(task.owner, usedNanos);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (again && !openNow()) task.done.accept(null, closing());
    }

    private boolean openNow() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    private static MaestroException closing() {
        return new MaestroException(Code.SERVICE_UNAVAILABLE, "This node stops; try again at another");
    }

    /** Ends running evaluations with an error within milliseconds, and fails those that wait. */
    @Override
    public void close() {
        var left = new ArrayList<Task<?>>();
        lock.lock();
        try {
            open = false;
            for (var task = queue.poll(true); task.isPresent(); task = queue.poll(true)) left.add(task.get());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
        left.forEach(task -> task.done.accept(null, closing()));
    }
}
