package maestro.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What is played against a target; each scenario gives its figures. Times in milliseconds. */
final class Scenarios {
    private static final int RUNS_AT_ONCE_MAX = 1_000;
    private static final long IDLE_SECONDS = 3_600;
    private static final int SHELL_CHAIN = 100;
    private static final long POLL_SELDOM_MILLIS = 50;
    private static final int PAGES_OF_A_FILTER = 100;
    private static final List<String> FILTERS = List.of(
            "", "&sort=create_time", "&status=SUCCEEDED", "&status=FAILED", "&owner=tester", "&owner=nobody",
            "&initiator=manual", "&initiator=time", "&initiator_user=tester&status=SUCCEEDED", "&tag=none", "&from=0&to=1");

    private final Target target;
    private final Watch watch;
    private final Options options;
    private final String tag = Long.toString(System.currentTimeMillis(), 36);
    private int workflows;

    Scenarios(Target target, Watch watch, Options options) {
        this.target = target;
        this.watch = watch;
        this.options = options;
    }

    /** Lets the compilers see all that counts later. */
    void warmup() throws InterruptedException {
        fire(pushed(Definition.chain(id("warm"), 5, 1000)), 2_000, options.clients());
        String chain = pushed(Definition.chain(id("warm"), 100, 0));
        for (int i = 0; i < 20; i++) {
            await(chain, target.start(chain), 2);
        }
    }

    ObjectNode chain(int steps) throws InterruptedException {
        String workflow = pushed(Definition.chain(id("chain" + steps), steps, 0));
        await(workflow, target.start(workflow), 2);
        var perStep = new ArrayList<Double>();
        var gaps = new ArrayList<Double>();
        var seen = new ArrayList<Double>();
        watch.begin();
        for (int i = 0; i < options.repeat(); i++) {
            long begin = System.nanoTime();
            long instance = target.start(workflow);
            var run = await(workflow, instance, 1);
            seen.add((System.nanoTime() - begin) / 1e6);
            perStep.add((double) (run.endMillis() - run.createMillis()) / steps);
            var attempts = byId(target.steps(workflow, instance));
            for (int k = 1; k < steps; k++) {
                var before = attempts.get("s" + k);
                gaps.add((double) (attempts.get("s" + (k + 1)).startMillis() - before.endMillis()));
            }
        }
        var result = watch.end((long) steps * options.repeat(), false);
        result.set("ms_per_step", Distribution.of(perStep).toJson());
        result.set("run_seen_by_client_ms", Distribution.of(seen).toJson());
        result.set("gap_ms", Distribution.of(gaps).toJson());
        return result;
    }

    ObjectNode wide(int width) throws InterruptedException {
        return repeated(pushed(Definition.wide(id("wide" + width), width)), width + 2, 1);
    }

    ObjectNode foreach(int iterations) throws InterruptedException {
        String workflow = pushed(Definition.foreach(id("fe" + iterations), iterations));
        return repeated(workflow, iterations, 1);
    }

    ObjectNode queue(int queued) throws InterruptedException {
        return new LongQueue(target, watch, options.clients()).play(id("queue"), queued);
    }

    /** Runs that can only fail beside as many sound ones. */
    ObjectNode hostile(int runs) throws InterruptedException {
        return new Hostile(target, watch, options.clients()).play(id("hostile"), runs);
    }

    /** Pages of instances of all workflows, beside whatever was played before. */
    ObjectNode pages() {
        var result = Json.object();
        for (String filter : FILTERS) {
            var times = new ArrayList<Double>();
            for (int i = 0; i < PAGES_OF_A_FILTER; i++) {
                long begin = System.nanoTime();
                target.instances(filter);
                times.add((System.nanoTime() - begin) / 1e6);
            }
            result.set("page" + filter + "_ms", Distribution.of(times).toJson());
        }
        return result;
    }

    Curves curves(Consumer<ObjectNode> points) {
        return new Curves(target, watch, options.clients(), id("curve"), points);
    }

    BigLoop big() {
        return new BigLoop(target, watch, tag + "-" + ++workflows);
    }

