package maestro.core.rule;

import java.util.List;
import java.util.Map;
import maestro.core.loop.InlineIds;
import maestro.core.loop.LoopArrays;
import maestro.core.row.Ending;
import maestro.core.row.LoopRow;
import maestro.core.row.Order;
import maestro.core.state.Event;
import maestro.core.state.LoopState;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
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
            String inlineId = inlineId(run, step.plan().type(), step.id());
            switch (step.plan().definition()) {
                case Step.Foreach _ -> beginForeach(turn, run, step, inlineId);
                case Step.While _ -> beginWhile(turn, run, step, inlineId);
                case Step other -> throw new IllegalStateException("not a loop: " + other.type());
            }
            turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
        } catch (MaestroException wrong) {
            fail(turn, run, step, wrong);
        }
    }

    private static void beginForeach(Turn turn, RunState run, StepState step, String inlineId) {
        var arrays = LoopArrays.of(loopParams(step)).complete();
        if (arrays.count() > turn.config().iterationsMax()) {
            throw MaestroException.badRequest("Step [" + step.id() + "] would loop " + arrays.count()
                    + " times; the limit is " + turn.config().iterationsMax());
        }
        var restart = LoopRestart.of(run, step);
        String fingerprint = arrays.fingerprint();
        turn.emit(new Event.ForeachBegun(
                run.key(),
                step.ordinal(),
                inlineId,
                LoopRestart.loopRunId(step),
                arrays.count(),
                fingerprint,
                restart.kept(step, fingerprint)));
        restart.queue(turn, run, step);
    }

    private static void beginWhile(Turn turn, RunState run, StepState step, String inlineId) {
        WhileRules.requireScalars(step);
        var restart = LoopRestart.of(run, step);
        long first = restart.first(step, seen(run, step));
        turn.emit(new Event.WhileBegun(
                run.key(), step.ordinal(), inlineId, LoopRestart.loopRunId(step), loopParams(step), first));
        boolean again = first > 0 && ((LoopState.While) step.earlier().orElseThrow()).tells(first);
        if (again) {
            var how = new LoopRow.Again(restart.iteration(), false);
            turn.emit(new Event.IterationQueued(run.key(), step.ordinal(), first, how));
        }
    }

    private static RunPolicy seen(RunState run, StepState step) {
        return step.restart().isPresent() ? RunPolicy.RESTART_FROM_SPECIFIC : run.head().policy();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> loopParams(StepState step) {
        return (Map<String, Object>) step.params().get("loop_params").result();
    }

    /** The workflow id of the iterations of a loop step of this run. */
    static String inlineId(RunState run, StepType type, String stepId) {
        var root = run;
        while (root.iteration().isPresent()) {
            root = root.iteration().get().parent();
        }
        return InlineIds.of(
                type,
                root.identity().internalId(),
                root.identity().instanceId(),
                stepId,
                run.identity().instanceId(),
                run.identity().workflowId());
    }

    /** Launches what may be launched; ends the step when nothing runs and nothing is left. */
    static void advance(Turn turn, RunState run, StepState step) {
        if (step.status() != StepStatus.RUNNING || step.loop().isEmpty() || step.ending().isPresent()) {
            return;
        }
        LeafBudget.check(turn, run);
        var loop = step.loop().get();
        if (step.order().isPresent()) {
            if (loop.runningCount() == 0) {
                StepEndings.obeyed(turn, run, step, step.order().get());
            }
            return;
        }
        try {
            switch (loop) {
                case LoopState.Foreach foreach -> advance(turn, run, step, foreach);
                case LoopState.While repeated -> WhileRules.advance(turn, run, step, repeated);
            }
        } catch (MaestroException wrong) { // an iteration's params cannot be made
            fail(turn, run, step, wrong);
        }
    }

    private static void advance(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        var definition = (Step.Foreach) step.plan().definition();
        int launches = 0;
        while (launches++ < LAUNCHES_A_TURN && waiting(loop) && room(run, definition, loop)) {
            launch(turn, run, step, loop);
        }
        if (loop.ended(InstanceStatus.FAILED) > 0 && loop.queued().isEmpty()) {
            afterFailure(turn, run, step, loop);
        } else if (waiting(loop) && room(run, definition, loop)) {
            turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
        } else if (loop.busyCount() == 0 && !waiting(loop)) {
            conclude(turn, run, step, loop);
        }
    }

    private static void afterFailure(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        boolean done = loop.busyCount() == 0;
        if (step.plan().failureMode() != FailureMode.FAIL_IMMEDIATELY) {
            turn.note(
                    run,
                    step,
                    TimelineEvent.warn(
                            turn.now(),
                            "Foreach step will be failed after all running steps because of a step failure."));
        } else if (!done) {
            turn.note(
                    run,
                    step,
                    TimelineEvent.warn(
                            turn.now(),
                            "Terminating the foreach step with FAIL_IMMEDIATELY because of a failed iteration. It will"
                                    + " terminate all running iterations as well."));
            var order = new Order(Ending.KILL, "maestro", "a failed iteration", false, turn.now(), Long.MAX_VALUE);
            StepEndings.obey(turn, run, step, order);
        }
        if (done) {
            conclude(turn, run, step, loop);
        }
    }

    /** Whether iterations wait to be launched: those to be run again, and without a failure the others. */
    private static boolean waiting(LoopState.Foreach loop) {
        return !loop.queued().isEmpty()
                || loop.ended(InstanceStatus.FAILED) == 0 && loop.next() <= loop.total();
    }

    private static boolean room(RunState run, Step.Foreach definition, LoopState.Foreach loop) {
        long open = loop.busyCount() == 0
                ? 0
                : definition.strictOrdering().orElse(false)
                        ? Math.max(loop.launched() - loop.lowestBusy() + 1, loop.busyCount())
                        : loop.busyCount();
        return open < ParallelLimits.iterations(run.head(), definition);
    }

    private static void launch(Turn turn, RunState run, StepState step, LoopState.Foreach loop) {
        if (!loop.queued().isEmpty()) {
            var first = loop.queued().firstEntry();
            LoopRestart.recall(turn, run, step, loop, first.getKey(), first.getValue());
            return;
        }
        long number = loop.next();
        if (LoopRestart.needsPast(loop, step, number)) {
            LoopRestart.recall(turn, run, step, loop, number, LoopRow.Again.BY_POLICY);
        } else {
            launch(turn, run, step, loop, number);
        }
    }

    private static void launch(Turn turn, RunState run, StepState step, LoopState.Foreach loop, long number) {
        var values = LoopArrays.of(loopParams(step)).values(number - 1);
        Iterations.launch(turn, run, step, loop, number, values, Iterations.Before.NOTHING);
    }

    /** What an iteration did in earlier runs was read: now it can be launched. */
    static void recalled(Turn turn, Message.Recalled recalled) {
        Rules.asker(turn, recalled.asked().asker())
                .filter(at -> at.step().order().isEmpty())
                .ifPresent(at -> recalled(turn, at.run(), at.step(), recalled));
    }

    private static void recalled(Turn turn, RunState run, StepState step, Message.Recalled recalled) {
        var asked = recalled.asked();
        var loop = step.loop().orElseThrow();
        var again = loop.awaited().get(asked.number());
        if (again == null) {
            return;
        }
        try {
            var values = switch (loop) {
                case LoopState.While repeated -> WhileRules.values(turn, run, step, repeated, recalled.past());
                case LoopState.Foreach _ -> LoopArrays.of(loopParams(step)).values(asked.number() - 1);
            };
            var before = new Iterations.Before(recalled.past(), again);
            if (again.inPlace()) {
                turn.note(run, step, "Successfully take an action: [RESTART of iteration " + asked.number() + "]");
            }
            Iterations.launch(turn, run, step, loop, asked.number(), values, before);
        } catch (MaestroException wrong) {
            fail(turn, run, step, wrong);
        }
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

    /** An error of a loop step is fatal: loops are not retried by the system (§1). Its live iterations end first. */
    static void fail(Turn turn, RunState run, StepState step, MaestroException why) {
        turn.note(
                run, step, TimelineEvent.details(turn.now(), "FATAL_ERROR", why.getMessage(), why.errors()));
        if (step.loop().filter(loop -> loop.runningCount() > 0).isEmpty()) {
            StepEndings.fatal(turn, run, step, false);
            return;
        }
        var order = new Order(
                Ending.KILL, StepEndings.MAESTRO_TASK, why.getMessage(), false, turn.now(), Long.MAX_VALUE);
        turn.emit(new Event.StepOrdered(run.key(), step.ordinal(), order));
        stop(turn, run, step, order);
    }

    /** An order reached the loop step: its iterations are stopped, whatever the order is (execution.md §7.6). */
    static void stop(Turn turn, RunState run, StepState step, Order order) {
        for (var child : List.copyOf(step.loop().orElseThrow().running())) {
            RunRules.end(turn, child, Ending.STOP, order.user(), order.reason());
        }
        turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
    }
}
