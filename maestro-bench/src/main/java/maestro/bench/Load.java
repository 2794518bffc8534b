package maestro.bench;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What clients do: start runs side by side, and wait for their ends. */
final class Load {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private Load() {}

    /**
     * Starts runs from several threads.
     *
     * @param instances takes the ids of those that were answered
     * @param calls takes the milliseconds of each call
     */
    static void start(
            Target target,
            String workflow,
            int runs,
            int clients,
            ConcurrentLinkedQueue<Long> instances,
            ConcurrentLinkedQueue<Double> calls)
            throws InterruptedException {
        var left = new AtomicInteger(runs);
        beside(clients, () -> {
            while (left.getAndDecrement() > 0) {
                long call = System.nanoTime();
                instances.add(target.start(workflow));
                calls.add((System.nanoTime() - call) / 1e6);
            }
        });
    }

    /** Does the same on several threads, until all have done it. @throws IllegalStateException when one could not */
    static void beside(int clients, Runnable work) throws InterruptedException {
        var broken = new AtomicReference<RuntimeException>();
        var threads = new ArrayList<Thread>();
        for (int c = 0; c < clients; c++) {
            threads.add(Thread.ofPlatform().name("client-" + c).start(() -> {
                try {
                    work.run();
                } catch (RuntimeException error) {
                    broken.set(error);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (broken.get() != null) {
            throw new IllegalStateException("a start failed", broken.get());
        }
    }

    /** @param pollMillis between two looks */
    static Target.Run await(Target target, String workflow, long instance, long pollMillis)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < until) {
            var run = target.run(workflow, instance);
            if (run.terminal()) {
                return run;
            }
            TimeUnit.MILLISECONDS.sleep(pollMillis);
        }
        throw new IllegalStateException("instance " + instance + " of " + workflow + " does not end");
    }
}
