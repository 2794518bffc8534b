package maestro.core.rule;

import static maestro.model.run.StepStatus.FINISHING;
import static maestro.model.run.StepStatus.INITIALIZED;
import static maestro.model.run.StepStatus.INTERNALLY_FAILED;
import static maestro.model.run.StepStatus.PAUSED;
import static maestro.model.run.StepStatus.RUNNING;
import static maestro.model.run.StepStatus.SKIPPED;
import static maestro.model.run.StepStatus.STARTING;
import static maestro.model.run.StepStatus.STOPPED;
import static maestro.model.run.StepStatus.TIMED_OUT;
import static maestro.model.run.StepStatus.UNSATISFIED;
import static maestro.model.run.StepStatus.WAITING_FOR_PERMITS;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.core.param.BudgetExceeded;
import maestro.core.retry.ErrorClass;
import maestro.core.retry.RetryState;
import maestro.core.row.Order;
import maestro.core.row.RestartConfig;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.template.TemplateRules;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.model.run.TimelineEvent;

/** The life of a step attempt (execution.md §3, §5): from its predecessors' end to its successors' begin. */
final class StepRules {
    private static final long DEFAULT_TIMEOUT_MILLIS = Duration.ofDays(10).toMillis();

    private StepRules() {}

    /** All predecessors are complete: the first attempt is made. */
    static void begin(Turn turn, RunState run, StepState step) {
        if (!step.startsByItself() || step.openPredecessors() > 0 || run.status().terminal()) {
            return;
        }
        attempt(turn, run, step, 1, run.lastStepSeq() + 1, RetryState.fresh(StepEvaluation.retrySpec(turn, run, step)));
    }

    private static void attempt(Turn turn, RunState run, StepState step, int number, long seq, RetryState retry) {
        turn.emit(new Event.StepCreated(
                run.key(), step.ordinal(), number, seq, turn.newUuid(), retry, turn.now()));
        advance(turn, run, step);
    }

    /** A user restarts the step while its run goes on: the system makes no attempt after this one (§6.4, Q11). */
    static void restart(Turn turn, RunState run, StepState step, RestartConfig config, String why) {
        boolean again = step.created();
        var retry = again ? step.retry() : RetryState.fresh(StepEvaluation.retrySpec(turn, run, step));
        turn.emit(new Event.StepCreated(
                run.key(), step.ordinal(), step.attempt() + 1, again ? step.seq() : run.lastStepSeq() + 1,
                turn.newUuid(),
                retry.manually(),
                turn.now()));
        turn.emit(new Event.StepRestarted(run.key(), step.ordinal(), config));
        turn.note(run, step, why);
        advance(turn, run, step);
    }

    private static void advance(Turn turn, RunState run, StepState step) {
        if (run.order().isPresent()) {
            StepEndings.obey(turn, run, step, run.order().get());
            return;
        }
        if (!Admission.satisfied(run, step)) {
            turn.emit(new Event.StepSatisfied(run.key(), step.ordinal(), false, 0));
            turn.note(run, step, "Step condition is unsatisfied because no predecessors can reach it.");
            StepEndings.complete(turn, run, step, UNSATISFIED);
            return;
        }
        try {
            long timeoutMillis = StepEvaluation.timeoutMillis(turn, run, step);
            turn.emit(new Event.StepSatisfied(run.key(), step.ordinal(), true, timeoutMillis));
        } catch (MaestroException unreadable) {
            StepEndings.internal(turn, run, step, unreadable);
            return;
        }
        if (Admission.skipped(run, step)) {
            turn.note(run, step, "Step is skipped because of a user skip action.");
            StepEndings.complete(turn, run, step, SKIPPED);
            return;
        }
        WaitRules.evaluate(turn, run, step);
    }

