package maestro.core.rule;

import java.util.Optional;
import maestro.core.row.Ending;
import maestro.core.row.Order;
import maestro.core.state.LoopState;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.run.StepStatus;

/**
 * What users do to runs and steps under way (execution.md §6.7, §7.3, §7.4). A run that is not live any more makes the
 * answer stale: the caller reads again what has become of it.
 */
final class ActionRules {
    private static final String REASON = "manual step instance API call";

    private ActionRules() {}

    static Answer endRun(Turn turn, Command.EndRun end) {
        var found = turn.state().run(end.runKey());
        if (found.isEmpty()) {
            return new Answer.Stale();
        }
        var run = found.get();
        RunRules.end(turn, run, end.ending(), end.user().name(), "manual workflow instance API call");
        return new Answer.InstanceEnded(
                Optional.of(new Answer.InstanceEnded.Run(
                        run.identity().instanceId(), run.identity().runId(), run.status())),
                run.status().terminal(),
                turn.now());
    }

    static Answer endStep(Turn turn, Command.EndStep end) {
        var found = turn.state().run(end.runKey());
        if (found.isEmpty()) {
            return new Answer.Stale();
        }
        var run = found.get();
        var step = step(run, end.stepId());
        requireEndable(run, step, end.ending());
        var order = new Order(
                end.ending(),
                end.user().name(),
                REASON,
                false,
                turn.now(),
                turn.now() + turn.config().cancelGrace().toMillis());
        StepEndings.obey(turn, run, step, order);
        return taken(turn, run, step);
    }

    static Answer bypass(Turn turn, Command.BypassStep bypass) {
        var found = turn.state().run(bypass.runKey());
        if (found.isEmpty()) {
            return new Answer.Stale();
        }
        var run = found.get();
        var step = step(run, bypass.stepId());
        requireCreated(run, step);
        if (step.status() != StepStatus.WAITING_FOR_SIGNALS || step.ending().isPresent()) {
            throw MaestroException.badRequest("Step [" + step.id() + "] of run " + run.identity().text()
                    + " does not wait for signals, so there is nothing to bypass: it is in status [" + step.status()
                    + "]");
        }
        if (step.order().isPresent()) {
            throw ongoing(step);
        }
        WaitRules.bypass(turn, run, step, bypass.user());
        return taken(turn, run, step);
    }

    private static Answer taken(Turn turn, RunState run, StepState step) {
        return new Answer.StepTaken(run.identity(), step.id(), step.attempt(), !step.live(), turn.now());
    }

    private static StepState step(RunState run, String stepId) {
        int ordinal = run.plan().ordinal(stepId);
        if (ordinal < 0) {
            throw MaestroException.badRequest("Run " + run.identity().text() + " has no step [" + stepId
                    + "] among those that it runs");
        }
        return run.step(ordinal);
    }

    private static void requireEndable(RunState run, StepState step, Ending ending) {
        requireCreated(run, step);
        if (!step.live()) {
            throw MaestroException.badRequest("Cannot " + ending + " step [" + step.id() + "] of run "
                    + run.identity().text() + ": it has ended as [" + step.status() + "] already");
        }
        if (step.order().isPresent()) {
            throw ongoing(step);
        }
        if (ending == Ending.SKIP && step.status() == StepStatus.CREATED) {
            throw MaestroException.badRequest(
                    "Step [" + step.id() + "] cannot be skipped in status [" + step.status() + "]");
        }
    }

    private static void requireCreated(RunState run, StepState step) {
        if (!step.created()) {
            throw MaestroException.notFound(
                    "Step [" + step.id() + "] of run " + run.identity().text() + " is not created yet");
        }
    }

    private static MaestroException ongoing(StepState step) {
        return new MaestroException(
                Code.CONFLICT,
                "There is an ongoing action for this step " + step.id() + " and please try it again later.");
    }

    static Answer restartStep(Turn turn, Command.RestartStep restart) {
        var found = turn.state().run(restart.runKey());
        if (found.isEmpty()) {
            return new Answer.Stale();
        }
        var run = found.get();
        var step = step(run, restart.stepId());
        if (step.status() == StepStatus.RUNNING
                && step.loop().isPresent()
                && step.loop().get() instanceof LoopState.Foreach loop) {
            var iteration = restart.config().below(step.id());
            if (iteration.isPresent() && LoopRestart.take(turn, run, step, loop, iteration.get())) {
                return taken(turn, run, step);
            }
        }
        requireRestartable(run, step);
        StepRules.restart(
                turn, run, step, restart.config(), Order.taken(restart.user().name(), "RESTART", REASON));
        return taken(turn, run, step);
    }

    private static void requireRestartable(RunState run, StepState step) {
        if (run.queued()) {
            throw refuse(run, step, "it is still queued; its steps can be restarted once it goes on");
        }
        var status = step.created()
                ? step.status()
                : run.head().restart().map(past -> past.standing(step.id()).status()).orElse(StepStatus.NOT_CREATED);
        if (status == StepStatus.NOT_CREATED) {
            throw refuse(run, step, "it was never created");
        }
        if (!status.terminal() || status.complete()) {
            throw refuse(run, step, "it is in status [" + status + "]; only steps that ended without completing are"
                    + " restarted in a running workflow");
        }
        if (step.created() && status.retryable()) {
            throw refuse(run, step, "the system is still retrying it");
        }
        if (step.created() && step.plan().failureMode() != FailureMode.FAIL_AFTER_RUNNING) {
            throw refuse(run, step, "its failure mode is [" + step.plan().failureMode() + "]");
        }
        if (!step.created() && !step.placeholder()) {
            throw refuse(run, step, "steps before it are not complete");
        }
    }

    private static MaestroException refuse(RunState run, StepState step, String why) {
        return MaestroException.badRequest("Cannot restart step [" + step.id() + "] of run "
                + run.identity().text() + ", which is under way: " + why);
    }
}
