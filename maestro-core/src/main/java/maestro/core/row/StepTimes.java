package maestro.core.row;

import maestro.model.run.StepStatus;

/** When an attempt reached each status (execution.md §3.2); epoch milliseconds, 0: not reached. */
public record StepTimes(
        long create,
        long initialize,
        long pause,
        long waitSignal,
        long evaluateParam,
        long waitPermit,
        long start,
        long execute,
        long finish,
        long end,
        long modify) {
    public static final StepTimes NONE = new StepTimes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of a step that had to wait for nothing: everything on the way within one moment. */
    static StepTimes atOnce(long at) {
        return new StepTimes(at, at, 0, at, at, at, at, at, at, at, at);
    }

    /** With the time of a status just reached. */
    public StepTimes reached(StepStatus status, long at) {
        if (status.terminal()) {
            return new StepTimes(
                    create, initialize, pause, waitSignal, evaluateParam, waitPermit, start, execute, finish, at, at);
        }
        return switch (status) {
            case CREATED -> new StepTimes(at, 0, 0, 0, 0, 0, 0, 0, 0, 0, at);
            case INITIALIZED -> new StepTimes(create, at, 0, 0, 0, 0, 0, 0, 0, 0, at);
            case PAUSED -> new StepTimes(create, initialize, at, 0, 0, 0, 0, 0, 0, 0, at);
            case WAITING_FOR_SIGNALS -> new StepTimes(create, initialize, pause, at, 0, 0, 0, 0, 0, 0, at);
            case EVALUATING_PARAMS -> new StepTimes(create, initialize, pause, waitSignal, at, 0, 0, 0, 0, 0, at);
            case WAITING_FOR_PERMITS ->
                new StepTimes(create, initialize, pause, waitSignal, evaluateParam, at, 0, 0, 0, 0, at);
            case STARTING ->
                new StepTimes(create, initialize, pause, waitSignal, evaluateParam, waitPermit, at, 0, 0, 0, at);
            case RUNNING ->
                new StepTimes(create, initialize, pause, waitSignal, evaluateParam, waitPermit, start, at, 0, 0, at);
            case FINISHING ->
                new StepTimes(
                        create, initialize, pause, waitSignal, evaluateParam, waitPermit, start, execute, at, 0, at);
            default -> throw new IllegalArgumentException("no time is kept for " + status);
        };
    }

    public StepTimes modified(long at) {
        return new StepTimes(
                create, initialize, pause, waitSignal, evaluateParam, waitPermit, start, execute, finish, end, at);
    }
}
