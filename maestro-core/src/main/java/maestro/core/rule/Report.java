package maestro.core.rule;

import java.util.List;
import java.util.Map;
import maestro.model.param.Param;

/** How a launched attempt went. */
public sealed interface Report {
    Map<String, Map<String, Object>> artifacts();

    record Done(Map<String, Param> outputs, Map<String, Map<String, Object>> artifacts) implements Report {}

    /** @param failure whose fault it is */
    record Failed(Failure failure, String message, List<String> details, Map<String, Map<String, Object>> artifacts)
            implements Report {}

    /** It ended because it was told to. */
    record Cancelled(String message, Map<String, Map<String, Object>> artifacts) implements Report {}

    /** The runtime threw what it should not: a bug, not a retry (execution.md §3.3). */
    record Crashed(String message, List<String> stack) implements Report {
        @Override
        public Map<String, Map<String, Object>> artifacts() {
            return Map.of();
        }
    }

    enum Failure {
        USER, PLATFORM, FATAL
    }
}
