package maestro.core.row;

import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** A way of ending a step or a run before it ends by itself (execution.md §7). */
public enum Ending {
    STOP(StepStatus.STOPPED, InstanceStatus.STOPPED),
    KILL(StepStatus.FATALLY_FAILED, InstanceStatus.FAILED),
    SKIP(StepStatus.SKIPPED, InstanceStatus.STOPPED),
    TIME_OUT(StepStatus.TIMED_OUT, InstanceStatus.TIMED_OUT),
    /** The engine could not decide about it; nobody asks for this. */
    BREAK(StepStatus.INTERNALLY_FAILED, InstanceStatus.FAILED);

    private final StepStatus step;
    private final InstanceStatus instance;

    Ending(StepStatus step, InstanceStatus instance) {
        this.step = step;
        this.instance = instance;
    }

    /** How a step ends that takes it. */
    public StepStatus step() {
        return step;
    }

    /** How a queued run ends that takes it. */
    public InstanceStatus instance() {
        return instance;
    }
}