    /** It is known what the attempt waits for. */
    static void initialized(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, INITIALIZED);
        if (turn.workflow(run).breakpoints().containsKey(step.id())) {
            turn.reached(run, step, PAUSED);
            turn.note(run, step, "Step is paused for a breakpoint.");
            return;
        }
        proceed(turn, run, step);
    }

    /** Nothing holds the attempt any more. */
    static void proceed(Turn turn, RunState run, StepState step) {
        WaitRules.begin(turn, run, step);
    }

    static void evaluate(Turn turn, RunState run, StepState step) {
        if (TemplateRules.consulted(step.plan().definition())) {
            elsewhere(turn, run, step);
            return;
        }
        try {
            evaluated(turn, run, step, StepEvaluation.params(turn, run, step));
        } catch (BudgetExceeded longer) {
            elsewhere(turn, run, step);
        } catch (MaestroException wrong) {
            StepEndings.internal(turn, run, step, wrong);
        }
    }

    private static void elsewhere(Turn turn, RunState run, StepState step) {
        var work = StepEvaluation.paramsElsewhere(turn, run, step);
        turn.effect(Effect.Compute.of(run, step, work));
    }

    /** Its params are known: it runs as soon as it gets its permits. */
    static void evaluated(Turn turn, RunState run, StepState step, Map<String, Param> params) {
        turn.emit(new Event.StepParamsSet(run.key(), step.ordinal(), params));
        turn.reached(run, step, WAITING_FOR_PERMITS);
        if (!PermitWalk.begin(turn, run, step)) {
            permitted(turn, run, step);
        }
    }

    /** Its tags let it run: what is left are the slots of its own workflow. */
    static void permitted(Turn turn, RunState run, StepState step) {
        var permits = turn.state().permits(run);
        boolean first = permits.waitingCount() == 0;
        if (first && PermitRules.free(turn, run, step)) {
            start(turn, run, step);
            return;
        }
        turn.note(run, step, "The step is still waiting for tag permit");
        turn.emit(new Event.StepQueuedForPermit(run.key(), step.ordinal()));
        if (!first) {
            turn.later(new Turn.Work.Grant(permits)); // the line decides: a newcomer must not overtake who waits
        }
    }

    /** The step may run: permits are held from here to its end. */
    static void start(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, STARTING);
        StepKind.of(step).begin(turn, run, step);
    }

    /** The work is done: outputs are merged, signals announced, conditions evaluated, successors released. */
    static void finish(Turn turn, RunState run, StepState step, Map<String, Param> outputs) {
        turn.reached(run, step, FINISHING);
        try {
            if (!outputs.isEmpty()) {
                var merged = StepEvaluation.withOutputs(step, outputs);
                turn.emit(new Event.StepParamsSet(run.key(), step.ordinal(), merged));
            }
        } catch (MaestroException wrong) {
            StepEndings.internal(turn, run, step, wrong);
            return;
        }
        WaitRules.announce(turn, run, step);
    }

    /** What a launched runtime says of its attempt's end. */
    static void report(Turn turn, RunState run, StepState step, Report report) {
        if (step.ending().isPresent() || step.status() == FINISHING) {
            return; // said twice, and what it said first is being worked on
        }
        if (!report.artifacts().isEmpty()) {
            var artifacts = new LinkedHashMap<>(step.artifacts());
            artifacts.putAll(report.artifacts());
            turn.emit(new Event.StepArtifactsSet(run.key(), step.ordinal(), artifacts));
        }
        if (step.order().isPresent()) {
            if (report instanceof Report.Cancelled cancelled) {
                known(turn, run, step, cancelled.outputs());
            }
            StepEndings.obeyed(turn, run, step, step.order().get());
            return;
        }
        switch (report) {
            case Report.Done done -> finish(turn, run, step, done.outputs());
            case Report.Failed failed -> failed(turn, run, step, failed);
            case Report.Cancelled cancelled ->
                failed(
                        turn,
                        run,
                        step,
                        new Report.Failed(
                                Report.Failure.PLATFORM,
                                "The runtime ended early though nobody asked: " + cancelled.message(),
                                List.of(),
                                Map.of(),
                                cancelled.outputs()));
            case Report.Crashed(var message, var stack) -> {
                turn.note(run, step, TimelineEvent.details(turn.now(), INTERNALLY_FAILED.name(), message, stack));
                StepEndings.dead(turn, run, step, INTERNALLY_FAILED);
            }
        }
    }

    private static void failed(Turn turn, RunState run, StepState step, Report.Failed failed) {
        turn.note(
                run,
                step,
                TimelineEvent.details(
                        turn.now(), code(failed.failure()), failed.message(), failed.details()));
        known(turn, run, step, failed.outputs());
        switch (failed.failure()) {
            case USER -> StepEndings.retryOrFail(turn, run, step, ErrorClass.USER);
            case PLATFORM -> StepEndings.retryOrFail(turn, run, step, ErrorClass.PLATFORM);
            case FATAL -> StepEndings.fatal(turn, run, step, false);
            case STOPPED -> StepEndings.dead(turn, run, step, STOPPED);
            case TIMED_OUT -> StepEndings.dead(turn, run, step, TIMED_OUT);
        }
    }

    private static void known(Turn turn, RunState run, StepState step, Map<String, Param> outputs) {
        var params = StepEvaluation.withKnown(step, outputs);
        if (params != step.params()) {
            turn.emit(new Event.StepParamsSet(run.key(), step.ordinal(), params));
        }
    }

    private static String code(Report.Failure failure) {
        return switch (failure) {
            case USER, PLATFORM, FATAL -> failure.name() + "_ERROR";
            case STOPPED, TIMED_OUT -> failure.name();
        };
    }

    static void checkpoint(Turn turn, Message.Checkpointed saved) {
        Rules.launched(turn, saved.runKey(), saved.ordinal(), saved.attemptKey())
                .ifPresent(at -> turn.emit(
                        new Event.StepCheckpointed(at.run().key(), saved.ordinal(), saved.checkpoint())));
        turn.reply(saved.ticket(), new Answer.Saved());
    }

    /** Time has passed: a retry, a sleep, a timeout or a cancel's deadline may be due. */
    static void look(Turn turn, RunState run, StepState step) {
        if (!step.live() || turn.now() < due(step)) {
            return;
        }
        if (step.status().retryable()) {
            retry(turn, run, step);
        } else if (step.order().isPresent()) {
            turn.note(
                    run,
                    step,
                    TimelineEvent.warn(
                            turn.now(), "The runtime did not end within its deadline; the engine goes on without it."));
            StepEndings.obeyed(turn, run, step, step.order().get());
        } else if (turn.now() >= timeoutAt(step)) {
            StepEndings.timeOut(turn, run, step);
        } else {
            finish(turn, run, step, Map.of());
        }
    }

    /** Makes the next attempt after a failure that the system retries. */
    static void retry(Turn turn, RunState run, StepState step) {
        attempt(turn, run, step, step.attempt() + 1, step.seq(), step.retry().counted(errorOf(step)));
    }

    /** An order wakes a pending retry: the next attempt is made and takes the order (execution.md §7.3). */
    static void retryNow(Turn turn, RunState run, StepState step, Order order) {
        turn.emit(new Event.StepCreated(
                run.key(),
                step.ordinal(),
                step.attempt() + 1,
                step.seq(),
                turn.newUuid(),
                step.retry().counted(errorOf(step)),
                turn.now()));
        StepEndings.obey(turn, run, step, order);
    }

    private static ErrorClass errorOf(StepState step) {
        return switch (step.status()) {
            case USER_FAILED -> ErrorClass.USER;
            case PLATFORM_FAILED -> ErrorClass.PLATFORM;
            default -> ErrorClass.TIMEOUT;
        };
    }

    /**
     * Goes on after recovery from where the rows say the attempt stands. Older versions did not write what an attempt is
     * going to end as: they left it FINISHING, at work though its child had ended, or with an order without a deadline.
     */
    static void resume(Turn turn, RunState run, StepState step) {
        if (!step.live() || step.status().retryable()) {
            return;
        }
        if (step.ending().isPresent()) {
            StepEndings.complete(turn, run, step, step.ending().get());
            return;
        }
        boolean waits = StepKind.of(step).waitsForRuns(step);
        if (step.order().isPresent() && (!waits || step.order().get().deadlineMillis() == 0)) {
            StepEndings.obeyed(turn, run, step, step.order().get());
            return;
        }
        switch (step.status()) {
            case PAUSED, WAITING_FOR_SIGNALS -> {}
            case CREATED -> advance(turn, run, step);
            case EVALUATING_PARAMS -> evaluate(turn, run, step);
            case WAITING_FOR_PERMITS -> turn.later(new Turn.Work.Grant(turn.state().permits(run)));
            case FINISHING -> WaitRules.resumeAnnouncing(turn, run, step);
            case RUNNING -> StepKind.of(step).resume(turn, run, step);
            case NOT_CREATED, INITIALIZED, STARTING, DISABLED, UNSATISFIED, SKIPPED, SUCCEEDED, COMPLETED_WITH_ERROR,
                    USER_FAILED, PLATFORM_FAILED, TIMEOUT_FAILED, FATALLY_FAILED, INTERNALLY_FAILED, STOPPED,
                    TIMED_OUT -> throw new IllegalStateException("no row is written in status " + step.status());
        }
    }

    static long due(StepState step) {
        if (!step.live() || step.ending().isPresent()) {
            return Long.MAX_VALUE;
        }
        if (step.status().retryable()) {
            return step.retryAtMillis();
        }
        if (step.order().isPresent()) {
            return StepKind.of(step).waitsForRuns(step) ? Long.MAX_VALUE : step.order().get().deadlineMillis();
        }
        long timeout = timeoutAt(step);
        return step.status() == RUNNING ? Math.min(timeout, StepKind.of(step).doneAt(step)) : timeout;
    }

    /** The clock of the step timeout runs from STARTING (execution.md §5.6). */
    private static long timeoutAt(StepState step) {
        return step.times().start() == 0
                ? Long.MAX_VALUE
                : step.times().start() + step.timeoutMillis().orElse(DEFAULT_TIMEOUT_MILLIS);
    }
}
