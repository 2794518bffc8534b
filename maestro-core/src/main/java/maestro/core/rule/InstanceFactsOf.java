package maestro.core.rule;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import maestro.core.param.DeclaredSignals;
import maestro.core.param.InstanceFacts;
import maestro.core.param.SignalFacts;
import maestro.core.row.RunHead;
import maestro.core.state.RunState;
import maestro.core.wait.Dependencies;
import maestro.core.wait.RunSignals;
import maestro.model.User;
import maestro.model.definition.Workflow;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;

/** What params may read about a run (parameters.md §11, {@code getFromInstance}). */
public final class InstanceFactsOf {
    private InstanceFactsOf() {}

    /** @param dependencies what the step that asks waited for */
    static InstanceFacts run(RunState run, Dependencies dependencies, String environment) {
        var identity = run.identity();
        RunHead head = run.head();
        return start(
                        identity.workflowId(),
                        run.plan().workflow(),
                        head.owner().name(),
                        head.initiator(),
                        head.policy(),
                        environment)
                .numbered(identity.instanceId(), identity.runId())
                .withSignals(dependencies.over(signals(run.plan().workflow(), head.initiator(), head.signals())));
    }

    /** What is known of the signals that started a run, or would in a dry run. */
    public static SignalFacts signals(
            Workflow workflow, Initiator initiator, Map<String, Map<String, Object>> consumed) {
        return switch (initiator) {
            case Initiator.Validation _ -> new DeclaredSignals(workflow.signalTriggers());
            case Initiator.Signal(_, _, var params) -> new RunSignals(params, consumed);
            case Initiator.Manual _, Initiator.Time _, Initiator.Upstream _ ->
                consumed.isEmpty() ? SignalFacts.NONE : new RunSignals(Map.of(), consumed);
        };
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
                signals(workflow, initiator, Map.of()));
    }
}
