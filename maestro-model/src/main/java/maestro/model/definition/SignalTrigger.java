package maestro.model.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.ParamDefinition;

/** A signal trigger (definition.md §9.2). */
public record SignalTrigger(
        Map<String, Entry> definitions,
        Map<String, ParamDefinition> params,
        Optional<String> condition,
        Optional<String> dedupExpr) {
    /** What one signal must carry. */
    public record Entry(Map<String, Match> matchParams, List<String> joinKeys) {}

    /** A literal (Long or String) and one of {@code = > >= < <=}. */
    public record Match(Object value, String operator) {}
}
