package maestro.server.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.LoopRow;
import maestro.core.row.Rollup;
import maestro.core.state.Rollups;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a loop's artifact says of its live iterations (composite-steps.md §2.5, §3.3). Its row is written when
 * iterations begin and end, not at each of their steps, so views put in how these stand now.
 */
public final class LiveLoop {
    private LiveLoop() {}

    /** The workflow of the iterations of a step that loops; empty: the artifacts tell of none. */
    public static Optional<String> inlineId(Map<String, Map<String, Object>> artifacts) {
        return LoopRow.of(artifacts).map(LoopRow::inlineId);
    }

    /** @param iterations all that are live, at least one, with their steps; of a while the only one */
    public static Map<String, Map<String, Object>> told(
            Map<String, Map<String, Object>> artifacts, List<RunSource> iterations) {
        boolean foreach = artifacts.containsKey(LoopRow.FOREACH);
        String name = foreach ? LoopRow.FOREACH : LoopRow.WHILE;
        var artifact = (ObjectNode) Json.node(artifacts.get(name));
        if (foreach) {
            var running = new Rollup();
            iterations.forEach(run -> running.add(Rollups.of(run.row(), run.head(), run.plan(), run.steps())));
            ((ObjectNode) artifact.path("foreach_overview")).set("running_rollup", running.toJson());
        } else {
            artifact.put("last_status", iterations.getLast().row().status().name());
            artifact.set("last_overview", RunView.overview(iterations.getLast()));
        }
        var told = new LinkedHashMap<>(artifacts);
        told.put(name, Json.plainMap(artifact));
        return told;
    }
}
