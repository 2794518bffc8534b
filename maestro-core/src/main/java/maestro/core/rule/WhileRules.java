package maestro.core.rule;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.Conditions;
import maestro.core.param.ParamScope;
import maestro.core.restart.Past;
import maestro.core.row.LoopRow;
import maestro.core.row.PastStep;
import maestro.core.state.Event;
import maestro.core.state.LoopState;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.sel.Budget;

/** A while step: one iteration after the other, as long as its condition holds (composite-steps.md §3.2). */
final class WhileRules {
    private WhileRules() {}

    static void advance(Turn turn, RunState run, StepState step, LoopState.While loop) {
        if (loop.busyCount() > 0) {
            return;
        }
        if (!loop.queued().isEmpty()) {
            var first = loop.queued().firstEntry();
            LoopRestart.recall(turn, run, step, loop, first.getKey(), first.getValue());
            return;
        }
        if (loop.last() > 0 && loop.lastStatus() != InstanceStatus.SUCCEEDED) {
            endAs(turn, run, step, loop);
            return;
        }
        try {
            requireValues(step, loop);
            var facts = RunView.live(run, step, turn.config().environment(), turn.random());
            decided(turn, run, step, loop, goesOn(step, loop, facts, turn.now(), Budget.inline()));
        } catch (MaestroException wrong) {
            LoopRules.fail(turn, run, step, wrong);
        } catch (BudgetExceeded longer) {
            var work = elsewhere(turn, run, step, loop);
            turn.effect(Effect.Compute.of(run, step, work));
        }
    }

    private static Effect.Work elsewhere(Turn turn, RunState run, StepState step, LoopState.While loop) {
        var random = new SplittableRandom(turn.random().nextLong());
        var facts = RunView.copy(run, step, turn.config(), random);
        var own = own(step, loop, turn.now());
        String condition = condition(step);
        long now = turn.now();
        long iteration = loop.last();
        return facts.during(budget -> new Message.Result.Repeats(
                iteration, Conditions.evaluate(condition, ParamScope.ownOnly(own, facts, now), budget)));
    }

    /** The condition took long and was evaluated elsewhere; an answer for an older iteration is late and ignored. */
    static void computed(Turn turn, RunState run, StepState step, Message.Result.Repeats repeats) {
        if (step.loop().orElse(null) instanceof LoopState.While loop
                && loop.last() == repeats.iteration()
                && loop.busyCount() == 0) {
            decided(turn, run, step, loop, repeats.goesOn());
        }
    }

    private static void decided(Turn turn, RunState run, StepState step, LoopState.While loop, boolean goesOn) {
        if (!goesOn) {
            turn.note(
                    run,
                    step,
                    "while step is done at iteration [" + loop.last() + "] because its next condition is false");
            StepRules.finish(turn, run, step, Map.of());
        } else if (loop.last() >= turn.config().iterationsMax()) {
            LoopRules.fail(
                    turn,
                    run,
                    step,
                    MaestroException.badRequest("Step [" + step.id() + "] has looped " + loop.last()
                            + " times, which is the limit"));
        } else {
            launch(turn, run, step, loop);
        }
    }

    private static void endAs(Turn turn, RunState run, StepState step, LoopState.While loop) {
        String text = "While loop iteration [" + loop.inlineId() + "][" + loop.last() + "] ended as ["
                + loop.lastStatus() + "]";
        turn.note(run, step, text);
        switch (loop.lastStatus()) {
            case FAILED -> StepEndings.fatal(turn, run, step, false);
            case TIMED_OUT -> StepEndings.dead(turn, run, step, StepStatus.TIMED_OUT);
            default -> StepEndings.dead(turn, run, step, StepStatus.STOPPED);
        }
    }

    private static boolean goesOn(StepState step, LoopState.While loop, RunView facts, long now, Budget budget) {
        var scope = ParamScope.ownOnly(own(step, loop, now), facts, now);
        return Conditions.evaluate(condition(step), scope, budget);
    }

