package maestro.core.rule;

import java.util.List;
import java.util.Map;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.Tag;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;

/** What a step does with an evaluation that was too long for a turn, when it comes back. */
final class ComputedRules {
    private ComputedRules() {}

    static void take(Turn turn, Message.Computed computed) {
        Rules.asker(turn, computed.asker()).ifPresent(at -> take(turn, at.run(), at.step(), computed.result()));
    }

    private static void take(Turn turn, RunState run, StepState step, Message.Result result) {
        switch (result) {
            case Message.Result.Conditions(var decided) ->
                StepEndings.decided(turn, run, step, step.ending().orElseThrow(), decided);
            case Message.Result.Failed(var why) when step.ending().isPresent() ->
                StepEndings.internal(turn, run, step, why);
            case Message.Result _ when step.order().isPresent() -> {} // it is told to end, and nothing else counts
            case Message.Result.Params(var params, var tags) -> params(turn, run, step, params, tags);
            case Message.Result.Repeats repeats -> WhileRules.computed(turn, run, step, repeats);
            case Message.Result.Iteration iteration -> Iterations.computed(turn, run, step, iteration);
            case Message.Result.Waits(var dependencies) -> WaitRules.evaluated(turn, run, step, dependencies);
            case Message.Result.Announces(var outputs) -> WaitRules.announce(turn, run, step, outputs);
            case Message.Result.Failed(var why) when step.loop().isPresent() -> LoopRules.fail(turn, run, step, why);
            case Message.Result.Failed(var why) -> StepEndings.internal(turn, run, step, why);
        }
    }

    private static void params(
            Turn turn, RunState run, StepState step, Map<String, Param> params, List<Tag> templateTags) {
        if (step.status() == StepStatus.EVALUATING_PARAMS) {
            turn.emit(new Event.StepTagged(run.key(), step.ordinal(), templateTags));
            StepRules.evaluated(turn, run, step, params);
        }
    }
}
