package maestro.core.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.Clocked;
import maestro.core.param.HandDown;
import maestro.core.param.MergeContext;
import maestro.core.param.WorkflowParams;
import maestro.core.row.IterationRef;
import maestro.core.row.RunHead;
import maestro.core.state.Event;
import maestro.core.state.LoopState;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.Tag;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;
import maestro.sel.Budget;

/** Makes the runs of a loop's iterations (composite-steps.md §1.3, §2.2). */
final class Iterations {
    private Iterations() {}

    static void launch(
            Turn turn,
            RunState run,
            StepState step,
            LoopState loop,
            long number,
            UUID uuid,
            Map<String, Object> values) {
        var identity = new RunIdentity(
                turn.state().nextRunKey(),
                loop.inlineId(),
                run.identity().internalId(),
                number,
                loop.loopRunId(),
                run.identity().version(),
                uuid.toString());
        var head = head(turn, run, step, identity, number, values);
        turn.emit(new Event.RunCreated(identity, step.plan().body().orElseThrow(), head, turn.now()));
        RunRules.start(turn, turn.state().run(identity.runKey()).orElseThrow());
    }

    private static RunHead head(
            Turn turn, RunState run, StepState step, RunIdentity identity, long number, Map<String, Object> values) {
        var parent = run.head();
        var initiator = initiator(run, step);
        var params = params(turn, run, step, identity, initiator, number, values);
        var tag = new Tag(
                step.plan().type() == StepType.FOREACH ? "maestro_foreach" : "maestro_while",
                Optional.of(Tag.Namespace.SYSTEM),
                Map.of());
        return new RunHead(
                initiator,
                RunPolicy.START_FRESH_NEW_RUN,
                params,
                Map.of(),
                Map.of(),
                List.of(tag),
                Optional.of(correlation(run)),
                turn.now(),
                parent.owner(),
                parent.snapshotId(),
                parent.alerting(),
                parent.stepConcurrency(),
                parent.propertyTags(),
                parent.instanceStepConcurrency(),
                OptionalLong.empty(),
                Map.of(),
                parent.groupInfo(),
                Optional.empty(),
                Optional.of(new IterationRef(run.key(), step.ordinal(), number)),
                Optional.empty(),
                Optional.empty());
    }

    /** The root's, or what the root's would be (execution.md §1). */
    static String correlation(RunState run) {
        var identity = run.identity();
        return run.head()
                .correlationId()
                .orElse(identity.workflowId() + ":" + identity.instanceId() + ":" + identity.runId());
    }

    private static Initiator initiator(RunState run, StepState step) {
        return initiator(run, step, Optional.empty());
    }

    /** @param sync whether a subworkflow step waits for its child */
    static Initiator initiator(RunState run, StepState step, Optional<Boolean> sync) {
        var identity = run.identity();
        var ancestors = new ArrayList<Initiator.Ancestor>();
        if (run.head().initiator() instanceof Initiator.Upstream(_, var above)) {
            ancestors.addAll(above);
        }
        ancestors.add(new Initiator.Ancestor(
                identity.workflowId(),
                identity.instanceId(),
                Optional.of(identity.runId()),
                Optional.of(step.id()),
                Optional.of((long) step.attempt()),
                sync));
        return new Initiator.Upstream(Initiator.Type.valueOf(step.plan().type().name()), ancestors);
    }

    private static Map<String, Param> params(
            Turn turn,
            RunState run,
            StepState step,
            RunIdentity identity,
            Initiator initiator,
            long number,
            Map<String, Object> values) {
        var shared = HandDown.loop(
                run.head().params(),
                step.params(),
                step.plan().definition().common().params().keySet());
        boolean foreach = step.plan().type() == StepType.FOREACH;
        Map<String, ParamDefinition> given = foreach
                ? HandDown.foreach(shared, number - 1, values)
                : HandDown.whileLoop(shared, number - 1, values);
        var source = foreach ? ParamSource.FOREACH : ParamSource.WHILE;
        var merged = WorkflowParams.merged(
                turn.config().catalogue(), Map.of(), given, new MergeContext(source, true, false));
        var facts = InstanceFactsOf.start(
                identity.workflowId(),
                run.plan().workflow(),
                run.head().owner().name(),
                initiator,
                RunPolicy.START_FRESH_NEW_RUN,
                turn.config().environment());
        var now = new Clocked(turn.now(), turn.random());
        try {
            return WorkflowParams.evaluate(merged, facts, now, Budget.inline());
        } catch (BudgetExceeded tooLong) {
            // an IMMUTABLE expression that would hold up the shard at each iteration: its parent's value stands for it
            return WorkflowParams.evaluate(
                    HandDown.valued(merged, run.head().params(), step.params()), facts, now, Budget.inline());
        }
    }

    /** Loop values as params, for a condition to read. */
    static Map<String, Param> scalars(Map<String, Object> values, long nowMillis) {
        var params = new LinkedHashMap<String, Param>();
        values.forEach((name, value) ->
                params.put(name, Param.of(ParamDefinition.literal(type(value), value), value, nowMillis)));
        return params;
    }

    private static ParamType type(Object value) {
        return switch (value) {
            case Long _ -> ParamType.LONG;
            case Double _ -> ParamType.DOUBLE;
            case Boolean _ -> ParamType.BOOLEAN;
            default -> ParamType.STRING;
        };
    }
}
