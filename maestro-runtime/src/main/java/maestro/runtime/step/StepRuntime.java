package maestro.runtime.step;

import maestro.model.definition.StepType;

/**
 * Does the work of one kind of step.
 *
 * <p>Delivery: at least once. After a crash of the server the same attempt is launched again, with a new
 * {@link AttemptRef#attemptKey} and the last checkpoint; the runtime must end or adopt what the old launch left.
 * Threads: one virtual thread per attempt; blocking is fine. An exception other than InterruptedException ends the step
 * INTERNALLY_FAILED with the stack in its timeline (execution.md §3.3).
 */
public interface StepRuntime {
    StepType type();

    /**
     * Runs the attempt to its end.
     *
     * @throws InterruptedException when interrupted because of a cancel or a shutdown; to be thrown within
     *     {@link StepContext#grace}, after which the engine goes on without it
     */
    StepResult run(StepContext context) throws InterruptedException;
}
