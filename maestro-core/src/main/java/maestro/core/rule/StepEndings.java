package maestro.core.rule;

import static maestro.model.run.StepStatus.COMPLETED_WITH_ERROR;
import static maestro.model.run.StepStatus.FATALLY_FAILED;
import static maestro.model.run.StepStatus.FINISHING;
import static maestro.model.run.StepStatus.INTERNALLY_FAILED;
import static maestro.model.run.StepStatus.SKIPPED;
import static maestro.model.run.StepStatus.STOPPED;
import static maestro.model.run.StepStatus.TIMED_OUT;
import static maestro.model.run.StepStatus.UNSATISFIED;

import maestro.core.param.BudgetExceeded;
import maestro.core.retry.ErrorClass;
import maestro.core.row.Ending;
import maestro.core.row.Order;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.wait.Outputs;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** How an attempt ends, and what that does to its run (execution.md §3.3, §4.3, §4.4, §5.6, §5.7, §7.3). */
final class StepEndings {
    static final String MAESTRO_TASK = "MAESTRO_TASK";

    private StepEndings() {}

    /** Ends it in a complete status: conditions first, then the successors. */
    static void complete(Turn turn, RunState run, StepState step, StepStatus status) {
        int edges = step.plan().successors().size();
        if (edges == 0 || status == UNSATISFIED) {
            completed(turn, run, step, status, new boolean[edges]);
            return;
        }
        try {
            decided(turn, run, step, status, StepEvaluation.conditions(turn, run, step));
        } catch (BudgetExceeded longer) {
            turn.emit(new Event.StepEnding(run.key(), step.ordinal(), status));
            var work = StepEvaluation.conditionsElsewhere(turn, run, step);
            turn.effect(Effect.Compute.of(run, step, work));
        } catch (MaestroException wrong) {
            broken(turn, run, step, wrong);
        }
    }

    static void decided(Turn turn, RunState run, StepState step, StepStatus status, Message.Decided decided) {
        if (decided.params() != step.params()) {
            turn.emit(new Event.StepParamsSet(run.key(), step.ordinal(), decided.params()));
        }
        completed(turn, run, step, status, decided.results());
    }

    private static void completed(Turn turn, RunState run, StepState step, StepStatus status, boolean[] conditions) {
        if (conditions.length > 0) {
            turn.emit(new Event.ConditionsEvaluated(run.key(), step.ordinal(), conditions));
        }
        turn.emit(new Event.StepEnded(run.key(), step.ordinal(), status, 0, turn.now()));
        turn.emit(new Event.SuccessorsReleased(run.key(), step.ordinal()));
        for (int successor : step.plan().successors()) {
            if (run.step(successor).openPredecessors() == 0) {
                turn.later(new Turn.Work.Begin(run.key(), successor));
            }
        }
        after(turn, run);
    }

    /** Ends it for good without completing. */
    static void dead(Turn turn, RunState run, StepState step, StepStatus status) {
        turn.emit(new Event.StepEnded(run.key(), step.ordinal(), status, 0, turn.now()));
        after(turn, run);
    }

    private static void after(Turn turn, RunState run) {
        var permits = turn.state().permits(run);
        if (permits.waitingCount() > 0) {
            turn.later(new Turn.Work.Grant(permits));
        }
        turn.later(new Turn.Work.Settle(run.key()));
    }

    /** The engine could not do its part; what an attempt that had done its work would announce is lost then. */
    static void internal(Turn turn, RunState run, StepState step, MaestroException why) {
        if (step.status() == FINISHING && step.ending().isEmpty()) {
            turn.emit(new Event.OutputsSet(run.key(), step.ordinal(), Outputs.LOST));
        }
        broken(turn, run, step, why);
    }

    private static void broken(Turn turn, RunState run, StepState step, MaestroException why) {
        turn.note(
                run,
                step,
                TimelineEvent.details(
                        turn.now(),
                        why.code().name(),
                        "The step is marked as INTERNALLY_FAILED: " + why.getMessage(),
                        why.errors()));
        dead(turn, run, step, INTERNALLY_FAILED);
    }

