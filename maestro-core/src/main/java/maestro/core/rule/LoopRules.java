package maestro.core.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.loop.LoopArrays;
import maestro.core.state.Ending;
import maestro.core.state.Event;
import maestro.core.state.LoopState;
import maestro.core.state.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.definition.Step;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** The loop steps: which iterations to launch, and how the step ends (composite-steps.md §2, §3). */
final class LoopRules {
    /** Launches a piece of work makes before others have their turn. */
    private static final int LAUNCHES_A_TURN = 50;

    private static final int DEPTH_MAX = 10;

    private LoopRules() {}

    static void begin(Turn turn, RunState run, StepState step) {
        try {
            if (run.head().initiator().depth() + 1 >= DEPTH_MAX) {
                throw MaestroException.badRequest(
                        "Step [" + step.id() + "] would nest runs " + DEPTH_MAX + " levels deep, which is not allowed");
            }
            String inlineId = inlineId(run, step);
            switch (step.plan().definition()) {
                case Step.Foreach _ -> beginForeach(turn, run, step, inlineId);
                case Step.While _ ->
                    turn.emit(new Event.WhileBegun(run.key(), step.ordinal(), inlineId, 1, loopParams(step)));
                case Step other -> throw new IllegalStateException("not a loop: " + other.type());
            }
            turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
        } catch (MaestroException wrong) {
            fail(turn, run, step, wrong);
        }
    }

    private static void beginForeach(Turn turn, RunState run, StepState step, String inlineId) {
        long total = LoopArrays.of(loopParams(step)).count();
        if (total > turn.config().iterationsMax()) {
            throw MaestroException.badRequest("Step [" + step.id() + "] would loop " + total + " times; the limit is "
                    + turn.config().iterationsMax());
        }
        turn.emit(new Event.ForeachBegun(run.key(), step.ordinal(), inlineId, 1, total));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> loopParams(StepState step) {
        return (Map<String, Object>) step.params().get("loop_params").result();
    }

    private static String inlineId(RunState run, StepState step) {
        var root = run;
        while (root.iteration().isPresent()) {
            root = root.iteration().get().parent();
        }
        return InlineIds.of(
                step.plan().type(),
                root.identity().internalId(),
                root.identity().instanceId(),
                step.id(),
                run.identity().instanceId(),
                run.identity().workflowId());
    }

    /** Launches what may be launched; ends the step when nothing runs and nothing is left. */
    static void advance(Turn turn, RunState run, StepState step) {
        if (step.status() != StepStatus.RUNNING || step.loop().isEmpty()) {
            return;
        }
        var loop = step.loop().get();
        if (step.order().isPresent()) {
            if (loop.runningCount() == 0) {
                StepEndings.obeyed(turn, run, step, step.order().get());
            }
            return;
        }
        switch (loop) {
            case LoopState.Foreach foreach -> advance(turn, run, step, foreach);
            case LoopState.While repeated -> WhileRules.advance(turn, run, step, repeated);
        }
    }

    private static void advance(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        if (loop.ended(InstanceStatus.FAILED) > 0) {
            afterFailure(turn, run, step, loop);
            return;
        }
        var definition = (Step.Foreach) step.plan().definition();
        for (int n = 0; n < LAUNCHES_A_TURN && mayLaunch(run, definition, loop); n++) {
            launch(turn, run, step, loop);
        }
        if (mayLaunch(run, definition, loop)) {
            turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
        } else if (loop.runningCount() == 0 && loop.launched() == loop.total()) {
            conclude(turn, run, step, loop);
        }
    }

    private static void afterFailure(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        if (loop.runningCount() == 0) {
            conclude(turn, run, step, loop);
        } else if (step.plan().failureMode() == FailureMode.FAIL_IMMEDIATELY) {
            turn.note(
                    run,
                    step,
                    TimelineEvent.warn(
                            turn.now(),
                            "Terminating the foreach step with FAIL_IMMEDIATELY because of a failed iteration. It will"
                                    + " terminate all running iterations as well."));
            var order = new Order(Ending.KILL, "maestro", "a failed iteration", false, turn.now(), Long.MAX_VALUE);
            StepEndings.obey(turn, run, step, order);
        } else {
            turn.note(
                    run,
                    step,
                    TimelineEvent.warn(
                            turn.now(),
                            "Foreach step will be failed after all running steps because of a step failure."));
        }
    }

    private static boolean mayLaunch(RunState run, Step.Foreach definition, LoopState.Foreach loop) {
        if (loop.launched() >= loop.total()) {
            return false;
        }
        long open = loop.runningCount() == 0
                ? 0
                : definition.strictOrdering().orElse(false)
                        ? loop.launched() - loop.lowestRunning() + 1
                        : loop.runningCount();
        return open < ParallelLimits.iterations(run.head(), definition);
    }

    private static void launch(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        long index = loop.launched();
        var values = LoopArrays.of(loopParams(step)).values(index);
        var uuid = InlineIds.foreachUuid(loop.inlineId(), loop.loopRunId(), index);
        Iterations.launch(turn, run, step, loop, index + 1, uuid, values);
    }

    private static void conclude(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        if (loop.ended(InstanceStatus.FAILED) > 0) {
            fail(
                    turn,
                    run,
                    step,
                    MaestroException.badRequest(
                            loop.ended(InstanceStatus.FAILED) + " of " + loop.total() + " iterations failed"));
        } else if (loop.ended(InstanceStatus.TIMED_OUT) > 0) {
            StepEndings.dead(turn, run, step, StepStatus.TIMED_OUT);
        } else if (loop.ended(InstanceStatus.STOPPED) > 0) {
            StepEndings.dead(turn, run, step, StepStatus.STOPPED);
        } else {
            StepRules.finish(turn, run, step, Map.of());
        }
    }

    /** An error of a loop step is fatal: loops are not retried by the system (§1). */
    static void fail(Turn turn, RunState run, StepState step, MaestroException why) {
        turn.note(
                run, step, TimelineEvent.details(turn.now(), "FATAL_ERROR", why.getMessage(), why.errors()));
        StepEndings.fatal(turn, run, step, false);
    }

    /** An order reached the loop step: its iterations are stopped, whatever the order is (execution.md §7.6). */
    static void stop(Turn turn, RunState run, StepState step, Order order) {
        for (var child : List.copyOf(step.loop().orElseThrow().running())) {
            RunRules.end(turn, child, Ending.STOP, order.user(), order.reason());
        }
        turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
    }

    /** An iteration is about to end: what a while takes from it is read while its steps are there. */
    static void ending(Turn turn, RunState run, RunState.Iteration place, InstanceStatus status) {
        if (place.step().loop().orElseThrow() instanceof LoopState.While loop && status == InstanceStatus.SUCCEEDED) {
            turn.emit(new Event.WhileAdvanced(
                    place.parent().key(), place.step().ordinal(), nextValues(run, loop.values())));
        }
    }

    /** The value of the same-named param of an inner step; the one created last wins (§3.2). */
    private static Map<String, Object> nextValues(RunState run, Map<String, Object> values) {
        var next = new LinkedHashMap<>(values);
        for (String name : values.keySet()) {
            long lastSeq = 0;
            for (int ordinal = 0; ordinal < run.size(); ordinal++) {
                var step = run.step(ordinal);
                var param = Optional.ofNullable(step.params().get(name));
                if (param.isPresent() && step.seq() > lastSeq) {
                    lastSeq = step.seq();
                    next.put(name, param.get().result());
                }
            }
        }
        return next;
    }
}
