package maestro.model.param;

/** The stage that gave a param its present value (parameters.md §3). */
public enum ParamSource {
    SYSTEM(true),
    TEMPLATE_SCHEMA(true),
    SYSTEM_INJECTED(true),
    SYSTEM_DEFAULT(true),
    DEFINITION(false),
    SIGNAL(false),
    TIME_TRIGGER(false),
    OUTPUT_PARAMETER(false),
    LAUNCH(false),
    RESTART(false),
    SUBWORKFLOW(false),
    TEMPLATE(false),
    FOREACH(false),
    WHILE(false),
    WORKFLOW_PARAMETER(false);

    private final boolean system;

    ParamSource(boolean system) {
        this.system = system;
    }

    /** Whether values of this stage may override any mode. */
    public boolean system() {
        return system;
    }
}
