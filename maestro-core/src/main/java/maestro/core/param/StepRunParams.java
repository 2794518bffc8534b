package maestro.core.param;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;

/**
 * What a run's requests say about the params of one step (parameters.md §7, rows 5, 7, 8, 9).
 *
 * @param run of the step-level restart action, or else of the instance's {@code step_run_params}
 * @param restart of {@code step_restart_params}; empty unless the instance is the target of the restart
 * @param context the stage of both
 */
public record StepRunParams(
        Map<String, ParamDefinition> run, Map<String, ParamDefinition> restart, MergeContext context) {
    public static final StepRunParams NONE =
            new StepRunParams(Map.of(), Map.of(), new MergeContext(ParamSource.LAUNCH, false, false));

    public StepRunParams {
        requireNonNull(run, "run");
        requireNonNull(restart, "restart");
        requireNonNull(context, "context");
    }

    /** Nothing to merge, so the step's shared params can be used. */
    public boolean none() {
        return run.isEmpty() && restart.isEmpty();
    }

    /** Run params without those that are copied as they are. */
    Map<String, ParamDefinition> mergeable() {
        if (!context.restart()) return run;
        var rest = new LinkedHashMap<>(run);
        rest.entrySet().removeIf(entry -> injected(entry.getKey(), entry.getValue()));
        return rest;
    }

    /** Row 9: what the system had put into the earlier run under a reserved name. */
    Map<String, ParamDefinition> verbatim() {
        var copied = new LinkedHashMap<String, ParamDefinition>();
        if (!context.restart()) return copied;
        run.forEach((name, param) -> {
            if (injected(name, param)) copied.put(name, param.withSource(ParamSource.RESTART));
        });
        return copied;
    }

    private static boolean injected(String name, ParamDefinition param) {
        return ParamNames.reserved(name)
                && param.mode().filter(ParamMode.CONSTANT::equals).isPresent()
                && param.source().filter(ParamSource.SYSTEM_INJECTED::equals).isPresent();
    }
}
