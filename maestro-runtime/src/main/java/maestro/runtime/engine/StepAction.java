package maestro.runtime.engine;

/** What can be done to a step under way (rest-api.md §12.2). */
public enum StepAction {
    STOP, KILL, SKIP, BYPASS
}
