package maestro.core.rule;

import java.util.Optional;
import java.util.OptionalLong;
import maestro.core.param.DeclaredSignals;
import maestro.core.param.InstanceFacts;
import maestro.core.param.SignalFacts;
import maestro.core.row.RunHead;
import maestro.core.state.RunState;
import maestro.model.User;
import maestro.model.definition.Workflow;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;

/** What params may read about a run (parameters.md §11, {@code getFromInstance}). */
public final class InstanceFactsOf {
    private InstanceFactsOf() {}

    static InstanceFacts run(RunState run, String environment) {
        var identity = run.identity();
        RunHead head = run.head();
        return start(
                        identity.workflowId(),
                        run.plan().workflow(),
                        head.owner().name(),
                        head.initiator(),
                        head.policy(),
                        environment)
                .numbered(identity.instanceId(), identity.runId());
    }

    /** A run about to be made: without its numbers. */
    public static InstanceFacts start(
            String workflowId, Workflow workflow, String owner, Initiator initiator, RunPolicy policy, String environment) {
        return new InstanceFacts(
                workflowId,
                owner,
                initiator.type().name(),
                initiator instanceof Initiator.Time time ? time.timezone() : Optional.empty(),
                initiator instanceof Initiator.Manual manual ? manual.user().map(User::name) : Optional.empty(),
                policy.name(),
                workflow.timeTriggers().stream().findFirst().map(trigger -> trigger.timezone().orElse("UTC")),
                OptionalLong.empty(),
                OptionalLong.empty(),
                environment,
                initiator instanceof Initiator.Validation
                        ? new DeclaredSignals(workflow.signalTriggers())
                        : SignalFacts.NONE);
    }
}
