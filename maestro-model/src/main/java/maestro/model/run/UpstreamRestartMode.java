package maestro.model.run;

/** Where a step restart takes hold when its instance belongs to a loop (rest-api.md §12.1). */
public enum UpstreamRestartMode {
    RESTART_FROM_STEP, RESTART_FROM_INLINE_ROOT
}
