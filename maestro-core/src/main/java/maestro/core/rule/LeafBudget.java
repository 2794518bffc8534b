package maestro.core.rule;

import maestro.core.row.Ending;
import maestro.core.state.RunState;

/** How many leaf steps a tree of runs may have (execution.md §4.6). Looks at the shard's part of a tree, from its root. */
final class LeafBudget {
    private LeafBudget() {}

    /**
     * Stops the root of a tree that has too many, as far as they are counted: leaves of ended iterations and of called
     * runs that told theirs, on the way from this run up.
     */
    static void check(Turn turn, RunState run) {
        long leaves = counted(run);
        var root = run;
        while (root.iteration().isPresent()) {
            root = root.iteration().get().parent();
            leaves += counted(root);
        }
        long limit = turn.config().leavesMax();
        if (leaves > limit && root.head().initiator().depth() == 0 && root.order().isEmpty()) {
            RunRules.end(
                    turn,
                    root,
                    Ending.STOP,
                    StepEndings.MAESTRO_TASK,
                    "the run has " + leaves + " leaf steps, more than the limit of " + limit);
        }
    }

    private static long counted(RunState run) {
        long leaves = 0;
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            leaves += run.step(ordinal).leavesBelow();
        }
        return leaves;
    }
}
