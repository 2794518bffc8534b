package maestro.bench;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Runs that wait for their turn: what one more start and one end cost with so many of them. */
final class LongQueue {
    private static final int SAMPLES = 200;

    private final Target target;
    private final Watch watch;
    private final int clients;

    LongQueue(Target target, Watch watch, int clients) {
        this.target = target;
        this.watch = watch;
        this.clients = clients;
    }

    /** @param workflow a new id; its runs go one after another */
    ObjectNode play(String workflow, int queued) throws InterruptedException {
        target.push(Definition.sleep(workflow, 3_600, 0));
        long running = target.start(workflow);
        Load.start(target, workflow, queued, clients, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        var result = Json.object().put("queued", queued).put("heap_mb", Heap.used(target.pid()) >> 20);
        watch.begin();
        var starts = new ArrayList<Double>();
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            target.start(workflow);
            starts.add((System.nanoTime() - begin) / 1e6);
        }
        result.set("of_a_start", watch.end(SAMPLES, false));
        watch.begin();
        var ends = new ArrayList<Double>();
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            target.stop(workflow, running + i);
            Load.await(target, workflow, running + i, 1);
            ends.add((System.nanoTime() - begin) / 1e6);
        }
        result.set("of_an_end", watch.end(SAMPLES, false));
        result.set("start_call_ms", Distribution.of(starts).toJson());
        result.set("stop_until_ended_ms", Distribution.of(ends).toJson());
        return result;
    }
}
