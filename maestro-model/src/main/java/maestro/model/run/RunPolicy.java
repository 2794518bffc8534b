package maestro.model.run;

/** Why a run exists and what of the instance it runs (execution.md §6.2). */
public enum RunPolicy {
    START_FRESH_NEW_RUN,
    START_CUSTOMIZED_RUN,
    RESTART_FROM_INCOMPLETE,
    RESTART_FROM_BEGINNING,
    RESTART_FROM_SPECIFIC,
    RESTART_CUSTOMIZED_RUN;

    /** Whether the run starts from the definition, not from an earlier run. */
    public boolean fresh() {
        return this == START_FRESH_NEW_RUN || this == START_CUSTOMIZED_RUN;
    }
}
