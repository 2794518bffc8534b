package maestro.core.rule;

import java.util.List;
import java.util.Map;
import maestro.model.param.Param;

/** How a launched attempt went. */
public sealed interface Report {
    Map<String, Map<String, Object>> artifacts();

    record Done(Map<String, Param> outputs, Map<String, Map<String, Object>> artifacts) implements Report {}

    /**
     * @param failure whose fault it is
     * @param outputs what is known all the same
     */
    record Failed(
            Failure failure,
            String message,
            List<String> details,
            Map<String, Map<String, Object>> artifacts,
            Map<String, Param> outputs)
            implements Report {
        public Failed(
                Failure failure, String message, List<String> details, Map<String, Map<String, Object>> artifacts) {
            this(failure, message, details, artifacts, Map.of());
        }
    }

    /**
     * It ended because it was told to.
     *
     * @param outputs what is known all the same
     */
    record Cancelled(String message, Map<String, Map<String, Object>> artifacts, Map<String, Param> outputs)
            implements Report {
        public Cancelled(String message, Map<String, Map<String, Object>> artifacts) {
            this(message, artifacts, Map.of());
        }
    }

    /** The runtime threw what it should not: a bug, not a retry (execution.md §3.3). */
    record Crashed(String message, List<String> stack) implements Report {
        @Override
        public Map<String, Map<String, Object>> artifacts() {
            return Map.of();
        }
    }

    /** The last two are ends that a runtime asks for, nobody's fault. */
    enum Failure {
        USER, PLATFORM, FATAL, STOPPED, TIMED_OUT
    }
}
