package maestro.core.rule;

import maestro.core.row.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/**
 * What a kind of step does between the moment that it may run and the end of its work. All that differs by a step's type
 * after its params are known is here: a new kind is one more of these.
 */
sealed interface StepKind permits NoOpStep, SleepStep, RuntimeStep, LoopStep, SubworkflowStep {
    static StepKind of(StepState step) {
        return switch (step.plan().type()) {
            case NOOP -> NoOpStep.KIND;
            case SLEEP -> SleepStep.KIND;
            case FOREACH, WHILE -> LoopStep.KIND;
            case SUBWORKFLOW -> SubworkflowStep.KIND;
            case SHELL, HTTP, KUBERNETES, NOTEBOOK, TITUS, JOIN, TEMPLATE -> RuntimeStep.KIND;
        };
    }

    /** It holds its permits and is STARTING. */
    void begin(Turn turn, RunState run, StepState step);

    /** It is RUNNING, and its shard was just loaded. */
    void resume(Turn turn, RunState run, StepState step);

    /**
     * It is to end, as its order says.
     *
     * @param again an earlier order has told what is at work
     * @return whether something is at work that must end first; false: the order takes effect now
     */
    boolean end(Turn turn, RunState run, StepState step, Order order, boolean again);

    /** Whether an order takes effect only when runs below the step have ended, however long that takes. */
    default boolean waitsForRuns(StepState step) {
        return false;
    }

    /** When its work is done by itself, if it is RUNNING; {@code Long.MAX_VALUE}: never. */
    default long doneAt(StepState step) {
        return Long.MAX_VALUE;
    }
}
