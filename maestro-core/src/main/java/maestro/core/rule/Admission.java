package maestro.core.rule;

import maestro.core.row.Restart;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** Whether a step that can begin shall run (execution.md §3.3, §4.2, §6.2). */
final class Admission {
    private Admission() {}

    /** A user wants it skipped instead. */
    static boolean skipped(RunState run, StepState step) {
        return step.restart()
                .or(() -> run.head().restart().flatMap(Restart::config))
                .map(config -> config.skips(step.id()))
                .orElse(false);
    }

    /** A step that a user restarts had its yes before; carried-over steps have theirs to say as well (Q9). */
    static boolean satisfied(RunState run, StepState step) {
        if (step.plan().root() && (step.plan().outside().isEmpty() || reachedBefore(run, step))) {
            return true;
        }
        for (int predecessor : step.plan().predecessors()) {
            var before = run.step(predecessor);
            int edge = before.plan().successors().indexOf(step.ordinal());
            if (before.conditions().length > edge && before.conditions()[edge]) {
                return true;
            }
        }
        return step.plan().outside().stream().anyMatch(edge -> run.past(edge.stepId())
                .map(before -> before.saidYes(edge.place()))
                .orElse(false));
    }

    private static boolean reachedBefore(RunState run, StepState step) {
        return step.restart().isPresent()
                || run.head().restart().map(restart -> restart.reachedBefore(step.id())).orElse(false);
    }
}
