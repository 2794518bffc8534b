package maestro.core.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.core.loop.InlineIds;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.Conditions;
import maestro.core.param.ParamScope;
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
        if (loop.runningCount() > 0) {
            return;
        }
        if (loop.last() > 0 && loop.lastStatus() != InstanceStatus.SUCCEEDED) {
            endAs(turn, run, step, loop);
            return;
        }
        try {
            if (!goesOn(turn, run, step, loop)) {
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
        } catch (MaestroException wrong) {
            LoopRules.fail(turn, run, step, wrong);
        } catch (BudgetExceeded longer) {
            LoopRules.fail(
                    turn,
                    run,
                    step,
                    MaestroException.badRequest("The condition of step [" + step.id()
                            + "] takes too long; move the computation into a param of an inner step"));
        }
    }

    private static void endAs(Turn turn, RunState run, StepState step, LoopState.While loop) {
        String text = "While loop iteration [" + loop.inlineId() + "][" + loop.last() + "] ended as ["
                + loop.lastStatus() + "]";
        switch (loop.lastStatus()) {
            case FAILED -> LoopRules.fail(turn, run, step, MaestroException.badRequest(text));
            case TIMED_OUT -> {
                turn.note(run, step, text);
                StepEndings.dead(turn, run, step, StepStatus.TIMED_OUT);
            }
            default -> {
                turn.note(run, step, text);
                StepEndings.dead(turn, run, step, StepStatus.STOPPED);
            }
        }
    }

    private static boolean goesOn(Turn turn, RunState run, StepState step, LoopState.While loop) {
        var own = new LinkedHashMap<String, Param>(step.params());
        own.putAll(Iterations.scalars(loop.values(), turn.now()));
        var facts = RunView.live(run, step, turn.config().environment(), turn.random());
        String condition = ((Step.While) step.plan().definition()).condition();
        return Conditions.evaluate(condition, ParamScope.ownOnly(own, facts, turn.now()), Budget.inline());
    }

    private static void launch(Turn turn, RunState run, StepState step, LoopState.While loop) {
        long number = loop.last() + 1;
        var uuid = InlineIds.whileUuid(loop.inlineId(), number, loop.loopRunId());
        Iterations.launch(turn, run, step, loop, number, uuid, loop.values());
    }
}
