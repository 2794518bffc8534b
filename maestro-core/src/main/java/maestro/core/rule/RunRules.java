package maestro.core.rule;

import java.time.Duration;
import java.util.List;
import maestro.core.restart.Standings;
import maestro.core.row.Ending;
import maestro.core.row.Order;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** How a run begins and ends (execution.md §2, §4.5, §5.8, §7.4). */
final class RunRules {
    private static final long DEFAULT_TIMEOUT_MILLIS = Duration.ofDays(10).toMillis();

    private RunRules() {}

    /** Hands a queued run to the engine: its roots begin. */
    static void start(Turn turn, RunState run) {
        turn.emit(new Event.RunDequeued(run.key(), turn.now()));
        if (run.size() == 0) {
            turn.later(new Turn.Work.Settle(run.key()));
        }
        for (var step : run.plan().steps()) {
            if (step.root() && run.step(step.ordinal()).startsByItself()) {
                turn.later(new Turn.Work.Begin(run.key(), step.ordinal()));
            }
        }
    }

    /** A run that could not be built but was to be stored all the same (rest-api.md §5.1, persist_failed_run). */
    static void failBeforeStart(Turn turn, RunState run, String why) {
        var entry = TimelineEvent.details(
                turn.now(), "FAILED", "Failed to initiate workflow params and properties", List.of(why));
        turn.emit(new Event.RunNoted(run.key(), entry, turn.now()));
        ended(turn, run, InstanceStatus.FAILED);
    }

    /** Ends the run if nothing is under way and nothing can begin any more. */
    static void settle(Turn turn, RunState run) {
        if (run.status() != InstanceStatus.IN_PROGRESS || run.liveSteps() > 0 || run.readySteps() > 0) {
            return;
        }
        var own = outcome(run);
        ended(turn, run, overall(run, own), own);
    }

    /** How the instance stands over all runs, after a restart that went well itself (§4.5 rule 5). */
    private static InstanceStatus overall(RunState run, InstanceStatus own) {
        var restart = run.head().restart();
        if (own != InstanceStatus.SUCCEEDED || restart.isEmpty() || run.head().policy().fresh()) {
            return own;
        }
        var standings = Standings.of(run, run.plan().whole());
        return Standings.status(standings.values(), restart.get().before());
    }

    static void ended(Turn turn, RunState run, InstanceStatus status) {
        ended(turn, run, status, status);
    }

    private static void ended(Turn turn, RunState run, InstanceStatus status, InstanceStatus own) {
        if (run.iteration().isPresent()) {
            WhileRules.ending(turn, run, run.iteration().get(), status);
        }
        turn.emit(new Event.RunEnded(run.key(), status, own, turn.now()));
        SubworkflowRules.ended(turn, run, status);
        if (run.iteration().isPresent()) {
            var iteration = run.iteration().get();
            turn.later(new Turn.Work.Loop(
                    iteration.parent().key(), iteration.step().ordinal()));
        } else {
            turn.later(new Turn.Work.Dequeue(run.ownerId()));
        }
    }

    /** Failed goes before timed out before stopped before succeeded; no step at all is a failure (§4.5, Q6). */
    static InstanceStatus outcome(RunState run) {
        boolean any = false;
        boolean timedOut = false;
        boolean stopped = false;
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (!step.created()) {
                continue;
            }
            any = true;
            if (step.status().failed()) {
                return InstanceStatus.FAILED;
            }
            timedOut |= step.status() == StepStatus.TIMED_OUT;
            stopped |= step.status() == StepStatus.STOPPED;
        }
        if (!any && run.size() > 0) {
            return InstanceStatus.FAILED;
        }
        return timedOut
                ? InstanceStatus.TIMED_OUT
                : stopped ? InstanceStatus.STOPPED : InstanceStatus.SUCCEEDED;
    }

    /** Ends a run before its time: a queued one at once, one under way step by step. */
    static void end(Turn turn, RunState run, Ending ending, String user, String reason) {
        if (run.queued()) {
            turn.emit(new Event.RunNoted(
                    run.key(),
                    TimelineEvent.warn(
                            turn.now(),
                            "Workflow instance status becomes [" + ending.instance() + "] due to reason [" + reason
                                    + "]"),
                    turn.now()));
            ended(turn, run, ending.instance());
            return;
        }
        long deadline = turn.now() + turn.config().cancelGrace().toMillis();
        var order = new Order(ending, user, reason, true, turn.now(), deadline);
        turn.emit(new Event.RunOrdered(run.key(), order));
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            StepEndings.obey(turn, run, run.step(ordinal), order);
        }
        turn.later(new Turn.Work.Settle(run.key()));
    }

    /** Time has passed: the workflow's timeout may be due. */
    static void look(Turn turn, RunState run) {
        if (turn.now() >= due(run)) {
            end(turn, run, Ending.TIME_OUT, StepEndings.MAESTRO_TASK, "workflow timeout");
        }
    }

    /** The clock runs from dequeue (§5.8); a run that is being ended anyway ends as was asked. */
    static long due(RunState run) {
        if (run.status() != InstanceStatus.IN_PROGRESS || run.order().isPresent()) {
            return Long.MAX_VALUE;
        }
        return run.startMillis() + run.head().timeoutMillis().orElse(DEFAULT_TIMEOUT_MILLIS);
    }
}
