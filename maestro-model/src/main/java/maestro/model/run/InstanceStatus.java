package maestro.model.run;

/** Where a workflow instance stands (execution.md §2.1). */
public enum InstanceStatus {
    CREATED(false), IN_PROGRESS(false), PAUSED(false), TIMED_OUT(true), STOPPED(true), FAILED(true), SUCCEEDED(true);

    private final boolean terminal;

    InstanceStatus(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }
}
