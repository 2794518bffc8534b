package maestro.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs that nothing can be done with beside as many sound ones: whether, and how soon, the sound ones go on. */
final class Hostile {
    private static final int IDS_OF_A_KIND = 8;
    private static final int STEPS = 3;
    private static final long POLL_MILLIS = 20;
    private static final Pattern EXPLAINED = Pattern.compile("ended \\w*FAILED: .{10}");

    private final Target target;
    private final Watch watch;
    private final int clients;
    private final ConcurrentLinkedQueue<Started> started = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> calls = new ConcurrentLinkedQueue<>();

    private record Started(String workflow, long instance, boolean hostile) {}

    private record Job(String workflow, boolean hostile) {}

    Hostile(Target target, Watch watch, int clients) {
        this.target = target;
        this.watch = watch;
        this.clients = clients;
    }

    /**
     * @param prefix of the ids of workflows, which are spread over all shards
     * @param runs of either sort
     */
    ObjectNode play(String prefix, int runs) throws InterruptedException {
        var jobs = jobs(prefix, runs);
        double restarts = target.shardRestarts();
        watch.begin();
        start(new ConcurrentLinkedQueue<>(jobs));
        var result = Json.object().put("runs_of_either_sort", runs);
        var took = new ArrayList<Double>();
        int succeeded = 0;
        int failed = 0;
        int reasons = 0;
        for (var one : started) {
            var run = Load.await(target, one.workflow(), one.instance(), POLL_MILLIS);
            if (one.hostile()) {
                failed += run.status().equals("FAILED") ? 1 : 0;
                reasons += explained(target.why(one.workflow(), one.instance())) ? 1 : 0;
            } else {
                succeeded += run.status().equals("SUCCEEDED") ? 1 : 0;
                took.add((double) (run.endMillis() - run.createMillis()));
            }
        }
        result.setAll(watch.end((long) runs * STEPS, false));
        result.put("normal_succeeded", succeeded)
                .put("hostile_failed", failed)
                .put("hostile_with_a_reason", reasons)
                .put("shard_restarts", Math.round(target.shardRestarts() - restarts));
        result.set("normal_start_call_ms", Distribution.of(calls).toJson());
        result.set("normal_run_ms", Distribution.of(took).toJson());
        return result;
    }

    /** Whether some sentence says more of a failure than its status. */
    private static boolean explained(JsonNode reasons) {
        for (var reason : reasons) {
            if (EXPLAINED.matcher(reason.path("message").stringValue("")).find()
                    || explained(reason.path("children"))) {
                return true;
            }
        }
        return false;
    }

    private List<Job> jobs(String prefix, int runs) {
        var ids = new ArrayList<List<String>>();
        for (var kind : HostileDefinition.values()) {
            for (int i = 0; i < IDS_OF_A_KIND; i++) {
                String bad = prefix + "-bad" + kind.ordinal() + "-" + i;
                String good = prefix + "-good" + kind.ordinal() + "-" + i;
                target.push(kind.request(bad, runs));
                target.push(Definition.chain(good, STEPS, runs));
                ids.add(List.of(bad, good));
            }
        }
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < runs; i++) {
            jobs.add(new Job(ids.get(i % ids.size()).getFirst(), true));
            jobs.add(new Job(ids.get(i % ids.size()).getLast(), false));
        }
        return List.copyOf(jobs);
    }

    private void start(ConcurrentLinkedQueue<Job> jobs) throws InterruptedException {
        Load.beside(clients, () -> {
            for (var job = jobs.poll(); job != null; job = jobs.poll()) {
                long begin = System.nanoTime();
                started.add(new Started(job.workflow(), target.start(job.workflow()), job.hostile()));
                if (!job.hostile()) {
                    calls.add((System.nanoTime() - begin) / 1e6);
                }
            }
        });
    }
}