    private static Map<String, Param> own(StepState step, LoopState.While loop, long now) {
        var own = new LinkedHashMap<String, Param>(step.params());
        own.putAll(Iterations.scalars(loop.values(), now));
        return own;
    }

    private static String condition(StepState step) {
        return ((Step.While) step.plan().definition()).condition();
    }

    private static void launch(Turn turn, RunState run, StepState step, LoopState.While loop) {
        long number = loop.last() + 1;
        if (LoopRestart.needsPast(loop, step, number)) {
            LoopRestart.recall(turn, run, step, loop, number, LoopRow.Again.BY_POLICY);
        } else {
            Iterations.launch(turn, run, step, loop, number, loop.values(), Iterations.Before.NOTHING);
        }
    }

    /** @throws MaestroException when a loop param is a list or a map */
    static void requireScalars(StepState step) {
        LoopRules.loopParams(step).forEach((name, value) -> {
            if (!scalar(value)) {
                throw MaestroException.badRequest("Loop param [" + name + "] of step [" + step.id()
                        + "] is not a STRING, LONG, DOUBLE or BOOLEAN; a while needs one value each");
            }
        });
    }

    /** The values that an iteration is launched with; those of one that is run again are in the head of its last run. */
    static Map<String, Object> values(
            Turn turn, RunState run, StepState step, LoopState.While loop, Optional<Past> past) {
        if (loop.values().isEmpty()) {
            var values = new LinkedHashMap<>(LoopRules.loopParams(step));
            past.ifPresent(last -> values.replaceAll((name, given) -> Optional.ofNullable(
                            last.head().params().get(name))
                    .<Object>map(Param::result)
                    .filter(WhileRules::scalar)
                    .orElse(given)));
            turn.emit(new Event.WhileAdvanced(run.key(), step.ordinal(), values));
        }
        return loop.values();
    }

    /** An iteration is about to end: what a while takes from it is read while its steps are there. */
    static void ending(Turn turn, RunState run, RunState.Iteration place, InstanceStatus status) {
        if (place.step().loop().orElseThrow() instanceof LoopState.While loop && status == InstanceStatus.SUCCEEDED) {
            turn.emit(new Event.WhileAdvanced(
                    place.parent().key(), place.step().ordinal(), nextValues(run, loop.values())));
        }
    }

    /** The value of the same-named param of an inner step; the one created last wins (§3.2). No scalar: it is left out. */
    private static Map<String, Object> nextValues(RunState run, Map<String, Object> values) {
        var next = new LinkedHashMap<>(values);
        for (String name : values.keySet()) {
            carriedOver(run, name).ifPresent(param -> next.put(name, param.result()));
            long lastSeq = 0;
            for (int ordinal = 0; ordinal < run.size(); ordinal++) {
                var step = run.step(ordinal);
                var param = step.params().get(name);
                if (param != null && step.seq() > lastSeq) {
                    lastSeq = step.seq();
                    next.put(name, param.result());
                }
            }
        }
        next.values().removeIf(value -> !scalar(value));
        return next;
    }

    private static boolean scalar(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** Of a step that an earlier run of the iteration did and this one did not repeat (C22). */
    private static Optional<Param> carriedOver(RunState run, String name) {
        return run.head().restart().stream()
                .flatMap(restart -> restart.past().values().stream())
                .filter(step -> step.params().containsKey(name))
                .max(Comparator.comparingLong(PastStep::seq))
                .map(step -> step.params().get(name));
    }

    /** @throws MaestroException when the last iteration left something that is no value of a loop param */
    private static void requireValues(StepState step, LoopState.While loop) {
        for (String name : LoopRules.loopParams(step).keySet()) {
            if (!loop.values().containsKey(name)) {
                throw MaestroException.badRequest("Loop param [" + name + "] of step [" + step.id()
                        + "] has no STRING, LONG, DOUBLE or BOOLEAN after iteration [" + loop.last()
                        + "]: the last step of the iteration that has a param of this name gives the next value");
            }
        }
    }
}
