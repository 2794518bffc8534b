package maestro.core.why;

import java.util.ArrayList;
import java.util.List;
import maestro.core.rule.Sleeps;
import maestro.core.why.Reason.Code;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.TimelineEvent;

/** What an attempt under way does or waits for. */
final class WhyStep {
    private static final String WAITING = "Waiting for ";

    private WhyStep() {}

    static Reason created(RunFacts run, StepFacts step) {
        var status = step.row().status();
        if (status.retryable()) {
            return retry(run, step);
        }
        if (status.terminal()) {
            return WhyEnded.step(run, step);
        }
        var reason = live(run, step);
        if (step.detail().order().isEmpty()) {
            return reason;
        }
        var order = step.detail().order().get();
        String text =
                "User [" + order.user() + "] asked to " + order.ending() + " " + name(step) + ": " + order.reason();
        boolean waits = step.detail().ending().isEmpty() && order.deadlineMillis() < Long.MAX_VALUE;
        long deadline = waits ? order.deadlineMillis() : 0;
        return Reason.of(Code.STEP_ENDING, text, reason.subject())
                .since(order.atMillis())
                .until(deadline)
                .with(List.of(reason));
    }

    private static Reason live(RunFacts run, StepFacts step) {
        var times = step.detail().times();
        if (step.detail().ending().isPresent()) {
            String text = "ends as " + step.detail().ending().get() + " when the conditions behind it are evaluated";
            return of(run, step, Code.STEP_RUNNING, text).since(times.modify());
        }
        return switch (step.row().status()) {
            case PAUSED ->
                of(run, step, Code.STEP_PAUSED, "is paused by a breakpoint; resume it").since(times.pause());
            case WAITING_FOR_SIGNALS ->
                WhyWaits.signals(run, step).since(times.waitSignal());
            case EVALUATING_PARAMS ->
                of(run, step, Code.STEP_PREPARING, "evaluates its params").since(times.evaluateParam());
            case WAITING_FOR_PERMITS -> WhyWaits.permit(run, step).since(times.waitPermit());
            case STARTING, RUNNING -> running(run, step);
            case FINISHING ->
                of(run, step, Code.STEP_RUNNING, "has done its work and is finishing").since(times.finish());
            default -> of(run, step, Code.STEP_PREPARING, "is about to begin").since(times.create());
        };
    }

    private static Reason retry(RunFacts run, StepFacts step) {
        String text = "failed (" + step.row().status() + WhyEnded.said(step).map(said -> ": " + said).orElse("")
                + "); attempt " + (step.row().attempt() + 1) + " follows after its backoff";
        return of(run, step, Code.STEP_WAITS_FOR_RETRY, text)
                .since(step.row().endMillis())
                .until(step.detail().retryAtMillis());
    }

    private static Reason running(RunFacts run, StepFacts step) {
        var times = step.detail().times();
        long since = times.execute() > 0 ? times.execute() : times.start();
        return switch (run.plan().step(run.plan().ordinal(step.row().stepId())).type()) {
            case SLEEP -> of(run, step, Code.STEP_SLEEPING, "sleeps")
                    .since(since)
                    .until(Sleeps.end(times.start(), step.detail().params()));
            case FOREACH, WHILE -> loop(run, step).since(since);
            case SUBWORKFLOW -> child(run, step).since(since);
            case StepType type -> of(run, step, Code.STEP_RUNNING, "runs (" + type.text() + ")" + waiting(step))
                    .since(since);
        };
    }

    /** What a runtime says when it waits itself, as for a process slot. */
    private static String waiting(StepFacts step) {
        var timeline = step.detail().timeline();
        return !timeline.isEmpty()
                        && timeline.getLast() instanceof TimelineEvent.Log log
                        && log.message().startsWith(WAITING)
                ? "; the last that its runtime said is: " + log.message()
                : "";
    }

    private static Reason loop(RunFacts run, StepFacts step) {
        var children = new ArrayList<Reason>();
        for (var iteration : step.below()) {
            children.add(below(iteration, Code.ITERATION, "Iteration " + iteration.row().instanceId()));
        }
        if (step.moreBelow()) {
            children.add(Reason.of(Code.MORE, "More iterations are under way.", run.subject()));
        }
        var counted = LoopCounts.of(run, step);
        counted.notLaunched().ifPresent(text ->
                children.add(of(run, step, Code.ITERATIONS_NOT_LAUNCHED, text)));
        return of(run, step, Code.LOOP_RUNNING, counted.progress()).with(children);
    }

    private static Reason child(RunFacts run, StepFacts step) {
        if (step.below().isEmpty()) {
            return of(run, step, Code.SUBWORKFLOW_STARTING, "waits for its subworkflow to be started");
        }
        var child = step.below().getFirst();
        return of(run, step, Code.SUBWORKFLOW_RUNNING, "waits for its subworkflow")
                .with(List.of(below(child, Code.SUBWORKFLOW, "Subworkflow " + child.subject().run())));
    }

    private static Reason below(RunFacts run, Code code, String name) {
        if (run.circular()) return Why.circle(run, name);
        String text = name + (run.row().status() == InstanceStatus.IN_PROGRESS
                ? " is under way."
                : run.queued() ? " is queued." : " is " + run.row().status() + ".");
        long since = run.row().startMillis() > 0 ? run.row().startMillis() : run.row().createMillis();
        return Reason.of(code, text, run.subject()).since(since).with(run.explained() ? Why.run(run) : List.of());
    }

    static Reason of(RunFacts run, StepFacts step, Code code, String does) {
        return Reason.of(code, "S" + name(step).substring(1) + " " + does + ".", Subject.of(run.row(), step.row()));
    }

    private static String name(StepFacts step) {
        int attempt = step.row().attempt();
        return "step [" + step.row().stepId() + "]" + (attempt > 1 ? " attempt " + attempt : "");
    }
}
