package maestro.server.view;

import java.util.Map;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The artifact that a loop step shows (composite-steps.md §2.5, §3.3): made of its row when it is read. */
final class LoopView {
    private LoopView() {}

    /** Puts the artifact of the attempt's own loop in place of the stored one; an earlier attempt's is not its to show. */
    static void show(ObjectNode artifacts, RunSource run, StepRow step, Map<String, Map<String, Object>> stored) {
        var found = LoopRow.of(stored);
        if (found.isEmpty()) return;
        artifacts.remove(found.get().name());
        LoopRow.own(stored).ifPresent(own -> artifacts.set(own.name(), switch (own) {
            case LoopRow.Foreach loop -> foreach(run, step, loop);
            case LoopRow.While loop -> repeated(run, step, loop, Json.node(stored.get(LoopRow.WHILE)));
        }));
    }

    private static String identity(RunSource run, StepRow step) {
        return "[" + run.row().workflowId() + "][" + run.row().instanceId() + "][" + run.row().runId() + "]["
                + step.stepId() + "][" + step.attempt() + "][" + step.uuid() + "]";
    }

    private static ObjectNode foreach(RunSource run, StepRow step, LoopRow.Foreach loop) {
        var json = Json.object()
                .put("foreach_workflow_id", loop.inlineId())
                .put("foreach_identity", identity(run, step))
                .put("foreach_run_id", loop.loopRunId())
                .put("run_policy", run.head().policy().name())
                .put("run_id", run.row().runId())
                .put("total_loop_count", loop.total())
                .put("next_loop_index", loop.reached());
        if (loop.before().goesOn() && loop.before().known() > 0)
            json.put("ancestor_iteration_count", loop.before().known());
        json.set("foreach_overview", overview(loop));
        return json.put("type", "FOREACH");
    }

    /** What is empty is left out (§2.5). */
    private static ObjectNode overview(LoopRow.Foreach loop) {
        var overview = Json.object().put("checkpoint", loop.checkpoint());
        var details = Json.object();
        if (!loop.ended().isEmpty()) overview.set("stats", counted(loop.ended(), details));
        if (!loop.ended().isEmpty() || loop.rollup().total() > 0) overview.set("rollup", loop.rollup().toJson());
        if (!loop.live().isEmpty()) {
            overview.set("running_stats", counted(loop.live(), details));
            overview.set("running_rollup", loop.liveRollup().toJson());
        }
        if (!details.isEmpty()) overview.set("details", details);
        if (!loop.before().pending().isEmpty()) {
            var restarts = overview.putArray("restart_info");
            loop.before().pending().keySet().forEach(restarts::add);
        }
        return overview;
    }

    private static ObjectNode counted(Map<InstanceStatus, Intervals> byStatus, ObjectNode details) {
        var stats = Json.object();
        byStatus.forEach((status, numbers) -> {
            stats.put(status.name(), numbers.size());
            details.set(status.name(), numbers.toJson());
        });
        return stats;
    }

    /** @param stored with the values that the loop params had: all of them, where they were read */
    private static ObjectNode repeated(RunSource run, StepRow step, LoopRow.While loop, JsonNode stored) {
        var json = Json.object()
                .put("loop_workflow_id", loop.inlineId())
                .put("loop_identity", identity(run, step))
                .put("loop_run_id", loop.loopRunId())
                .put("run_policy", run.head().policy().name())
                .put("run_id", run.row().runId())
                .put("first_iteration", loop.first())
                .put("last_iteration", loop.last());
        if (loop.last() > 0) json.put("last_status", loop.lastStatus().name());
        if (stored.has("last_overview")) json.set("last_overview", stored.get("last_overview"));
        json.set("rollup", loop.beforeLast().toJson());
        json.set(LoopRow.VALUES, stored.path(LoopRow.VALUES));
        return json.put("type", "WHILE");
    }
}
