package maestro.model.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.ParamDefinition;
import maestro.model.signal.SignalCondition;

/** A signal trigger (definition.md §9.2). */
public record SignalTrigger(
        Map<String, Entry> definitions,
        Map<String, ParamDefinition> params,
        Optional<String> condition,
        Optional<String> dedupExpr) {
    /** What one signal must carry. */
    public record Entry(Map<String, Match> matchParams, List<String> joinKeys) {
        public List<SignalCondition> conditions() {
            return matchParams.entrySet().stream()
                    .map(match -> new SignalCondition(
                            match.getKey(),
                            SignalCondition.Operator.of(match.getValue().operator()),
                            match.getValue().value()))
                    .toList();
        }
    }

    /** A literal (Long or String) and one of {@code = > >= < <=}. */
    public record Match(Object value, String operator) {}
}
