package maestro.runtime.step;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import maestro.model.param.Param;

/** How an attempt went; an author's mistake is a {@link Failed}, not an exception. */
public sealed interface StepResult {
    /** Artifacts by name: plain JSON objects, merged into the attempt's by key. */
    Map<String, Map<String, Object>> artifacts();

    /**
     * It worked.
     *
     * @param outputs evaluated params, merged by the rules of parameters.md §12
     */
    record Done(Map<String, Param> outputs, Map<String, Map<String, Object>> artifacts) implements StepResult {}

    /**
     * It did not; the class decides about retries (execution.md §5.7).
     *
     * @param outputs what is known all the same; those that the step cannot take are left out
     */
    record Failed(
            Failure failure,
            String message,
            List<String> details,
            Map<String, Map<String, Object>> artifacts,
            Map<String, Param> outputs)
            implements StepResult {
        public Failed {
            requireNonNull(failure);
            requireNonNull(message);
        }

        public Failed(
                Failure failure, String message, List<String> details, Map<String, Map<String, Object>> artifacts) {
            this(failure, message, details, artifacts, Map.of());
        }
    }

    /**
     * It ended because {@link StepContext#cancelled} was asked for.
     *
     * @param outputs as of {@link Failed}
     */
    record Cancelled(String message, Map<String, Map<String, Object>> artifacts, Map<String, Param> outputs)
            implements StepResult {
        public Cancelled(String message, Map<String, Map<String, Object>> artifacts) {
            this(message, artifacts, Map.of());
        }
    }

    /** Whose fault a failure is. */
    enum Failure {
        /** The author's: counted against {@code error_retry_limit}. */
        USER,
        /** The platform's: counted against {@code platform_retry_limit}. */
        PLATFORM,
        /** No retry. */
        FATAL,
        /** Nobody's: the runtime itself found that the step shall end STOPPED. No retry. */
        STOPPED,
        /** As {@link #STOPPED}, in TIMED_OUT. */
        TIMED_OUT
    }
}
