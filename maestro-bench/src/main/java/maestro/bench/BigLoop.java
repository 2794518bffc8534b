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

    /** Without neighbours; the heap after a full collection again and again. */
    ObjectNode heap(int iterations) throws InterruptedException {
        String loop = "bench-heap-" + tag;
        target.push(Definition.foreach(loop, iterations));
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
        return Json.object()
                .put("status", run.status())
                .put("run_ms", run.endMillis() - run.createMillis())
                .put("heap_before_mb", before >> 20)
                .put("heap_most_mb", most >> 20)
                .put("heap_after_mb", Heap.used(target.pid()) >> 20)
                .put("server_rss_mb", Host.resident(target.pid()) >> 20);
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
