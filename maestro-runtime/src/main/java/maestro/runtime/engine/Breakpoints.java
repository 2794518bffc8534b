package maestro.runtime.engine;

import java.util.List;
import maestro.model.User;

/**
 * Breakpoints at steps of a workflow, for future and running instances, in loops too (rest-api.md §13). All throw
 * {@link maestro.model.MaestroException}, NOT_FOUND for what is not there. Thread-safe.
 */
public interface Breakpoints {
    record Breakpoint(String workflowId, String stepId, User by, long createMillis) {}

    /** @param resumed attempts that go on */
    record Deleted(long resumed, long atMillis) {}

    /** An attempt that rests. */
    record Paused(
            String workflowId, long version, long instanceId, long runId, String stepId, int attempt, long pauseMillis) {}

    /** Sets it, or sets it anew. BAD_REQUEST when the default version has no such step. */
    Breakpoint set(String workflowId, String stepId, User caller);

    /** The breakpoint at the step, if there is one. */
    List<Breakpoint> list(String workflowId, String stepId);

    /** @param resume attempts that rest there go on */
    Deleted delete(String workflowId, String stepId, boolean resume, User caller);

    /** Attempts that rest at the step, the first one first. */
    List<Paused> paused(String workflowId, String stepId);

    /** One attempt goes on though the breakpoint stays. */
    StepActionOutcome resume(String workflowId, long instanceId, long runId, String stepId, int attempt, User caller);
}