    static void retryOrFail(Turn turn, RunState run, StepState step, ErrorClass error) {
        if (!step.retry().leftFor(error)) {
            fatal(turn, run, step, false);
            return;
        }
        long wait = step.retry().waitMillis(error);
        turn.note(run, step, "Retrying task in [" + Spans.text(wait) + "]");
        turn.emit(new Event.StepEnded(
                run.key(), step.ordinal(), failedStatus(error), turn.now() + wait, turn.now()));
        after(turn, run);
    }

    private static StepStatus failedStatus(ErrorClass error) {
        return switch (error) {
            case USER -> StepStatus.USER_FAILED;
            case PLATFORM -> StepStatus.PLATFORM_FAILED;
            case TIMEOUT -> StepStatus.TIMEOUT_FAILED;
        };
    }

    /** @param wide the whole run is being ended, so the failure mode does not count */
    static void fatal(Turn turn, RunState run, StepState step, boolean wide) {
        var mode = step.plan().failureMode();
        if (mode == FailureMode.IGNORE_FAILURE && !wide) {
            turn.note(
                    run,
                    step,
                    "Step is failed but marked as COMPLETED_WITH_ERROR because its failure mode is IGNORE_FAILURE.");
            complete(turn, run, step, COMPLETED_WITH_ERROR);
            return;
        }
        dead(turn, run, step, FATALLY_FAILED);
        if (mode == FailureMode.FAIL_IMMEDIATELY && !wide) {
            RunRules.end(
                    turn,
                    run,
                    Ending.STOP,
                    MAESTRO_TASK,
                    "Stop all steps because step [" + step.id() + "] with FAIL_IMMEDIATELY mode is failed.");
        }
    }

    /** Someone wants the step ended; a runtime under way is told first. */
    static void obey(Turn turn, RunState run, StepState step, Order order) {
        if (!step.live() || overruled(step, order)) {
            return;
        }
        if (step.status().retryable()) {
            StepRules.retryNow(turn, run, step, order);
            return;
        }
        turn.note(run, step, order.text());
        take(turn, run, step, order);
    }

    /** It takes effect at once when nothing of the step is at work, else when that has ended. */
    private static void take(Turn turn, RunState run, StepState step, Order order) {
        var earlier = step.order();
        turn.emit(new Event.StepOrdered(
                run.key(), step.ordinal(), earlier.map(order::notAfter).orElse(order)));
        boolean atWork = step.ending().isEmpty() && step.status() != FINISHING;
        if (!atWork || !StepKind.of(step).end(turn, run, step, order, earlier.isPresent())) {
            obeyed(turn, run, step, order);
        }
    }

    /** An order for the whole run replaces any other; a single step's only stands where there is none (§7.2). */
    private static boolean overruled(StepState step, Order order) {
        return step.order().isPresent() && !order.wide();
    }

    /** The runtime has ended, or there was none: the order takes effect. */
    static void obeyed(Turn turn, RunState run, StepState step, Order order) {
        switch (order.ending()) {
            case STOP -> dead(turn, run, step, STOPPED);
            case KILL -> fatal(turn, run, step, order.wide());
            case SKIP -> complete(turn, run, step, SKIPPED);
            case TIME_OUT -> timedOut(turn, run, step, order.wide());
            case BREAK -> dead(turn, run, step, INTERNALLY_FAILED);
        }
    }

    /** The step's own timeout has passed. */
    static void timeOut(Turn turn, RunState run, StepState step) {
        long grace = turn.config().cancelGrace().toMillis();
        var order = new Order(Ending.TIME_OUT, MAESTRO_TASK, "timeout", false, turn.now(), turn.now() + grace);
        take(turn, run, step, order);
    }

    private static void timedOut(Turn turn, RunState run, StepState step, boolean wide) {
        if (!wide && step.retry().leftFor(ErrorClass.TIMEOUT)) {
            retryOrFail(turn, run, step, ErrorClass.TIMEOUT);
            return;
        }
        turn.note(run, step, "Step instance is timed out.");
        dead(turn, run, step, TIMED_OUT);
    }
}
