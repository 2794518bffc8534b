package maestro.bench;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kills a server with runs under way and starts it again, time after time. A round holds when every run that was
 * answered before the kill ends SUCCEEDED, and none is there that nobody asked for.
 */
final class Recovery {
    private static final int RUNS = 200;
    private static final long LIMIT_MILLIS = 10_000;

    private final ServerProcess server;

    Recovery(ServerProcess server) {
        this.server = server;
    }

    /** @throws IllegalStateException when a round does not hold */
    ObjectNode rounds(int kills) throws InterruptedException {
        var ready = new ArrayList<Double>();
        var firstEnd = new ArrayList<Double>();
        var allEnded = new ArrayList<Double>();
        int late = 0;
        for (int round = 1; round <= kills; round++) {
            String workflow = "bench-recover-" + Long.toString(System.currentTimeMillis(), 36);
            var instances = new ConcurrentLinkedQueue<Long>();
            try (var target = new RestTarget(server.address(), server.pid())) {
                target.push(Definition.mixed(workflow, RUNS));
                Load.start(target, workflow, RUNS, 8, instances, new ConcurrentLinkedQueue<>());
            }
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(0, 1_500));
            server.kill();
            ready.add(server.start());
            long answered = System.currentTimeMillis();
            try (var target = new RestTarget(server.address(), server.pid())) {
                var ends = ends(target, workflow, instances);
                firstEnd.add(ends.stream().mapToDouble(end -> Math.max(0, end - answered)).min().orElseThrow());
                double last = ends.stream().mapToDouble(end -> Math.max(0, end - answered)).max().orElseThrow();
                allEnded.add(last);
                late += last > LIMIT_MILLIS ? 1 : 0;
            }
        }
        var result = Json.object().put("kills", kills).put("runs_each", RUNS).put("rounds_over_10_s", late);
        result.set("restart_to_ready_ms", Distribution.of(ready).toJson());
        result.set("ready_to_first_end_ms", Distribution.of(firstEnd).toJson());
        result.set("ready_to_all_ended_ms", Distribution.of(allEnded).toJson());
        return result;
    }

    private static ArrayList<Long> ends(RestTarget target, String workflow, ConcurrentLinkedQueue<Long> instances)
            throws InterruptedException {
        var ends = new ArrayList<Long>();
        for (long instance : instances) {
            var run = Load.await(target, workflow, instance, 20);
            if (!run.status().equals("SUCCEEDED")) {
                throw new IllegalStateException(
                        "instance " + instance + " of " + workflow + " ended " + run.status() + " after a crash");
            }
            ends.add(run.endMillis());
        }
        return ends;
    }
}
