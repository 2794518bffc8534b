package maestro.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import maestro.core.rule.ShardNumbers;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** One loop so large that what it holds and leaves behind counts, and what others feel meanwhile. */
final class BigLoop {
    private static final int SHARDS = 64;
    private static final int PAGES = 40;
    private static final long PAUSE_MILLIS = 20;
    private static final long HEAP_EVERY_MILLIS = 10_000;

    private final Target target;
    private final Watch watch;
    private final String tag;

    /** @param tag makes workflow ids unique */
    BigLoop(Target target, Watch watch, String tag) {
        this.target = target;
        this.watch = watch;
        this.tag = tag;
    }

    /** What a client of another workflow sees while the loop goes on. */
    private final class Neighbour {
        private final String workflow;
        private final List<Double> starts = new ArrayList<>();
        private final List<Double> reads = new ArrayList<>();
        private final List<Double> ends = new ArrayList<>();

        Neighbour(String workflow) {
            this.workflow = workflow;
            target.push(Definition.chain(workflow, 1, 1000));
        }

        void once() throws InterruptedException {
            long begin = System.nanoTime();
            long instance = target.start(workflow);
            starts.add(millisSince(begin));
            while (true) {
                long look = System.nanoTime();
                var run = target.run(workflow, instance);
                reads.add(millisSince(look));
                if (run.terminal()) {
                    ends.add(millisSince(begin));
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        /** What was measured so far was a warm-up. */
        void forget() {
            starts.clear();
            reads.clear();
            ends.clear();
        }

        ObjectNode figures() {
            var figures = Json.object();
            figures.set("start_call_ms", Distribution.of(starts).toJson());
            figures.set("get_instance_ms", Distribution.of(reads).toJson());
            figures.set("run_seen_ms", Distribution.of(ends).toJson());
            return figures;
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    /** With neighbours that start runs and look at them, in the loop's shard and in another one. */
    ObjectNode withNeighbours(int iterations) throws InterruptedException {
        String loop = "bench-big-" + tag;
        var near = new Neighbour(named(true, loop));
        var far = new Neighbour(named(false, loop));
        for (int i = 0; i < 20; i++) {
            near.once();
            far.once();
        }
        near.forget();
        far.forget();
        target.push(Definition.foreach(loop, iterations));
        var before = watch.sizes();
        long heapBefore = Heap.used(target.pid());
        watch.begin();
        long instance = target.start(loop);
        var looks = new ArrayList<Double>();
        Target.Run run;
        do {
            near.once();
            far.once();
            long look = System.nanoTime();
            run = target.run(loop, instance);
            looks.add(millisSince(look));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } while (!run.terminal());
        var result = watch.end(iterations, false);
        result.put("status", run.status()).put("run_ms", run.endMillis() - run.createMillis());
        result.set("get_loop_ms", Distribution.of(looks).toJson());
        result.set("same_shard", near.figures());
        result.set("other_shard", far.figures());
        result.put("heap_growth_kb", (Heap.used(target.pid()) - heapBefore) >> 10);
        result.setAll(watch.sizes().since(before, iterations));
        return result;
    }

    /** Without neighbours; the heap after a full collection again and again, and pages of iterations in the end. */
    ObjectNode heap(int iterations) throws InterruptedException {
        String loop = "bench-heap-" + tag;
        target.push(Definition.foreach(loop, iterations));
        var empty = watch.sizes();
        long before = Heap.used(target.pid());
        long most = 0;
        long instance = target.start(loop);
        long next = System.currentTimeMillis() + HEAP_EVERY_MILLIS / 2;
        Target.Run run;
        do {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            if (System.currentTimeMillis() >= next) {
                most = Math.max(most, Heap.used(target.pid()));
                next = System.currentTimeMillis() + HEAP_EVERY_MILLIS;
            }
            run = target.run(loop, instance);
        } while (!run.terminal());
        var result = Json.object()
                .put("status", run.status())
                .put("run_ms", run.endMillis() - run.createMillis())
                .put("heap_before_mb", before >> 20)
                .put("heap_most_mb", most >> 20)
                .put("heap_after_mb", Heap.used(target.pid()) >> 20)
                .put("server_rss_mb", Host.resident(target.pid()) >> 20);
        result.setAll(watch.sizes().since(empty, iterations));
        result.set("page_in_the_beginning_ms", pages(loop, instance, 10, ""));
        result.set("page_at_nine_tenths_ms", pages(loop, instance, iterations * 9L / 10, ""));
        result.set("page_of_succeeded_ms", pages(loop, instance, iterations * 9L / 10, "SUCCEEDED"));
        result.set("page_of_failed_ms", pages(loop, instance, 0, "FATALLY_FAILED,STOPPED,RUNNING"));
        return result;
    }

    /** Of 20 iterations beyond a rank; there may be none in these statuses. */
    private ObjectNode pages(String loop, long instance, long afterRank, String statuses) {
        var times = new ArrayList<Double>();
        for (int i = 0; i < PAGES; i++) {
            long begin = System.nanoTime();
            target.iterations(loop, instance, "job", afterRank + 20L * i, statuses);
            times.add(millisSince(begin));
        }
        return Distribution.of(times).toJson();
    }

    /** A run with so many live leaf steps is stopped. */
    ObjectNode stop(int leaves) throws InterruptedException {
        String workflow = "bench-stop-" + tag;
        target.push(Definition.asleep(workflow, leaves, 3_600));
        long others = watch.liveRuns();
        long begin = System.nanoTime();
        long instance = target.start(workflow);
        while (watch.liveRuns() < others + leaves + 1) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        double up = millisSince(begin);
        long heap = Heap.used(target.pid());
        watch.begin();
        long stop = System.nanoTime();
        target.stop(workflow, instance);
        double answered = millisSince(stop);
        var run = Load.await(target, workflow, instance, 1);
        var result = watch.end(leaves, false);
        return result.put("status", run.status())
                .put("all_live_after_ms", Distribution.round(up))
                .put("stop_answered_ms", Distribution.round(answered))
                .put("all_ended_ms", Distribution.round(millisSince(stop)))
                .put("live_runs_left", watch.liveRuns() - others)
                .put("heap_with_all_live_mb", heap >> 20);
    }

    private String named(boolean same, String loop) {
        int shard = ShardNumbers.of(loop, SHARDS);
        for (int i = 0; ; i++) {
            String id = "bench-by-" + tag + "-" + i;
            if (ShardNumbers.of(id, SHARDS) == shard == same) {
                return id;
            }
        }
    }
}
