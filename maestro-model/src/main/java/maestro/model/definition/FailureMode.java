package maestro.model.definition;

/** What a fatally failed step does to its run (execution.md §4.4). */
public enum FailureMode {
    FAIL_AFTER_RUNNING, FAIL_IMMEDIATELY, IGNORE_FAILURE
}
