package maestro.server.view;

import java.util.ArrayList;
import java.util.List;
import maestro.core.dag.PlanStep;
import maestro.core.retry.BackoffSpec;
import maestro.core.retry.RetryState;
import maestro.core.row.ChildState;
import maestro.core.row.RestartConfig;
import maestro.core.row.RestartJson;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.row.StepTimes;
import maestro.core.template.TemplateRules;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** One attempt at one step (rest-api.md §11). */
public final class StepView {
    private static final String SATISFIED = "maestro_step_satisfied";

    private StepView() {}

    /** @param enriched adds a status entry to the timeline for each time that is known */
    public static ObjectNode of(RunSource run, StepRow row, boolean enriched) {
        PlanStep step = run.plan().step(run.plan().ordinal(row.stepId()));
        StepDetail detail = StepDetail.read(row);
        var view = Json.object();
        identity(view, run, row);
        view.putRawValue("definition", run.plan().memo("view.step." + row.stepId(), () -> definition(step)));
        view.set("tags", TagJson.toJson(
                TemplateRules.tags(step.definition().common().tags(), detail.templateTags())));
        detail.restart().ifPresent(asked -> restarted(view, asked));
        view.set("params", params(row, detail));
        view.set("transition", transition(run, step, detail));
        view.set("step_retry", retry(detail.retry()));
        if (detail.timeoutMillis() > 0) view.put("timeout_in_millis", detail.timeoutMillis());
        view.set("runtime_state", runtimeState(row.status(), detail.times()));
        view.set("artifacts", artifacts(run, row, detail));
        signals(view, row.status(), detail);
        view.set("timeline", enriched
                ? Enrichment.of(told(detail), detail.times(), row.status())
                : Enrichment.plain(detail.timeline()));
        return view;
    }

    /** Only a restart in place has its own config; what its step was given stands in there (rest-api.md §11). */
    private static void restarted(ObjectNode view, RestartConfig asked) {
        view.putObject("step_run_params");
        view.set("restart_config", RestartJson.shown(asked));
    }

    private static ObjectNode artifacts(RunSource run, StepRow row, StepDetail detail) {
        var shown = (ObjectNode) Json.node(detail.artifacts());
        LoopView.show(shown, run, row, detail.artifacts());
        ChildState.hide(shown);
        return shown;
    }

    /** What it waited for and announced has an entry of its own (rest-api.md §11). */
    private static List<TimelineEvent> told(StepDetail detail) {
        var all = new ArrayList<>(detail.timeline());
        detail.dependencies().info().ifPresent(all::add);
        detail.outputs().info().ifPresent(all::add);
        return all;
    }

    /** What it announces is shown once its own work is done and collected, also when that is nothing. */
    private static void signals(ObjectNode view, StepStatus status, StepDetail detail) {
        if (!detail.dependencies().isEmpty()) view.set("signal_dependencies", detail.dependencies().shown());
        boolean collected = switch (status) {
            case FINISHING, SUCCEEDED -> true;
            case INTERNALLY_FAILED -> detail.times().finish() > 0 && !detail.outputs().lost();
            default -> false;
        };
        if (collected) view.set("signal_outputs", detail.outputs().shown());
    }

    private static void identity(ObjectNode view, RunSource run, StepRow row) {
        view.put("workflow_id", run.row().workflowId());
        view.put("workflow_instance_id", run.row().instanceId());
        view.put("workflow_run_id", run.row().runId());
        view.put("step_id", row.stepId());
        view.put("step_attempt_id", row.attempt());
        view.put("step_instance_id", row.seq());
        view.put("workflow_uuid", run.row().uuid());
        view.put("step_uuid", row.uuid().toString());
        view.put("correlation_id", run.correlationId());
        view.put("workflow_version_id", run.row().version());
        view.put("group_info", run.head().groupInfo());
        view.put("owner", run.head().owner().name());
    }

