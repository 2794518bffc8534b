package maestro.core.row;

import java.util.Map;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The run that a subworkflow step started (composite-steps.md §4.3).
 *
 * @param overview the child's overview as told last, JSON; empty: not told yet
 * @param ended how it ended; empty: that was not told yet
 */
public record ChildState(
        String workflowId,
        long version,
        long instanceId,
        long runId,
        String uuid,
        String overview,
        Optional<InstanceStatus> ended) {
    public static final String ARTIFACT = "maestro_subworkflow";

    private static final String ENDED = "subworkflow_status";

    /** A run that was just made. */
    public static ChildState made(String workflowId, long version, long instanceId, long runId, String uuid) {
        return new ChildState(workflowId, version, instanceId, runId, uuid, "", Optional.empty());
    }

    /** With how it stands now. */
    public ChildState told(String told) {
        return new ChildState(workflowId, version, instanceId, runId, uuid, told, ended);
    }

    /** With what was told of its end. */
    public ChildState ended(InstanceStatus status, String told) {
        return new ChildState(workflowId, version, instanceId, runId, uuid, told, Optional.of(status));
    }

    public Map<String, Object> toPlain() {
        var json = Json.object()
                .put("subworkflow_id", workflowId)
                .put("subworkflow_version_id", version)
                .put("subworkflow_instance_id", instanceId)
                .put("subworkflow_run_id", runId)
                .put("subworkflow_uuid", uuid);
        if (!overview.isEmpty()) {
            json.set("subworkflow_overview", StoredJson.parse(overview));
        }
        ended.ifPresent(status -> json.put(ENDED, status.name()));
        return Json.plainMap(json.put("type", "SUBWORKFLOW"));
    }

    /** Takes out of shown artifacts what only the engine reads. */
    public static void hide(ObjectNode artifacts) {
        if (artifacts.get(ARTIFACT) instanceof ObjectNode child) {
            child.remove(ENDED);
        }
    }

    /** The run that a step's artifacts tell of. */
    public static Optional<ChildState> of(Map<String, Map<String, Object>> artifacts) {
        return Optional.ofNullable(artifacts.get(ARTIFACT)).map(ChildState::fromPlain);
    }

    public static ChildState fromPlain(Map<String, Object> artifact) {
        JsonNode json = Json.node(artifact);
        return new ChildState(
                json.get("subworkflow_id").stringValue(),
                json.get("subworkflow_version_id").longValue(),
                json.get("subworkflow_instance_id").longValue(),
                json.get("subworkflow_run_id").longValue(),
                json.get("subworkflow_uuid").stringValue(),
                json.has("subworkflow_overview") ? Json.text(json.get("subworkflow_overview")) : "",
                Optional.ofNullable(json.get(ENDED))
                        .map(status -> InstanceStatus.valueOf(status.stringValue())));
    }

    /** Leaf steps of the child as told last. */
    public Rollup rollup() {
        return overview.isEmpty()
                ? new Rollup()
                : Rollup.fromJson(StoredJson.parse(overview).path("rollup_overview"));
    }
}
