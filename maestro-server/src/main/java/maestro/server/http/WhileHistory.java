package maestro.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import maestro.core.row.LoopRow;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.Reads;

/**
 * All values that the loop params of a while had (composite-steps.md §3.3): its row holds those of now, the heads of its
 * iterations tell what each began with. A view reads a bounded number of them, the newest; thread-safe.
 */
final class WhileHistory {
    private static final int ITERATIONS_MAX = 500;
    private static final int PAGE = 200;
    private static final long CHARACTERS_MAX = 1_000_000;

    private final Reads reads;

    WhileHistory(Reads reads) {
        this.reads = reads;
    }

    /** The step, a while with its history. */
    StepRow filled(StepRow step) {
        var detail = StepDetail.read(step);
        if (LoopRow.of(detail.artifacts()).orElse(null) instanceof LoopRow.While loop && loop.last() > 0) {
            var artifact = new LinkedHashMap<>(detail.artifacts().get(LoopRow.WHILE));
            artifact.put(LoopRow.VALUES, history(loop, artifact.get(LoopRow.VALUES)));
            var artifacts = new LinkedHashMap<>(detail.artifacts());
            artifacts.put(LoopRow.WHILE, artifact);
            return step.with(detail.with(artifacts));
        }
        return step;
    }

    private Map<String, Object> history(LoopRow.While loop, Object current) {
        var iterations = iterations(loop);
        var names = new ArrayList<String>(Json.node(current).propertyNames());
        if (names.isEmpty() && !iterations.isEmpty()) {
            names.addAll(iterations.lastEntry().getValue().keySet());
        }
        var history = new LinkedHashMap<String, Object>();
        for (String name : names) {
            var values = new ArrayList<Object>();
            iterations.values().stream()
                    .map(params -> params.get(name))
                    .filter(param -> param != null)
                    .forEach(param -> values.add(param.result()));
            if (loop.lastStatus() == InstanceStatus.SUCCEEDED && loop.values().containsKey(name)) {
                values.add(loop.values().get(name));
            }
            history.put(name, values);
        }
        return history;
    }

    /** The params that the newest iterations began with, by number. */
    private TreeMap<Long, Map<String, Param>> iterations(LoopRow.While loop) {
        var found = new TreeMap<Long, Map<String, Param>>();
        long characters = 0;
        long before = loop.last() + 1;
        while (before > 1) {
            var page = reads.instances(loop.inlineId(), new Reads.Window(true, PAGE, Optional.of(before))).rows();
            for (var latest : page) {
                var params = ofItsTime(loop, latest).map(row -> RunHead.read(row.head()).params());
                characters += params.map(WhileHistory::characters).orElse(0L);
                if (characters > CHARACTERS_MAX || found.size() == ITERATIONS_MAX) {
                    return found;
                }
                params.ifPresent(values -> found.put(latest.instanceId(), values));
            }
            before = page.isEmpty() ? 0 : page.getLast().instanceId();
        }
        return found;
    }

    private static long characters(Map<String, Param> params) {
        return params.values().stream()
                .mapToLong(param -> param.result() instanceof String text ? text.length() : 8)
                .sum();
    }

    /** An iteration may have been run again after this attempt of its loop. */
    private Optional<RunRow> ofItsTime(LoopRow.While loop, RunRow latest) {
        return latest.runId() <= loop.before().lastRunId()
                ? Optional.of(latest)
                : reads.runs(
                                latest.workflowId(),
                                latest.instanceId(),
                                new Reads.Window(true, 1, Optional.of(loop.before().lastRunId() + 1)))
                        .rows()
                        .stream()
                        .findFirst();
    }
}
