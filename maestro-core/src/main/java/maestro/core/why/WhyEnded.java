package maestro.core.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.why.Reason.Code;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** What ended a run or a step. */
final class WhyEnded {
    private WhyEnded() {}

    static Reason run(RunFacts run) {
        var status = run.row().status();
        String text = status == InstanceStatus.SUCCEEDED
                ? "The run has ended SUCCEEDED."
                : "The run has ended " + status + said(run.tail().timeline()).map(said -> ": " + said).orElse(".");
        var guilty = run.steps().stream()
                .filter(step -> step.row().status().restartable())
                .toList();
        return Reason.of(Code.RUN_ENDED, text, run.subject())
                .since(run.row().endMillis())
                .with(Why.shown(guilty, run.subject(), step -> step(run, step)));
    }

    static Reason step(RunFacts run, StepFacts step) {
        var status = step.row().status();
        String does = switch (status) {
            case SUCCEEDED, DISABLED, SKIPPED -> "has ended " + status;
            case UNSATISFIED -> "was passed over: no condition of the steps before it was true for it";
            default -> "has ended " + status + said(step).map(said -> ": " + withoutEnd(said)).orElse("");
        };
        return WhyStep.of(run, step, Code.STEP_ENDED, does)
                .since(step.row().endMillis())
                .with(status == StepStatus.UNSATISFIED ? before(run, step) : below(step));
    }

    private static List<Reason> before(RunFacts run, StepFacts step) {
        var plan = run.plan().step(run.plan().ordinal(step.row().stepId()));
        var steps = plan.predecessors().stream()
                .flatMap(ordinal -> run.step(run.plan().step(ordinal).id()).stream())
                .toList();
        return Why.shown(steps, run.subject(), previous ->
                WhyStep.of(run, previous, Code.STEP_ENDED, "has ended " + previous.row().status()
                                + " without choosing [" + plan.id() + "]")
                        .since(previous.row().endMillis()));
    }

    private static List<Reason> below(StepFacts step) {
        var children = new ArrayList<Reason>();
        for (var run : step.below()) {
            children.add(Reason.of(
                            Code.RUN_ENDED,
                            "It ended with " + run.subject().run() + " being " + run.row().status() + ".",
                            run.subject())
                    .since(run.row().endMillis())
                    .with(run(run).children()));
        }
        return children;
    }

    /** What the attempt's timeline says of its end: an error before anything else. */
    static Optional<String> said(StepFacts step) {
        var timeline = step.detail().timeline();
        return step.row().status().failed() ? details(timeline).or(() -> said(timeline)) : said(timeline);
    }

    private static Optional<String> details(List<TimelineEvent> timeline) {
        return timeline.reversed().stream()
                .filter(TimelineEvent.Details.class::isInstance)
                .findFirst()
                .flatMap(entry -> text(entry));
    }

    private static Optional<String> said(List<TimelineEvent> timeline) {
        return timeline.reversed().stream().flatMap(entry -> text(entry).stream()).findFirst();
    }

    private static Optional<String> text(TimelineEvent entry) {
        return switch (entry) {
            case TimelineEvent.Log log -> Optional.of(log.message());
            case TimelineEvent.Details details -> Optional.of(details.errors().isEmpty()
                    ? details.message()
                    : details.message() + " (" + details.errors().getFirst() + ")");
            case TimelineEvent _ -> Optional.empty();
        };
    }

    private static String withoutEnd(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
