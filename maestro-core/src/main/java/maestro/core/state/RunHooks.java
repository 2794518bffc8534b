package maestro.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.row.HookRow;
import maestro.model.definition.Hook;
import maestro.model.definition.HookJson;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be called now that a run has ended. Iterations have no hooks; a run that a hook started starts nothing by
 * its own, so that workflows which fail cannot start one another for ever.
 */
final class RunHooks {
    /** A param that hooks give to the runs that they start. */
    static final String MARK = "ended_workflow_id";

    private static final int STEPS_MAX = 100;
    private static final int REASON_MAX = 2_000;

    private RunHooks() {}

    static List<HookRow> of(RunState run, InstanceStatus status, long at) {
        var event = event(status);
        if (run.iteration.isPresent() || event.isEmpty()) {
            return List.of();
        }
        var all = run.plan.workflow().hooks();
        var hooks = status == InstanceStatus.SUCCEEDED ? all.onSuccess() : all.onFailure();
        if (hooks.isEmpty()) {
            return List.of();
        }
        boolean started = run.head.runParams().containsKey(MARK);
        String facts = Json.text(facts(run, event.get(), status, at));
        var rows = new ArrayList<HookRow>();
        for (var hook : hooks) {
            if (!(started && hook instanceof Hook.Start)) {
                rows.add(new HookRow(
                        run.key(), rows.size(), run.identity.workflowId(), run.identity.instanceId(),
                        run.identity.runId(), event.get(), Json.text(HookJson.toJson(hook)), facts, at));
            }
        }
        return rows;
    }

    /** For the timeline of the run. */
    static TimelineEvent entry(List<HookRow> rows, long at) {
        return TimelineEvent.info(at, "Hooks to call after " + rows.getFirst().event() + ": [" + rows.size()
                + "]; how they went is told under [hooks] of the run");
    }

    private static Optional<String> event(InstanceStatus status) {
        return switch (status) {
            case SUCCEEDED -> Optional.of("SUCCESS");
            case FAILED, TIMED_OUT -> Optional.of("FAILURE");
            case CREATED, IN_PROGRESS, PAUSED, STOPPED -> Optional.empty();
        };
    }

    private static ObjectNode facts(RunState run, String event, InstanceStatus status, long at) {
        var failed = Arrays.stream(run.steps)
                .filter(step -> step.created() && (step.status().failed() || step.status() == StepStatus.TIMED_OUT))
                .limit(STEPS_MAX)
                .toList();
        var json = Json.object()
                .put("event", event)
                .put("workflow_id", run.identity.workflowId())
                .put("workflow_name", run.plan.workflow().displayName())
                .put("version", run.identity.version())
                .put("instance_id", run.identity.instanceId())
                .put("run_id", run.identity.runId())
                .put("run_uuid", run.identity.uuid())
                .put("status", status.name())
                .put("create_time", run.createMillis)
                .put("start_time", run.startMillis)
                .put("end_time", at)
                .put("owner", run.head.owner().name());
        var steps = json.putArray("failed_steps");
        failed.forEach(step -> steps.add(step.id()));
        String reason = status == InstanceStatus.SUCCEEDED ? "" : reason(run, failed);
        return json.put("reason", reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX) + "…");
    }

    /** What the first failed step, or else the run, was told last. */
    private static String reason(RunState run, List<StepState> failed) {
        return failed.stream()
                .findFirst()
                .map(StepState::timeline)
                .flatMap(RunHooks::last)
                .or(() -> last(run.timeline))
                .orElse("");
    }

    private static Optional<String> last(List<TimelineEvent> timeline) {
        return timeline.reversed().stream()
                .flatMap(entry -> switch (entry) {
                    case TimelineEvent.Details(_, _, var message, var errors, _) ->
                        Optional.of(errors.isEmpty()
                                ? message
                                : message + ": " + errors.stream().collect(Collectors.joining("; "))).stream();
                    case TimelineEvent.Log(_, var level, var message) when level == TimelineEvent.Level.WARN
                            || level == TimelineEvent.Level.ERROR -> Optional.of(message).stream();
                    case TimelineEvent.Log _, TimelineEvent.Status _, TimelineEvent.Action _,
                            TimelineEvent.Milestone _ -> Optional.<String>empty().stream();
                })
                .findFirst();
    }
}
