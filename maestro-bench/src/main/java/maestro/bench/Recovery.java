package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kills a server with runs under way and starts it again, time after time. A round holds when every run that was
 * answered before the kill ends SUCCEEDED, no attempt key was given to two processes, and no process is left behind.
 */
final class Recovery {
    private static final int RUNS = 200;
    private static final long LIMIT_MILLIS = 10_000;

    /** What processes sleep: a text that tells them from others. */
    private static final String SLEEP = "0.50517";

    private final ServerProcess server;
    private final Path journal;

    /** @param folder an existing one, for what the processes leave */
    Recovery(ServerProcess server, Path folder) {
        this.server = server;
        this.journal = folder.resolve("attempt-keys");
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
                String called = workflow + "-called";
                target.push(Definition.called(called, RUNS));
                target.push(Definition.mixed(workflow, RUNS, called, journal, SLEEP));
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
            checkProcesses();
        }
        var result = Json.object()
                .put("kills", kills)
                .put("attempts", attempts())
                .put("runs_each", RUNS)
                .put("rounds_over_10_s", late);
        result.set("restart_to_ready_ms", Distribution.of(ready).toJson());
        result.set("ready_to_first_end_ms", Distribution.of(firstEnd).toJson());
        result.set("ready_to_all_ended_ms", Distribution.of(allEnded).toJson());
        return result;
    }

    private long attempts() {
        try (var lines = Files.lines(journal)) {
            return lines.count();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void checkProcesses() {
        try {
            var keys = Files.readAllLines(journal);
            if (new HashSet<>(keys).size() < keys.size()) {
                throw new IllegalStateException("an attempt was run twice under one key, see " + journal);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        long left = ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).contains(SLEEP))
                .count();
        if (left > 0) {
            throw new IllegalStateException(left + " processes were left behind");
        }
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
