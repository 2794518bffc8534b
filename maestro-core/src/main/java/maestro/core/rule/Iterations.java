package maestro.core.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import maestro.core.loop.InlineIds;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.Clocked;
import maestro.core.param.HandDown;
import maestro.core.param.MergeContext;
import maestro.core.param.WorkflowParams;
import maestro.core.restart.Past;
import maestro.core.row.IterationRef;
import maestro.core.row.LoopRow;
import maestro.core.row.Restart;
import maestro.core.row.RestartConfig;
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

    /**
     * What an iteration did before.
     *
     * @param past its latest run; empty: it has none, or nothing of it is needed
     * @param again how it was asked for
     */
    record Before(Optional<Past> past, LoopRow.Again again) {
        static final Before NOTHING = new Before(Optional.empty(), LoopRow.Again.BY_POLICY);
    }

    /**
     * Launches an iteration, once its params are evaluated: here, or on another thread when they take longer.
     *
     * @throws MaestroException when its params cannot be evaluated
     */
    static void launch(
            Turn turn,
            RunState run,
            StepState step,
            LoopState loop,
            long number,
            Map<String, Object> values,
            Before before) {
        var wanted = new Wanted(number, values, before);
        var evaluation = evaluation(turn.config(), run, step, loop, wanted, turn.now());
        try {
            launch(turn, run, step, loop, wanted, evaluation.within(turn.random(), Budget.inline()));
        } catch (BudgetExceeded longer) {
            var random = new SplittableRandom(turn.random().nextLong());
            turn.emit(new Event.IterationAwaited(run.key(), step.ordinal(), number, before.again()));
            turn.effect(Effect.Compute.of(
                    run,
                    step,
                    budget -> new Message.Result.Iteration(
                            number, before.past(), evaluation.within(random, budget))));
        }
    }

    /** The params of an iteration took long and were evaluated elsewhere. */
    static void computed(Turn turn, RunState run, StepState step, Message.Result.Iteration iteration) {
        var loop = step.loop().orElseThrow();
        var again = loop.awaited().get(iteration.number());
        if (again != null) {
            var before = new Before(iteration.past(), again);
            launch(turn, run, step, loop, new Wanted(iteration.number(), Map.of(), before), iteration.params());
        }
    }

    /** An iteration to be launched. */
    private record Wanted(long number, Map<String, Object> values, Before before) {}

    private static void launch(
            Turn turn, RunState run, StepState step, LoopState loop, Wanted wanted, Map<String, Param> params) {
        var body = step.plan().body().orElseThrow();
        var before = wanted.before();
        long number = wanted.number();
        long runId = runId(loop, before);
        var policy = policy(run, step, loop, number, before);
        var config = before.again().config();
        var restart = before.past().map(past -> past.again(body, policy, config));
        var head = head(turn, run, step, params, new Made(policy, restart, before, number));
        before.past()
                .ifPresent(past -> LoopRestart.supersede(
                        turn, run, step, loop, past, before.again().inPlace()));
        var identity = new RunIdentity(
                turn.state().nextRunKey(),
                loop.inlineId(),
                run.identity().internalId(),
                number,
                runId,
                run.identity().version(),
                uuid(loop, number, runId).toString());
        var dag = restart.map(made -> body.within(made.dag())).orElse(body);
        turn.emit(new Event.RunCreated(identity, dag, head, turn.now()));
        RunRules.start(turn, turn.state().run(identity.runKey()).orElseThrow());
    }

    private static long runId(LoopState loop, Before before) {
        long last = before.past().map(past -> past.run().runId()).orElse(0L);
        return before.again().inPlace()
                ? Math.max(loop.loopRunId(), last) + 1
                : Math.max(loop.loopRunId(), last + 1);
    }

    private static UUID uuid(LoopState loop, long number, long runId) {
        return InlineIds.iterationUuid(loop.inlineId(), number, runId);
    }

    /** The first iteration of a while may be a restart, the later ones are fresh (composite-steps.md §3.4). */
    private static RunPolicy policy(RunState run, StepState step, LoopState loop, long number, Before before) {
        if (before.again().config().isPresent()) {
            return before.again().config().get().policyHere();
        }
        var downstream = LoopRestart.downstream(run, step);
        if (downstream.fresh() || loop instanceof LoopState.While repeated && number != repeated.first()) {
            return RunPolicy.START_FRESH_NEW_RUN;
        }
        return before.past().isPresent() && !anew(loop, number) ? downstream : RunPolicy.RESTART_FROM_BEGINNING;
    }

    /** A foreach that begins anew, or goes beyond what it went on from, restarts nothing: it hands down all params. */
    private static boolean anew(LoopState loop, long number) {
        return loop instanceof LoopState.Foreach && number > loop.known();
    }

    /** How an iteration is made. */
    private record Made(RunPolicy policy, Optional<Restart> restart, Before before, long number) {
        Optional<RestartConfig> target() {
            return before.again().config().filter(RestartConfig::atTarget);
        }
    }

    private static RunHead head(
            Turn turn, RunState run, StepState step, Map<String, Param> params, Made made) {
        var parent = run.head();
        var initiator = initiator(run, step);
        var tag = Tag.of(step.plan().type() == StepType.FOREACH ? "maestro_foreach" : "maestro_while");
        return new RunHead(
                initiator,
                made.policy(),
                params,
                made.target().map(RestartConfig::params).orElse(Map.of()),
                stepRunParams(run, step, made),
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
                Optional.of(new IterationRef(run.key(), step.ordinal(), made.number())),
                Optional.empty(),
                made.restart());
    }

    /** Those of the target, or those that the run above has for steps in here (execution.md §6.9). */
    private static Map<String, Map<String, ParamDefinition>> stepRunParams(RunState run, StepState step, Made made) {
        if (made.target().isPresent()) {
            return made.target().get().givenStepParams();
        }
        var body = step.plan().body().orElseThrow();
        var inherited = new LinkedHashMap<>(run.head().stepRunParams());
        inherited.keySet().removeIf(id -> !body.contains(id));
        return inherited;
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

    /** @param sync whether a subworkflow step waits for its child, if its definition says so */
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

    /** What an iteration's params are made of; may be evaluated on any thread. */
    private interface Evaluation {
        Map<String, Param> within(RandomGenerator random, Budget budget);
    }

    private static Evaluation evaluation(
            RuleConfig config, RunState run, StepState step, LoopState loop, Wanted wanted, long now) {
        var shared = HandDown.loop(
                run.head().params(),
                step.params(),
                step.plan().definition().common().params().keySet());
        boolean foreach = step.plan().type() == StepType.FOREACH;
        Map<String, ParamDefinition> given = foreach
                ? HandDown.foreach(shared, wanted.number() - 1, wanted.values())
                : HandDown.whileLoop(shared, wanted.number() - 1, wanted.values());
        var source = foreach ? ParamSource.FOREACH : ParamSource.WHILE;
        var policy = policy(run, step, loop, wanted.number(), wanted.before());
        var again = wanted.before().again().config();
        boolean anew = policy.fresh() || again.isEmpty() && anew(loop, wanted.number());
        var past = wanted.before().past().filter(_ -> !anew);
        var target = again.filter(RestartConfig::atTarget);
        var merged = past.isEmpty()
                ? WorkflowParams.merged(config.catalogue(), Map.of(), given, new MergeContext(source, true, false))
                : WorkflowParams.restarted(
                        past.get().head().params(),
                        given,
                        target.map(RestartConfig::params).orElse(Map.of()),
                        new MergeContext(source, true, true));
        var facts = InstanceFactsOf.start(
                loop.inlineId(),
                run.plan().workflow(),
                run.head().owner().name(),
                initiator(run, step),
                policy,
                config.environment());
        return (random, budget) -> WorkflowParams.evaluate(merged, facts, new Clocked(now, random), budget);
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
