package maestro.core.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.why.Reason.Code;
import maestro.model.MaestroException;
import maestro.model.definition.RunStrategy;

/**
 * What a run or a step waits for, what it does, or what ended it: an exact chain, nearest link first. Lists are cut to
 * a few entries and then end with {@link Code#MORE}. Pure.
 */
public final class Why {
    /** Entries of one list. */
    static final int SHOWN_MAX = 10;

    private Why() {}

    /** One reason for each thing that keeps the run from ending, or one for how it ended. */
    public static List<Reason> run(RunFacts run) {
        var row = run.row();
        if (row.status().terminal()) {
            return List.of(WhyEnded.run(run));
        }
        if (run.queued()) {
            return queued(run, run.queue().orElseThrow());
        }
        var steps = shown(run.steps().stream().filter(StepFacts::live).toList(), run.subject(), step ->
                WhyStep.created(run, step));
        if (run.tail().order().isPresent()) {
            var order = run.tail().order().get();
            String text = "User [" + order.user() + "] asked to " + order.ending() + " the run: " + order.reason();
            return List.of(Reason.of(Code.RUN_ENDING, text, run.subject())
                    .since(order.atMillis())
                    .until(order.deadlineMillis())
                    .with(steps));
        }
        return steps.isEmpty() ? List.of(underWay(run)) : steps;
    }

    /** A run that rests because nothing can be done with it: that is all there is to say. */
    public static Reason setAside(RunRow run, SetAsideRow row) {
        var subject = Subject.of(run);
        String text = upper(subject.run()) + " was set aside, and everything else goes on: " + row.reason()
                + " End it with kill, or have it tried again with release.";
        return Reason.of(Code.RUN_SET_ASIDE, text, subject).since(row.atMillis());
    }

    /**
     * The same for one step.
     *
     * @throws MaestroException NOT_FOUND when the run has no such step
     */
    public static List<Reason> step(RunFacts run, String stepId) {
        if (run.plan().whole().ordinal(stepId) < 0) {
            throw MaestroException.notFound("Step [" + stepId + "] is no step of " + run.subject().run());
        }
        return List.of(run.step(stepId)
                .map(step -> WhyStep.created(run, step))
                .orElseGet(() -> WhyNotCreated.step(run, stepId)));
    }

    /** What an attempt's timeline says of its end, if anything. */
    public static Optional<String> said(StepRow row) {
        return WhyEnded.said(new StepFacts(row, StepDetail.read(row)));
    }

    static Reason underWay(RunFacts run) {
        return Reason.of(Code.RUN_RUNNING, upper(run.subject().run()) + " is under way.", run.subject())
                .since(run.row().startMillis());
    }

    private static List<Reason> queued(RunFacts run, RunFacts.Queue queue) {
        var reasons = new ArrayList<Reason>();
        var rule = queue.strategy().rule();
        if (rule == RunStrategy.Rule.STRICT_SEQUENTIAL && !queue.failed().isEmpty()) {
            reasons.addAll(shown(queue.failed(), run.subject(), failed -> Reason.of(
                            Code.RUN_BLOCKED,
                            "STRICT_SEQUENTIAL starts nothing while " + Subject.of(failed).run()
                                    + " is FAILED; restart or unblock it.",
                            Subject.of(failed))
                    .since(failed.endMillis())));
        }
        reasons.addAll(line(run, queue));
        return reasons;
    }

    private static List<Reason> line(RunFacts run, RunFacts.Queue queue) {
        int limit = queue.strategy().workflowConcurrency();
        var ahead = new ArrayList<>(shown(queue.running(), run.subject(), Why::ahead));
        if (queue.moreRunning()) {
            ahead.add(Reason.of(Code.MORE, "More runs are under way.", run.subject()));
        }
        if (queue.ahead() == 0 && queue.running().size() < limit && !queue.moreRunning()) {
            return queue.failed().isEmpty() || queue.strategy().rule() != RunStrategy.Rule.STRICT_SEQUENTIAL
                    ? List.of(Reason.of(Code.RUN_STARTING, "The run is next and about to start.", run.subject())
                            .since(run.row().createMillis()))
                    : List.of();
        }
        String place = queue.ahead() == 0
                ? "It is next"
                : queue.ahead() == 1 ? "1 run is queued before it" : queue.ahead() + " runs are queued before it";
        String text = place + "; " + queue.strategy().rule() + " lets "
                + (limit == 1 ? "one run" : limit + " runs") + " of [" + run.row().workflowId() + "] go at once.";
        return List.of(Reason.of(Code.RUN_QUEUED, text, run.subject())
                .since(run.row().createMillis())
                .with(ahead));
    }

    private static Reason ahead(RunFacts running) {
        if (running.circular()) return circle(running, upper(running.subject().run()));
        return Reason.of(Code.RUN_AHEAD, upper(running.subject().run()) + " is under way.", running.subject())
                .since(running.row().startMillis())
                .with(running.explained() ? run(running) : List.of());
    }

    /** The end of a chain that came by this run before. */
    static Reason circle(RunFacts run, String name) {
        return Reason.of(Code.CIRCLE, name + " stands above already: these runs wait for each other, and none of them"
                + " makes room. Kill one of them, or let more runs of its workflow go at once.", run.subject());
    }

    /** The first few as reasons, and one that says how many more there are. */
    static <T> List<Reason> shown(List<T> all, Subject subject, Function<T, Reason> reason) {
        var list = new ArrayList<Reason>();
        all.stream().limit(SHOWN_MAX).map(reason).forEach(list::add);
        if (all.size() > SHOWN_MAX) {
            list.add(Reason.of(Code.MORE, "And " + (all.size() - SHOWN_MAX) + " more.", subject));
        }
        return list;
    }

    private static String upper(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
