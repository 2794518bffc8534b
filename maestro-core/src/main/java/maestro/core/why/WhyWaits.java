package maestro.core.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.rule.ParallelLimits;
import maestro.core.wait.Dependency;
import maestro.core.why.Reason.Code;
import maestro.model.signal.SignalCondition;

/** What an attempt waits for that others must give: signals and permits. */
final class WhyWaits {
    private WhyWaits() {}

    static Reason signals(RunFacts run, StepFacts step) {
        var open = step.detail().dependencies().all().stream().filter(each -> !each.done()).toList();
        var reason = WhyStep.of(run, step, Code.STEP_WAITS_FOR_SIGNALS, switch (open.size()) {
            case 0 -> "has all signals that it waited for";
            case 1 -> "waits for a signal; `" + bypass(run, step) + "` lets it go on without";
            default -> "waits for " + open.size() + " signals; `" + bypass(run, step) + "` lets it go on without";
        });
        var subject = Subject.of(run.row(), step.row());
        return reason.with(Why.shown(open, subject, each -> Reason.of(Code.SIGNAL_AWAITED, awaited(step, each), subject)));
    }

    private static String bypass(RunFacts run, StepFacts step) {
        return "maestro step bypass " + run.row().workflowId() + " " + run.row().instanceId() + " " + step.row().stepId();
    }

    private static String awaited(StepFacts step, Dependency each) {
        long last = step.waits().lastSeqs().getOrDefault(each.name(), 0L);
        String conditions = each.conditions().isEmpty()
                ? ""
                : " with " + each.conditions().stream().map(WhyWaits::text).collect(Collectors.joining(", "));
        String there = last == 0
                ? "it was never announced"
                : conditions.isEmpty() ? "its last number is " + last : "none of its " + last + " announcements fits";
        return "Signal [" + each.name() + "]" + conditions + " is awaited: " + there + ". Announce it by `"
                + announce(each) + "`.";
    }

    private static String text(SignalCondition condition) {
        return condition.param() + " " + condition.operator().code() + " " + value(condition.value());
    }

    private static String value(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : value.toString();
    }

    private static String announce(Dependency each) {
        var line = new StringBuilder("maestro signal announce ").append(quoted(each.name()));
        for (var condition : each.conditions()) {
            line.append(" -p ").append(quoted(condition.param() + "=" + switch (condition.value()) {
                case Long number -> Long.toString(fitting(condition.operator(), number));
                case Object text -> text.toString().matches("-?\\d+") ? "\"" + text + "\"" : text.toString();
            }));
        }
        return line.toString();
    }

    private static long fitting(SignalCondition.Operator operator, long bound) {
        return switch (operator.code()) {
            case ">" -> bound + 1;
            case "<" -> bound - 1;
            default -> bound;
        };
    }

    /** As a shell takes it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.,:@/=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Leave of a tag that was asked, else a slot of its own workflow. */
    static Reason permit(RunFacts run, StepFacts step) {
        return step.waits().tag().map(tag -> tag(run, step, tag)).orElseGet(() -> slot(run, step));
    }

    private static Reason tag(RunFacts run, StepFacts step, Waits.Tag tag) {
        String place = tag.ahead() == 0 ? "it is the next" : tag.ahead() + " stand before it";
        String limit = tag.max().map(max -> tag.held() + " of " + max + " permits are held").orElse("it is about to get it");
        var reason = WhyStep.of(
                run, step, Code.STEP_WAITS_FOR_PERMIT,
                "waits for a permit of the tag [" + tag.name() + "]: " + limit + ", " + place);
        var holders = new ArrayList<Reason>();
        tag.holders().forEach(holder -> holders.add(holder(holder.subject(), holder.sinceMillis())));
        if (tag.held() > holders.size()) {
            holders.add(Reason.of(
                    Code.MORE, "And " + (tag.held() - holders.size()) + " more.", Subject.of(run.row(), step.row())));
        }
        return reason.with(holders);
    }

    private static Reason slot(RunFacts run, StepFacts step) {
        var limits = step.waits().limits().orElse(ParallelLimits.of(run.head()));
        var same = step.holders().stream()
                .filter(holder -> holder.stepId().equals(step.row().stepId()))
                .toList();
        boolean own = same.size() >= limits.perStep();
        var holders = own ? same : step.holders();
        int permits = own ? limits.perStep() : limits.steps();
        String which = switch (permits) {
            case 0 -> "a permit, of which there are none,";
            case 1 -> "the only permit";
            default -> "one of the " + permits + " permits";
        };
        String text = "waits for " + which + " of [" + run.row().workflowId() + (own ? ":" + step.row().stepId() : "") + "]";
        List<Reason> shown = Why.shown(holders, run.subject(), holder -> holder(
                new Subject(
                        run.row().workflowId(), holder.instanceId(), holder.runId(),
                        Optional.of(holder.stepId()), holder.attempt()),
                holder.sinceMillis()));
        return WhyStep.of(run, step, Code.STEP_WAITS_FOR_PERMIT, text).with(shown);
    }

    private static Reason holder(Subject subject, long sinceMillis) {
        String text = "Step [" + subject.stepId().orElse("?") + "] of " + subject.run() + " holds a permit.";
        return Reason.of(Code.PERMIT_HOLDER, text, subject).since(sinceMillis);
    }
}
