package maestro.core.param;

import static java.util.Objects.requireNonNull;

import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.run.Initiator;

/**
 * The stage a merge belongs to (parameters.md §4, §5).
 *
 * @param upstream the run was started by a parent step
 * @param restart the run policy is not one of a fresh run
 */
public record MergeContext(ParamSource source, boolean upstream, boolean restart) {
    public static final MergeContext SYSTEM = of(ParamSource.SYSTEM);
    public static final MergeContext SYSTEM_DEFAULT = of(ParamSource.SYSTEM_DEFAULT);
    public static final MergeContext TEMPLATE_SCHEMA = of(ParamSource.TEMPLATE_SCHEMA);
    public static final MergeContext DEFINITION = of(ParamSource.DEFINITION);
    public static final MergeContext OUTPUT = of(ParamSource.OUTPUT_PARAMETER);
    /** Workflow params that override template params of the same names. */
    public static final MergeContext WORKFLOW_PARAMETER =
            new MergeContext(ParamSource.WORKFLOW_PARAMETER, true, false);

    public MergeContext {
        requireNonNull(source, "source");
    }

    private static MergeContext of(ParamSource source) {
        return new MergeContext(source, false, false);
    }

    /** What is given to a run so started, or to its steps; below a parent step it counts as handed down by it. */
    public static MergeContext of(Initiator.Type initiator, boolean restart) {
        var source = switch (initiator) {
            case SUBWORKFLOW -> ParamSource.SUBWORKFLOW;
            case FOREACH -> ParamSource.FOREACH;
            case WHILE -> ParamSource.WHILE;
            case TEMPLATE -> ParamSource.TEMPLATE;
            case MANUAL, TIME, SIGNAL, VALIDATION -> restart ? ParamSource.RESTART : ParamSource.LAUNCH;
        };
        return new MergeContext(source, initiator.upstream(), restart);
    }

    boolean system() {
        return source.system();
    }

    /** A person's stage: neither the system's nor a parent step's. */
    boolean user() {
        return !system() && !upstream;
    }

    /** Whether this stage may write a param of this mode (the columns of §5). */
    boolean writes(ParamMode mode) {
        return switch (source) {
            case SYSTEM, SYSTEM_DEFAULT, TEMPLATE_SCHEMA, SYSTEM_INJECTED -> true;
            case OUTPUT_PARAMETER -> mode == ParamMode.MUTABLE;
            case DEFINITION, WORKFLOW_PARAMETER -> !mode.stricterThan(ParamMode.MUTABLE_ON_START);
            case RESTART -> !mode.stricterThan(ParamMode.MUTABLE_ON_START_RESTART);
            case LAUNCH, SIGNAL, TIME_TRIGGER, SUBWORKFLOW, FOREACH, WHILE, TEMPLATE ->
                !mode.stricterThan(
                        restart ? ParamMode.MUTABLE_ON_START_RESTART : ParamMode.MUTABLE_ON_START);
        };
    }
}
