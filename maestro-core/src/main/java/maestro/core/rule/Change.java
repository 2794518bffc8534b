package maestro.core.rule;

import maestro.core.state.RunIdentity;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** A change of status that watchers are told of, once durable (events.md §2). Times are epoch milliseconds. */
public sealed interface Change {
    RunIdentity run();

    record RunMoved(RunIdentity run, InstanceStatus from, InstanceStatus to, long at) implements Change {}

    record StepMoved(RunIdentity run, String stepId, int attempt, StepStatus from, StepStatus to, long at)
            implements Change {}
}
