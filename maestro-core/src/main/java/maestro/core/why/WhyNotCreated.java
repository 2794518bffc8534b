package maestro.core.why;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.PlanStep;
import maestro.core.row.Restart;
import maestro.core.why.Reason.Code;
import maestro.model.run.RunPolicy;

/** Why a step was not begun: the steps before it that are not complete (execution.md §4.2). One use a question. */
final class WhyNotCreated {
    /** Links of one chain of steps that were not begun; behind them the chain goes on at those that were. */
    private static final int CHAIN_MAX = 12;

    private final RunFacts run;
    private final Map<Integer, Boolean> doomed = new HashMap<>();
    private final Set<Integer> told = new LinkedHashSet<>();

    private WhyNotCreated(RunFacts run) {
        this.run = run;
    }

    static Reason step(RunFacts run, String stepId) {
        var subject = run.subject().step(stepId, 0);
        if (run.plan().ordinal(stepId) < 0) {
            return carriedOver(run, stepId, subject);
        }
        var step = run.plan().step(run.plan().ordinal(stepId));
        if (run.queued()) {
            return Reason.of(Code.STEP_NOT_BEGUN, "The run of step [" + stepId + "] is queued.", subject)
                    .since(run.row().createMillis())
                    .with(Why.run(run));
        }
        var reason = new WhyNotCreated(run).reason(step, 1);
        if (run.row().status().terminal() && reason.code() != Code.STEP_NEVER_RUNS) {
            String text = "Step [" + stepId + "] was not begun and will not be: its run has ended "
                    + run.row().status() + ".";
            return Reason.of(Code.STEP_NEVER_RUNS, text, subject)
                    .since(run.row().endMillis())
                    .with(List.of(WhyEnded.run(run)));
        }
        return reason;
    }

    /** A restart runs only a part of the steps. */
    private static Reason carriedOver(RunFacts run, String stepId, Subject subject) {
        var standing = run.head().restart().orElseThrow().standing(stepId);
        return standing.reached()
                ? Reason.of(
                                Code.STEP_ENDED,
                                "Step [" + stepId + "] is no part of this run: it ended " + standing.status()
                                        + " in run " + standing.runId() + ".",
                                subject)
                        .since(standing.endMillis())
                : Reason.of(Code.STEP_NEVER_RUNS, "Step [" + stepId + "] is no part of this run.", subject);
    }

    private Reason reason(PlanStep step, int link) {
        told.add(step.ordinal());
        var subject = run.subject().step(step.id(), 0);
        var open = step.predecessors().stream().filter(this::open).toList();
        if (open.isEmpty()) {
            String text = "Step [" + step.id() + "] waits for no other step and has not begun"
                    + (placeholder(step) ? "; this run goes on from another step, so a user has to restart it." : ".");
            return Reason.of(Code.STEP_NOT_BEGUN, text, subject).since(run.row().startMillis());
        }
        var behind = open.stream().filter(this::doomed).toList();
        boolean never = !behind.isEmpty();
        var causes = never ? behind : open;
        String text = never
                ? "Step [" + step.id() + "] will never run: " + names(causes) + " did not complete."
                : "Step [" + step.id() + "] waits for " + names(causes) + " to complete.";
        var children = link < CHAIN_MAX ? links(causes, link) : frontier(causes);
        return Reason.of(never ? Code.STEP_NEVER_RUNS : Code.STEP_WAITS_FOR_STEP, text, subject).with(children);
    }

    /** In a restart from a named step the other roots wait for a user (execution.md §6.4). */
    private boolean placeholder(PlanStep step) {
        var named = run.head().restart().flatMap(Restart::named);
        return run.head().policy() == RunPolicy.RESTART_FROM_SPECIFIC
                && step.root()
                && !named.equals(Optional.of(step.id()));
    }

    private List<Reason> links(List<Integer> causes, int link) {
        var fresh = causes.stream().filter(cause -> !told.contains(cause)).toList();
        return Why.shown(fresh, run.subject(), cause -> {
            var before = run.plan().step(cause);
            told.add(cause);
            return run.step(before.id())
                    .map(created -> WhyStep.created(run, created))
                    .orElseGet(() -> reason(before, link + 1));
        });
    }

    /** The begun steps at the near end of everything that is open upstream. */
    private List<Reason> frontier(List<Integer> causes) {
        var seen = new LinkedHashSet<>(causes);
        var begun = new ArrayList<StepFacts>();
        for (var next = new ArrayList<>(causes); !next.isEmpty(); ) {
            var step = run.plan().step(next.removeFirst());
            var created = run.step(step.id());
            if (created.isPresent()) {
                begun.add(created.get());
            } else {
                step.predecessors().stream().filter(this::open).filter(seen::add).forEach(next::add);
            }
        }
        return Why.shown(begun, run.subject(), created -> WhyStep.created(run, created));
    }

    private boolean open(int ordinal) {
        return run.step(run.plan().step(ordinal).id())
                .map(step -> !step.row().status().complete())
                .orElse(true);
    }

    /** It, or one before it, ended for good without completing. */
    private boolean doomed(int ordinal) {
        var known = doomed.get(ordinal);
        if (known == null) {
            var step = run.plan().step(ordinal);
            var created = run.step(step.id());
            known = created.isPresent()
                    ? created.get().row().status().restartable()
                    : step.predecessors().stream().anyMatch(this::doomed);
            doomed.put(ordinal, known);
        }
        return known;
    }

    private String names(List<Integer> ordinals) {
        var names = ordinals.stream().limit(Why.SHOWN_MAX).map(ordinal -> {
            String id = run.plan().step(ordinal).id();
            String status = run.step(id).map(step -> step.row().status().name()).orElse("NOT_CREATED");
            return "[" + id + "] (" + status + ")";
        });
        int more = ordinals.size() - Why.SHOWN_MAX;
        return String.join(", ", names.toList()) + (more > 0 ? " and " + more + " more" : "");
    }
}