    /**
     * Runs that call a workflow that calls a workflow that calls one with a single step. Looked at as seldom as the
     * reference client does: a look costs as much as one of the calls.
     */
    ObjectNode calls(int branches) throws InterruptedException {
        String leaf = pushed(Definition.chain(id("leaf"), 1, Definition.CALLED_AT_ONCE));
        String inner = pushed(Definition.calls(id("inner"), 1, leaf));
        String outer = pushed(Definition.calls(id("outer"), 1, inner));
        String top = pushed(Definition.calls(id("top"), branches, outer));
        return repeated(top, 4 * branches, POLL_SELDOM_MILLIS);
    }

    private ObjectNode repeated(String workflow, int steps, long pollMillis) throws InterruptedException {
        await(workflow, target.start(workflow), 2);
        var walls = new ArrayList<Double>();
        var seen = new ArrayList<Double>();
        watch.begin();
        for (int i = 0; i < options.repeat(); i++) {
            long begin = System.nanoTime();
            var run = await(workflow, target.start(workflow), pollMillis);
            seen.add((System.nanoTime() - begin) / 1e6);
            walls.add((double) (run.endMillis() - run.createMillis()));
        }
        var result = watch.end((long) steps * options.repeat(), false);
        result.set("run_ms", Distribution.of(walls).toJson());
        result.set("run_seen_by_client_ms", Distribution.of(seen).toJson());
        return result;
    }

    /** One-step runs, one after another, as their client sees them. */
    ObjectNode start() throws InterruptedException {
        String workflow = pushed(Definition.chain(id("one"), 1, 0));
        for (int i = 0; i < 20; i++) {
            await(workflow, target.start(workflow), 1);
        }
        var seen = new ArrayList<Double>();
        var calls = new ArrayList<Double>();
        var own = new ArrayList<Double>();
        watch.begin();
        for (int i = 0; i < options.starts(); i++) {
            long begin = System.nanoTime();
            long instance = target.start(workflow);
            calls.add((System.nanoTime() - begin) / 1e6);
            var run = await(workflow, instance, 1);
            seen.add((System.nanoTime() - begin) / 1e6);
            own.add((double) (run.endMillis() - run.createMillis()));
        }
        var result = watch.end(options.starts(), false);
        result.set("seen_by_client_ms", Distribution.of(seen).toJson());
        result.set("start_call_ms", Distribution.of(calls).toJson());
        result.set("own_timestamps_ms", Distribution.of(own).toJson());
        return result;
    }

    /** Many 5-step runs from several clients: one start a run, then a look at each until it has ended. */
    ObjectNode throughput() throws InterruptedException {
        String workflow = pushed(Definition.chain(id("tp"), 5, 1000));
        int steps = 5 * options.runs();
        watch.begin();
        var fired = fire(workflow, options.runs(), options.clients());
        var result = watch.end(steps, true);
        double wall = (fired.lastEndMillis() - fired.beginMillis()) / 1000.0;
        result.put("clients", options.clients())
                .put("runs", options.runs())
                .put("succeeded", fired.succeeded())
                .put("starts_per_s", Math.round(options.runs() / fired.fireSeconds()))
                .put("steps_per_s", Math.round(steps / wall));
        result.set("start_call_ms", Distribution.of(fired.calls()).toJson());
        result.set("run_ms", Distribution.of(fired.runs()).toJson());
        return result;
    }

    /** Runs that only wait: what they cost while nothing happens, beside what a server costs without any run. */
    ObjectNode idle(int runs) throws InterruptedException {
        double before = commitsPerSecond();
        long heapBefore = Heap.used(target.pid());
        for (int left = runs; left > 0; left -= RUNS_AT_ONCE_MAX) {
            String workflow = pushed(Definition.sleep(id("idle"), IDLE_SECONDS, RUNS_AT_ONCE_MAX));
            int some = Math.min(left, RUNS_AT_ONCE_MAX);
            Load.start(target, workflow, some, options.clients(), new ConcurrentLinkedQueue<>(), ignored());
        }
        long heap = Heap.used(target.pid()) - heapBefore;
        watch.begin();
        double after = commitsPerSecond();
        var cost = watch.end(1, false);
        return Json.object()
                .put("runs", runs)
                .put("heap_bytes_per_run", heap / runs)
                .put("commits_per_s_without", before)
                .put("commits_per_s_with", after)
                .put("server_cpu_share", Distribution.round(
                        cost.get("server_cpu_ms_per_step").doubleValue() / 3000 / Watch.SETTLED_SECONDS));
    }