    /** The step in its wrapper, its failure mode and its params filled in; steps inside of it are as pushed. */
    private static RawValue definition(PlanStep step) {
        ObjectNode wrapped = Definitions.toJson(step.definition());
        for (var inner : wrapped) {
            ((ObjectNode) inner).put("failure_mode", step.failureMode().name());
            if (!inner.has("params")) ((ObjectNode) inner).putObject("params");
        }
        return new RawValue(Json.text(wrapped));
    }

    private static ObjectNode params(StepRow row, StepDetail detail) {
        ObjectNode params = ParamJson.paramsToJson(detail.params());
        // an attempt that ended before it was asked is not "false"
        detail.satisfied().filter(yes -> yes || row.status() == StepStatus.UNSATISFIED).ifPresent(yes -> {
            long at = detail.times().initialize() > 0 ? detail.times().initialize() : detail.times().modify();
            params.set(SATISFIED, ParamJson.toJson(Param.of(ParamDefinition.literal(ParamType.BOOLEAN, yes), yes, at)));
        });
        return params;
    }

    /** The edges; conditions have their outcome once the step is complete. */
    private static ObjectNode transition(RunSource run, PlanStep step, StepDetail detail) {
        var edges = Json.object();
        Overview.predecessors(edges, run.plan(), step);
        if (step.successors().isEmpty()) return edges;
        var successors = edges.putObject("successors");
        for (int i = 0; i < step.successors().size(); i++) {
            var condition = ParamDefinition.expression(ParamType.BOOLEAN, step.conditions().get(i));
            successors.set(run.plan().step(step.successors().get(i)).id(), i < detail.conditions().size()
                    ? ParamJson.toJson(Param.of(condition, detail.conditions().get(i), detail.times().end()))
                    : ParamJson.toJson(condition));
        }
        return edges;
    }

    private static ObjectNode retry(RetryState retry) {
        var node = Json.object();
        node.put("error_retries", retry.user());
        node.put("error_retry_limit", retry.spec().userLimit());
        node.put("platform_retries", retry.platform());
        node.put("platform_retry_limit", retry.spec().platformLimit());
        node.put("timeout_retries", retry.timeout());
        node.put("timeout_retry_limit", retry.spec().timeoutLimit());
        node.put("manual_retries", retry.manual());
        node.put("retryable", retry.retryable());
        node.set("backoff", backoff(retry.spec().backoff()));
        return node;
    }

    private static ObjectNode backoff(BackoffSpec spec) {
        var node = Json.object();
        node.put("type", spec.exponential() ? "EXPONENTIAL_BACKOFF" : "FIXED_BACKOFF");
        byClass(node, spec.base(), "retry_backoff_in_secs");
        if (spec.exponential()) {
            byClass(node, spec.exponent(), "retry_exponent");
            byClass(node, spec.limit(), "retry_limit_in_secs");
        }
        return node;
    }

    private static void byClass(ObjectNode node, BackoffSpec.ByClass numbers, String suffix) {
        node.put("error_" + suffix, numbers.user());
        node.put("platform_" + suffix, numbers.platform());
        node.put("timeout_" + suffix, numbers.timeout());
    }

    /** {@code runtime_state} of an attempt. */
    public static ObjectNode runtimeState(StepRow row) {
        return runtimeState(row.status(), StepDetail.read(row).times());
    }

    static ObjectNode runtimeState(StepStatus status, StepTimes times) {
        var state = Json.object();
        state.put("status", status.name());
        time(state, "create_time", times.create());
        time(state, "initialize_time", times.initialize());
        time(state, "pause_time", times.pause());
        time(state, "wait_signal_time", times.waitSignal());
        time(state, "evaluate_param_time", times.evaluateParam());
        time(state, "wait_permit_time", times.waitPermit());
        time(state, "start_time", times.start());
        time(state, "execute_time", times.execute());
        time(state, "finish_time", times.finish());
        time(state, "end_time", times.end());
        time(state, "modify_time", times.modify());
        return state;
    }

    private static void time(ObjectNode state, String name, long millis) {
        if (millis > 0) state.put(name, millis);
    }
}
