package maestro.core.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.core.check.Finding.Kind;
import maestro.core.param.ParamFunctions;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.sel.Outline;
import maestro.sel.Suggestion;

/** Checks calls of {@code params.f(…)} (parameters.md §11). All are warnings: a call may stand where nothing runs it. */
final class FunctionChecks {
    private static final List<String> INSTANCE_FIELDS = List.of(
            "INITIATOR_TYPE", "INITIATOR_TIMEZONE", "INITIATOR_RUNNER_NAME", "RUN_POLICY", "workflow_id",
            "workflow_instance_id", "workflow_run_id", "owner", "FIRST_TIME_TRIGGER_TIMEZONE");
    private static final Set<String> WORKFLOW_ONLY = Set.of("owner", "FIRST_TIME_TRIGGER_TIMEZONE");
    private static final List<String> STEP_FIELDS = List.of(
            "step_id", "step_instance_uuid", "step_instance_id", "step_attempt_id", "step_type_info",
            "MAESTRO_STEP_ERROR_RETRIES");
    private static final Set<String> STEP_FACTS = Set.of("MAESTRO_STEP_STATUS", "MAESTRO_STEP_END_TIME");

    private final View view;
    private final Places places;
    private final References references;

    FunctionChecks(View view, Places places) {
        this.view = view;
        this.places = places;
        this.references = new References(view, places);
    }

    void check(Outline.HostCall call) {
        int count = call.arguments().size();
        if (!ParamFunctions.names().contains(call.name())) {
            warn(call, "params has no function [" + call.name() + "]",
                    Suggestion.nearest(ParamFunctions.names(), call.name()));
        } else if (!ParamFunctions.known(call.name(), count)) {
            warn(call, call.name() + " does not take " + count + " arguments", Optional.empty());
        } else if (!view.functions()) {
            warn(call, "functions cannot be used here", Optional.empty());
        } else {
            arguments(call, count);
        }
    }

    private void arguments(Outline.HostCall call, int count) {
        switch (call.name()) {
            case "getFromInstance" -> text(call, 0).ifPresent(field -> {
                oneOf(call, field, INSTANCE_FIELDS);
                if (WORKFLOW_ONLY.contains(field) && view.own().isPresent())
                    warn(call, "[" + field + "] can be had in workflow params only", Optional.empty());
            });
            case "getFromStep" -> {
                if (!inStep(call)) return;
                if (count == 1) text(call, 0).ifPresent(field -> oneOf(call, field, STEP_FIELDS));
                else text(call, 0).ifPresent(step -> text(call, 1).ifPresent(param -> {
                    if (STEP_FACTS.contains(param)) references.step(step, call.line(), call.column());
                    else references.stepParam(step, param, call.line(), call.column());
                }));
            }
            case "getFromForeach" -> composite(call, StepType.FOREACH);
            case "getFromSubworkflow" -> composite(call, StepType.SUBWORKFLOW);
            default -> { }
        }
    }

    private void composite(Outline.HostCall call, StepType type) {
        if (!inStep(call)) return;
        text(call, 0).flatMap(id -> references.step(id, call.line(), call.column())).ifPresent(step -> {
            if (step.type() != type)
                warn(call, "step [" + step.id() + "] is no " + type.text(), Optional.empty());
            else if (type == StepType.FOREACH) inner(call, step);
        });
    }

    private void inner(Outline.HostCall call, Step loop) {
        var ids = loop.body().stream().map(Step::id).toList();
        text(call, 1).filter(id -> !ids.contains(id)).ifPresent(id -> warn(
                call, "loop [" + loop.id() + "] has no step [" + id + "]", Suggestion.nearest(ids, id)));
    }

    private boolean inStep(Outline.HostCall call) {
        if (view.own().isEmpty()) warn(call, "step data cannot be had in workflow params", Optional.empty());
        return view.own().isPresent();
    }

    private void oneOf(Outline.HostCall call, String field, List<String> fields) {
        if (!fields.contains(field))
            warn(call, call.name() + " knows no field [" + field + "]", Suggestion.nearest(fields, field));
    }

    private static Optional<String> text(Outline.HostCall call, int index) {
        return call.arguments().get(index);
    }

    private void warn(Outline.HostCall call, String message, Optional<String> suggestion) {
        places.warn(Kind.UNKNOWN_FUNCTION, call.line(), call.column(), message, suggestion);
    }
}