    /** Of all sessions; waits first until the counters know what was done before. */
    private double commitsPerSecond() {
        Watch.settle();
        long begin = watch.commits();
        Watch.settle();
        Watch.settle();
        return Distribution.round((watch.commits() - begin) / Watch.SETTLED_SECONDS / 2);
    }

    private static ConcurrentLinkedQueue<Double> ignored() {
        return new ConcurrentLinkedQueue<>();
    }

    /** A chain of processes, by the server's own times: calls and polls over HTTP would cost as much as the step. */
    ObjectNode shell() throws InterruptedException {
        var bare = new ArrayList<Double>();
        for (int i = 0; i < options.starts(); i++) {
            long begin = System.nanoTime();
            bareProcess();
            bare.add((System.nanoTime() - begin) / 1e6);
        }
        String workflow = pushed(Definition.shells(id("shell"), "true", SHELL_CHAIN));
        await(workflow, target.start(workflow), POLL_SELDOM_MILLIS);
        var own = new ArrayList<Double>();
        watch.begin();
        for (int i = 0; i < options.repeat(); i++) {
            var run = await(workflow, target.start(workflow), POLL_SELDOM_MILLIS);
            own.add((double) (run.endMillis() - run.createMillis()) / SHELL_CHAIN);
        }
        var result = watch.end((long) SHELL_CHAIN * options.repeat(), false);
        var process = Distribution.of(bare);
        var step = Distribution.of(own);
        result.set("bare_process_ms", process.toJson());
        result.set("ms_per_step", step.toJson());
        return result.put("overhead_p50_ms", Distribution.round(step.median() - process.median()));
    }

    private static void bareProcess() throws InterruptedException {
        try {
            new ProcessBuilder("bash", "-euo", "pipefail", "-c", "true").start().waitFor();
        } catch (IOException error) {
            throw new IllegalStateException("bash does not run", error);
        }
    }

    private record Fired(
            long beginMillis,
            long lastEndMillis,
            double fireSeconds,
            int succeeded,
            List<Double> calls,
            List<Double> runs) {}

    private Fired fire(String workflow, int runs, int clients) throws InterruptedException {
        var instances = new ConcurrentLinkedQueue<Long>();
        var calls = new ConcurrentLinkedQueue<Double>();
        long beginMillis = System.currentTimeMillis();
        long begin = System.nanoTime();
        Load.start(target, workflow, runs, clients, instances, calls);
        double fireSeconds = (System.nanoTime() - begin) / 1e9;
        long last = 0;
        int succeeded = 0;
        var took = new ArrayList<Double>();
        for (long instance : instances) {
            var run = await(workflow, instance, 5);
            last = Math.max(last, run.endMillis());
            succeeded += run.status().equals("SUCCEEDED") ? 1 : 0;
            took.add((double) (run.endMillis() - run.createMillis()));
        }
        return new Fired(beginMillis, last, fireSeconds, succeeded, List.copyOf(calls), took);
    }

    private Target.Run await(String workflow, long instance, long pollMillis) throws InterruptedException {
        return Load.await(target, workflow, instance, pollMillis);
    }

    private static Map<String, Target.Step> byId(List<Target.Step> steps) {
        var all = new HashMap<String, Target.Step>();
        steps.forEach(step -> all.put(step.id(), step));
        return all;
    }

    private String pushed(ObjectNode definition) {
        target.push(definition);
        return definition.at("/workflow/id").stringValue();
    }

    private String id(String name) {
        return "bench-" + name + "-" + tag + "-" + ++workflows;
    }
}
