package maestro.core.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.restart.Past;
import maestro.core.row.LoopRow;
import maestro.core.row.Restart;
import maestro.core.row.RestartConfig;
import maestro.core.state.Event;
import maestro.core.state.LoopState;
import maestro.core.state.Rollups;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;

/**
 * How a loop goes on from what an earlier attempt left, and how single iterations are run again (composite-steps.md §2.6,
 * §2.7, §3.4; execution.md §6.8).
 *
 * @param goesOn whether results are kept
 * @param iteration the one on the path of the restart
 */
record LoopRestart(boolean goesOn, Optional<RestartConfig> iteration) {
    private static final Set<InstanceStatus> ENDED = EnumSet.of(
            InstanceStatus.SUCCEEDED, InstanceStatus.FAILED, InstanceStatus.STOPPED, InstanceStatus.TIMED_OUT);

    static LoopRestart of(RunState run, StepState step) {
        var policy = step.restart().isPresent() ? RunPolicy.RESTART_FROM_SPECIFIC : run.head().policy();
        if (step.earlier().isEmpty() || policy.fresh() || policy == RunPolicy.RESTART_FROM_BEGINNING) {
            return new LoopRestart(false, Optional.empty());
        }
        return new LoopRestart(true, asked(run, step).flatMap(config -> config.below(step.id())));
    }

    /** The restart that a step of a run is part of: a user's wish for the step, or what made the run. */
    static Optional<RestartConfig> asked(RunState run, StepState step) {
        return step.restart().or(() -> run.head().restart().flatMap(Restart::config));
    }

    /** The policy of runs below a step that the path of the restart does not lead to. */
    static RunPolicy downstream(RunState run, StepState step) {
        return asked(run, step).map(RestartConfig::downstream).orElse(run.head().policy());
    }

    /** Run ids of iterations never repeat, whatever attempt or run of the step makes them. */
    static long loopRunId(StepState step) {
        return step.earlier().map(loop -> loop.lastRunId() + 1).orElse(1L);
    }

    private Optional<Long> number() {
        return iteration.map(config -> config.current().instanceId());
    }

    /** @throws MaestroException BAD_REQUEST when results would be kept of other loop values (C16) */
    Event.ForeachBegun.Kept kept(StepState step, String fingerprint) {
        if (!goesOn) {
            return Event.ForeachBegun.Kept.NOTHING;
        }
        var earlier = (LoopState.Foreach) step.earlier().orElseThrow();
        if (!earlier.fingerprint().isEmpty() && !earlier.fingerprint().equals(fingerprint)) {
            throw MaestroException.badRequest("The loop_params of step [" + step.id()
                    + "] are not those of the run before, so that its iterations cannot be kept; restart from the"
                    + " beginning");
        }
        return new Event.ForeachBegun.Kept(
                true, iteration.isPresent() ? ENDED : Set.of(InstanceStatus.SUCCEEDED), number().orElse(0L));
    }

    /** Queues the iteration on the path. */
    void queue(Turn turn, RunState run, StepState step) {
        iteration.ifPresent(config -> turn.emit(new Event.IterationQueued(
                run.key(),
                step.ordinal(),
                config.current().instanceId(),
                new LoopRow.Again(Optional.of(config), false))));
    }

    /**
     * The iteration that a while begins with; 0: anew.
     *
     * @throws MaestroException BAD_REQUEST when it was not there
     */
    long first(StepState step, RunPolicy policy) {
        if (!goesOn) {
            return 0;
        }
        var earlier = (LoopState.While) step.earlier().orElseThrow();
        if (number().isPresent()) {
            if (number().get() > earlier.last()) {
                throw MaestroException.badRequest("Step [" + step.id() + "] has no iteration [" + number().get()
                        + "] to restart from; its last one is [" + earlier.last() + "]");
            }
            return number().get();
        }
        if (policy != RunPolicy.RESTART_FROM_INCOMPLETE || earlier.last() == 0) {
            return 0;
        }
        return earlier.lastStatus() == InstanceStatus.SUCCEEDED ? earlier.last() + 1 : earlier.last();
    }

    /** Whether what an iteration did before must be read before it is launched. */
    static boolean needsPast(LoopState loop, StepState step, long number) {
        return number <= loop.known()
                || number <= loop.existed() && composite(step.plan().body().orElseThrow());
    }

    private static boolean composite(Plan body) {
        return body.steps().stream().anyMatch(step -> !step.type().leaf());
    }

    /** Has what an iteration did before read; it is launched when that comes back. */
    static void recall(Turn turn, RunState run, StepState step, LoopState loop, long number, LoopRow.Again again) {
        turn.emit(new Event.IterationAwaited(run.key(), step.ordinal(), number, again));
        turn.effect(new Effect.Recall(Effect.Asker.of(run, step), number, loop.inlineId()));
    }

    /** The iteration's earlier runs do not count any more: a new one takes their place. */
    static void supersede(Turn turn, RunState run, StepState step, LoopState loop, Past past, boolean inPlace) {
        if (loop.goesOn() || inPlace) {
            var body = step.plan().body().orElseThrow();
            var leaves = Rollups.of(past.run(), past.head(), body, past.steps());
            turn.emit(new Event.LeavesForgotten(run.key(), step.ordinal(), leaves));
        }
        RestartRules.supersede(turn, run.ownerId(), past.run(), false);
    }

    /** One iteration of a foreach that runs is to be run again; empty: it was not looped over yet (§2.7). */
    static boolean take(Turn turn, RunState run, StepState step, LoopState.Foreach loop, RestartConfig config) {
        long number = config.current().instanceId();
        if (step.plan().failureMode() == FailureMode.FAIL_IMMEDIATELY || !loop.reached(number)) {
            return false;
        }
        boolean pending = !loop.queued().isEmpty()
                || loop.awaited().values().stream().anyMatch(LoopRow.Again::inPlace);
        if (pending || !loop.hasEnded(number) || step.order().isPresent() || step.ending().isPresent()) {
            throw new MaestroException(
                    Code.CONFLICT,
                    "Iteration [" + number + "] of step [" + step.id()
                            + "] cannot be restarted now: it is not terminal, or a restart is pending",
                    List.of());
        }
        turn.note(run, step, "Saved a pending action for iteration [" + number + "]");
        turn.emit(new Event.IterationQueued(
                run.key(), step.ordinal(), number, new LoopRow.Again(Optional.of(config), true)));
        turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
        return true;
    }
}
