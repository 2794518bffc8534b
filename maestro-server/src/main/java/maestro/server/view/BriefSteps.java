package maestro.server.view;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.restart.Past;
import maestro.core.restart.Standings;
import maestro.core.row.ChildState;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.row.Standing;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.why.Reason;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.BriefReads.Labels;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run and all steps of its definition with how they stand over all runs of the instance, in some 160 bytes each. Steps
 * in a loop's body have no status here: they run in the iterations.
 */
public final class BriefSteps {
    private BriefSteps() {}

    /** @param since only steps that changed at that time or later; epoch milliseconds, 0: all */
    public static ObjectNode of(RunSource run, Optional<Labels> workflow, long since) {
        var own = run.steps().stream().collect(Collectors.toMap(StepRow::stepId, step -> step));
        var view = Json.object();
        view.set("run", BriefRun.of(run.row().withLabels(BriefRun.labels(run)), workflow, cause(run)));
        var steps = view.putArray("steps");
        long until = run.row().modifyMillis();
        var standings = Standings.of(new Past(run.row(), run.head(), run.steps()), run.plan().whole());
        for (PlanStep step : run.plan().whole().steps()) {
            StepRow row = own.get(step.id());
            if (row == null) {
                if (since == 0) carried(steps, step, standings.get(step.id()), run);
            } else {
                var detail = StepDetail.read(row);
                until = Math.max(until, detail.times().modify());
                boolean loops = step.body().isPresent() && !row.status().terminal(); // its counts change by themselves
                if (loops || detail.times().modify() >= since) reached(identity(steps, step, Optional.empty()), row, detail);
            }
            if (since == 0) body(steps, step);
        }
        return view.put("until", until).put("complete", true);
    }

    /** The attempt that failed first, else the one that was stopped first. */
    private static Optional<StepRow> cause(RunSource run) {
        if (!BriefRun.caused(run.row().status())) return Optional.empty();
        return run.steps().stream()
                .filter(step -> step.status().restartable())
                .min(Comparator.<StepRow, Boolean>comparing(step -> step.status() == StepStatus.STOPPED)
                        .thenComparingLong(StepRow::endMillis)
                        .thenComparingLong(StepRow::seq));
    }

    private static ObjectNode identity(ArrayNode steps, PlanStep step, Optional<String> parent) {
        var view = steps.addObject().put("id", step.id()).put("type", step.type().text());
        parent.ifPresent(id -> view.put("parent", id));
        return view;
    }

    private static void body(ArrayNode steps, PlanStep loop) {
        for (PlanStep step : loop.body().map(Plan::steps).orElse(List.of())) {
            identity(steps, step, Optional.of(loop.id()));
            body(steps, step);
        }
    }

    /** Not run by this run: as an earlier one left it. */
    private static void carried(ArrayNode steps, PlanStep step, Standing standing, RunSource run) {
        var view = identity(steps, step, Optional.empty()).put("status", standing.status().name());
        if (!standing.reached()) return;
        view.put("attempt", standing.attempt());
        BriefRun.time(view, "start_time", standing.startMillis());
        BriefRun.time(view, "end_time", standing.endMillis());
        if (standing.runId() != run.row().runId()) view.put("carried_from_run", standing.runId());
    }

    private static void reached(ObjectNode view, StepRow row, StepDetail detail) {
        view.put("status", row.status().name()).put("attempt", row.attempt());
        BriefRun.time(view, "create_time", row.createMillis());
        BriefRun.time(view, "start_time", row.startMillis());
        BriefRun.time(view, "end_time", row.endMillis());
        waits(row, detail).ifPresent(code -> view.put("wait", code.name()));
        BriefRun.time(view, "wait_until", detail.retryAtMillis());
        loop(view, detail);
        ChildState.of(detail.artifacts()).ifPresent(child -> view.putObject("child")
                .put("workflow_id", child.workflowId())
                .put("workflow_instance_id", child.instanceId())
                .put("workflow_run_id", child.runId()));
    }

    /** The code of the reason that {@code why} gives first, as far as the attempt tells it by itself. */
    private static Optional<Reason.Code> waits(StepRow row, StepDetail detail) {
        if (detail.order().isPresent() && row.status().wakeable()) return Optional.of(Reason.Code.STEP_ENDING);
        return waits(row.status());
    }

    /** The code of the reason for which a step in this status does not run. */
    public static Optional<Reason.Code> waits(StepStatus status) {
        return switch (status) {
            case PAUSED -> Optional.of(Reason.Code.STEP_PAUSED);
            case WAITING_FOR_SIGNALS -> Optional.of(Reason.Code.STEP_WAITS_FOR_SIGNALS);
            case WAITING_FOR_PERMITS -> Optional.of(Reason.Code.STEP_WAITS_FOR_PERMIT);
            case USER_FAILED, PLATFORM_FAILED, TIMEOUT_FAILED -> Optional.of(Reason.Code.STEP_WAITS_FOR_RETRY);
            case NOT_CREATED, CREATED, INITIALIZED, EVALUATING_PARAMS, STARTING, RUNNING, FINISHING, DISABLED,
                    UNSATISFIED, SKIPPED, SUCCEEDED, COMPLETED_WITH_ERROR, FATALLY_FAILED, INTERNALLY_FAILED, STOPPED,
                    TIMED_OUT -> Optional.empty();
        };
    }

    private static void loop(ObjectNode view, StepDetail detail) {
        LoopRow.own(detail.artifacts()).ifPresent(own -> {
            var loop = view.putObject("loop");
            switch (own) {
                case LoopRow.Foreach foreach -> {
                    loop.put("total", foreach.total());
                    loop.put("launched", foreach.reached());
                    counts(loop.putObject("ended"), foreach.ended());
                    counts(loop.putObject("live"), foreach.live());
                }
                case LoopRow.While repeated -> loop.put("launched", repeated.last());
            }
        });
    }

    private static void counts(ObjectNode view, Map<InstanceStatus, Intervals> byStatus) {
        byStatus.forEach((status, numbers) -> view.put(status.name(), numbers.size()));
    }
}
