package maestro.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a step costs as finished and waiting runs grow more: neither may be seen in it (docs/benchmarks.md). */
final class Curves {
    private static final int STEPS = 5;
    private static final int CHAIN = 10;
    private static final int RUNS_OF_A_POINT = 4_000;
    private static final int CHAINS_OF_A_POINT = 100;
    private static final int CHAIN_CLIENTS = 4;
    private static final int RUNS_AT_ONCE_MAX = 1_000;
    private static final long SLEEP_SECONDS = 6 * 3_600;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final Target target;
    private final Watch watch;
    private final int clients;
    private final String tag;
    private final Consumer<ObjectNode> points;

    /** @param points takes each point of a curve as soon as it is known */
    Curves(Target target, Watch watch, int clients, String tag, Consumer<ObjectNode> points) {
        this.target = target;
        this.watch = watch;
        this.clients = clients;
        this.tag = tag;
        this.points = points;
    }

    /**
     * Runs of five steps without a pause, from all clients: each starts one and looks at it until it has ended. A point
     * at 1,000, 3,000, 10,000 … finished runs tells of those since the point before.
     *
     * @return how steady that was: all steps by the whole time, and the slowest ten seconds
     */
    ObjectNode finished(int total) throws InterruptedException {
        String workflow = pushed(Definition.chain(tag + "-steady", STEPS, 1_000));
        var windows = new ArrayList<Double>();
        var seen = new ConcurrentLinkedQueue<Double>();
        long begin = System.nanoTime();
        int done = 0;
        for (int mark : marks(1_000, total)) {
            int runs = mark - done;
            watch.begin();
            long from = System.nanoTime();
            var looked = steady(workflow, runs, windows);
            double seconds = (System.nanoTime() - from) / 1e9;
            seen.addAll(looked);
            points.accept(Json.object()
                    .put("finished_runs", mark)
                    .put("steps_per_s", Math.round(STEPS * runs / seconds))
                    .setAll(watch.end((long) STEPS * runs, false))
                    .set("run_seen_by_client_ms", Distribution.of(looked).toJson()));
            done = mark;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Json.object()
                .put("runs", total)
                .put("seconds", Distribution.round(seconds))
                .put("steps_per_s", Math.round(STEPS * total / seconds))
                .put("slowest_10_s_steps_per_s", Math.round(windows.stream().mapToDouble(w -> w).min().orElse(0)))
                .set("run_seen_by_client_ms", Distribution.of(seen).toJson());
    }

    private ConcurrentLinkedQueue<Double> steady(String workflow, int runs, List<Double> windows)
            throws InterruptedException {
        var seen = new ConcurrentLinkedQueue<Double>();
        var left = new AtomicInteger(runs);
        var ended = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        var broken = new AtomicReference<Throwable>();
        for (int c = 0; c < clients; c++) {
            threads.add(Thread.ofPlatform().name("client-" + c).start(() -> {
                try {
                    while (broken.get() == null && left.getAndDecrement() > 0) {
                        long call = System.nanoTime();
                        var run = Load.await(target, workflow, target.start(workflow), 1);
                        if (!run.status().equals("SUCCEEDED")) {
                            throw new IllegalStateException("a run ended " + run.status());
                        }
                        seen.add((System.nanoTime() - call) / 1e6);
                        ended.incrementAndGet();
                    }
                } catch (InterruptedException | RuntimeException error) {
                    broken.compareAndSet(null, error);
                }
            }));
        }
        long windowBegin = System.nanoTime();
        int before = 0;
        for (var thread : threads) {
            while (!thread.join(Duration.ofMillis(100))) {
                long now = System.nanoTime();
                if (now - windowBegin >= WINDOW_NANOS) {
                    int sofar = ended.get();
                    windows.add(STEPS * (sofar - before) / ((now - windowBegin) / 1e9));
                    windowBegin = now;
                    before = sofar;
                }
            }
        }
        if (broken.get() != null) {
            throw new IllegalStateException("a client broke off", broken.get());
        }
        return seen;
    }

    /**
     * Runs that sleep, 1 to {@code most} of them; beside them at each point 4,000 runs of five steps, then 100 chains
     * of ten from four clients at once: what a step costs, and how long the next one takes to start after it.
     */
    void waiting(int most) throws InterruptedException {
        String busy = pushed(Definition.chain(tag + "-busy", STEPS, 1_000));
        String chain = pushed(Definition.chain(tag + "-chain", CHAIN, 1_000));
        steady(busy, RUNS_OF_A_POINT, new ArrayList<>());
        long heap = Heap.used(target.pid());
        int asleep = 0;
        for (int mark : marks(1, most)) {
            sleep(mark - asleep, asleep);
            asleep = mark;
            long held = Heap.used(target.pid()) - heap;
            watch.begin();
            long from = System.nanoTime();
            var seen = steady(busy, RUNS_OF_A_POINT, new ArrayList<>());
            double seconds = (System.nanoTime() - from) / 1e9;
            var point = Json.object()
                    .put("waiting_runs", mark)
                    .put("steps_per_s", Math.round(STEPS * RUNS_OF_A_POINT / seconds));
            if (mark >= RUNS_AT_ONCE_MAX) { // of fewer, the heap's own noise would be all there is
                point.put("heap_bytes_per_waiting_run", Math.max(0, held) / mark);
            }
            point.setAll(watch.end((long) STEPS * RUNS_OF_A_POINT, false));
            point.set("run_seen_by_client_ms", Distribution.of(seen).toJson());
            point.set("step_to_step_ms", gaps(chain).toJson());
            points.accept(point);
        }
    }

    private void sleep(int more, int already) throws InterruptedException {
        for (int left = more; left > 0; left -= RUNS_AT_ONCE_MAX) {
            String workflow =
                    pushed(Definition.sleep(tag + "-sleep-" + already + "-" + left, SLEEP_SECONDS, RUNS_AT_ONCE_MAX));
            Load.start(
                    target, workflow, Math.min(left, RUNS_AT_ONCE_MAX), clients, new ConcurrentLinkedQueue<>(),
                    new ConcurrentLinkedQueue<>());
        }
    }

    /** From each step's end to the next one's start, by the server's own times. */
    private Distribution gaps(String chain) throws InterruptedException {
        var instances = new ConcurrentLinkedQueue<Long>();
        Load.start(target, chain, CHAINS_OF_A_POINT, CHAIN_CLIENTS, instances, new ConcurrentLinkedQueue<>());
        var gaps = new ArrayList<Double>();
        for (long instance : instances) {
            Load.await(target, chain, instance, 1);
            long ended = 0;
            var steps = new ArrayList<>(target.steps(chain, instance));
            steps.sort(Comparator.comparingInt(step -> Integer.parseInt(step.id().substring(1))));
            for (var step : steps) {
                if (ended > 0) {
                    gaps.add((double) (step.startMillis() - ended));
                }
                ended = step.endMillis();
            }
        }
        return Distribution.of(gaps);
    }

    /** {@code first}, then about three and ten times as many in turn, up to {@code last}. */
    private static List<Integer> marks(int first, int last) {
        var marks = new ArrayList<Integer>();
        for (long mark = first; mark < last; mark *= 10) {
            marks.add((int) mark);
            if (3 * mark < last) {
                marks.add((int) (3 * mark));
            }
        }
        marks.add(last);
        return marks;
    }

    private String pushed(ObjectNode definition) {
        target.push(definition);
        return definition.at("/workflow/id").stringValue();
    }
}
