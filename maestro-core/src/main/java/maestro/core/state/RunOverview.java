package maestro.core.state;

import java.util.EnumMap;
import java.util.Map;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The overview of a live run, as its parent keeps it (execution.md §9.1). */
public final class RunOverview {
    private RunOverview() {}

    public static ObjectNode toJson(RunState run) {
        var json = Json.object().put("total_step_count", run.size());
        Map<StepStatus, ArrayNode> steps = new EnumMap<>(StepStatus.class);
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (step.created()) {
                var entry = steps.computeIfAbsent(step.status(), _ -> Json.array()).addArray().add(ordinal + 1);
                time(entry, step.times().start());
                time(entry, step.times().end());
            }
        }
        var overview = json.putObject("step_overview");
        steps.forEach((status, entries) -> {
            var entry = overview.putObject(status.name()).put("cnt", entries.size());
            entry.set("steps", entries);
        });
        json.set("rollup_overview", Rollups.of(run).toJson());
        return json;
    }

    private static void time(ArrayNode entry, long millis) {
        if (millis == 0) {
            entry.addNull();
        } else {
            entry.add(millis);
        }
    }
}
