package maestro.server.view;

import java.util.ArrayList;
import java.util.Map;
import maestro.core.loop.InlineIds;
import maestro.core.row.Restart;
import maestro.core.row.RestartJson;
import maestro.core.row.RunRow;
import maestro.model.Tag;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.run.InstanceStatus;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** A run of a workflow instance (rest-api.md §8). */
public final class RunView {
    private RunView() {}

    /** The {@code runtime_overview} alone. */
    public static ObjectNode overview(RunSource run) {
        return Overview.of(run);
    }

    /**
     * @param enriched adds status entries to the timeline
     * @param aggregated adds {@code aggregated_info}
     */
    public static ObjectNode of(RunSource run, boolean enriched, boolean aggregated) {
        var view = Json.object();
        identity(view, run);
        config(view, run);
        workflow(view, run);
        view.set("params", ParamJson.paramsToJson(run.head().params()));
        view.set("initiator", run.head().initiator().toJson());
        view.put("status", run.row().status().name());
        times(view, run);
        if (started(run)) view.set("runtime_overview", Overview.of(run));
        if (!run.tail().artifacts().isEmpty()) view.set("artifacts", Json.node(run.tail().artifacts()));
        timeline(view, run, enriched);
        if (aggregated) view.set("aggregated_info", Overview.aggregated(run));
        return view;
    }

    private static void identity(ObjectNode view, RunSource run) {
        RunRow row = run.row();
        view.put("workflow_id", row.workflowId());
        view.put("workflow_instance_id", row.instanceId());
        view.put("workflow_run_id", row.runId());
        view.put("workflow_uuid", row.uuid());
        view.put("correlation_id", run.correlationId());
        view.put("workflow_version_id", row.version());
        view.put("group_info", run.head().groupInfo());
        view.put("internal_id", row.internalId());
        if (run.tail().handedOver()) view.put("execution_id", row.uuid());
    }

    private static void config(ObjectNode view, RunSource run) {
        var head = run.head();
        var config = view.putObject("run_config");
        config.put("policy", head.policy().name());
        if (!head.runtimeTags().isEmpty()) config.set("runtime_tags", TagJson.toJson(head.runtimeTags()));
        head.restart()
                .flatMap(Restart::config)
                .ifPresent(asked -> config.set("restart_config", RestartJson.shown(asked)));
        if (head.launched()) config.put("correlation_id", run.correlationId());
        view.set("run_params", ParamJson.toJson(runParams(run)));
        if (!head.stepRunParams().isEmpty()) {
            var steps = view.putObject("step_run_params");
            head.stepRunParams().forEach((step, params) -> steps.set(step, ParamJson.toJson(params)));
        }
        var properties = view.putObject("run_properties");
        properties.put("create_time", head.snapshotId());
        properties.put("owner", head.owner().name());
        head.alerting().ifPresent(alerting -> properties.set("alerting", Json.node(alerting)));
        head.stepConcurrency().ifPresent(limit -> properties.put("step_concurrency", limit));
        if (!head.propertyTags().isEmpty()) properties.set("tags", TagJson.toJson(head.propertyTags()));
    }

    private static void workflow(ObjectNode view, RunSource run) {
        if (run.head().runtimeTags().isEmpty())
            view.putRawValue("runtime_workflow", run.plan().memo("view.workflow",
                    () -> new RawValue(Json.text(Definitions.toJson(run.plan().workflow())))));
        else view.set("runtime_workflow", tagged(run));
        view.putRawValue("runtime_dag",
                run.plan().memo("view.dag", () -> new RawValue(Json.text(Overview.dag(run.plan())))));
        run.head().timeoutMillis().ifPresent(millis -> view.put("timeout_in_millis", millis));
    }

    /** The definition with the tags of this start beside its own; the start's win over those of the same name. */
    private static ObjectNode tagged(RunSource run) {
        var tags = new ArrayList<>(run.plan().workflow().tags());
        for (Tag tag : run.head().runtimeTags()) {
            tags.removeIf(known -> known.name().equals(tag.name()));
            tags.add(tag);
        }
        ObjectNode body = Definitions.toJson(run.plan().workflow()).set("tags", TagJson.toJson(tags));
        if (InlineIds.inline(run.row().workflowId())) body.put("id", run.row().workflowId());
        run.inlineName().ifPresent(name -> body.put("name", name));
        if (run.head().launched()) { // takes over the limit of the tree, also none
            body.remove("instance_step_concurrency");
            run.head().instanceStepConcurrency().ifPresent(limit -> body.put("instance_step_concurrency", limit));
        }
        return body;
    }

    private static void times(ObjectNode view, RunSource run) {
        RunRow row = run.row();
        view.put("request_time", run.head().requestMillis());
        view.put("create_time", row.createMillis());
        if (row.startMillis() > 0) view.put("start_time", row.startMillis());
        if (row.endMillis() > 0) view.put("end_time", row.endMillis());
        view.put("modify_time", row.modifyMillis());
    }

    private static boolean started(RunSource run) {
        return run.row().startMillis() > 0 && run.row().status() != InstanceStatus.CREATED;
    }

    private static void timeline(ObjectNode view, RunSource run, boolean enriched) {
        var timeline = new ArrayList<TimelineEvent>();
        // every run that its strategy let go has this entry, so it is not stored
        if (run.tail().handedOver() && run.row().startMillis() > 0)
            timeline.add(TimelineEvent.info(run.row().startMillis(), "Workflow instance is dequeued."));
        timeline.addAll(run.tail().timeline());
        if (timeline.isEmpty()) return; // a queued run shows none, not even its creation
        view.set("timeline", enriched ? Enrichment.of(timeline, run.row()) : Enrichment.plain(timeline));
    }

    /** What a user's restart was given stands in its restart_config alone (parameters.md §6). */
    private static Map<String, ParamDefinition> runParams(RunSource run) {
        if (run.head().launched()) return run.handedDown();
        return run.head().policy().fresh() ? run.head().runParams() : Map.of();
    }
}
