package maestro.model.definition;

import java.util.Map;
import maestro.model.param.ParamDefinition;

/** A signal that a step waits for (definition.md §8). */
public record SignalDependency(String name, Map<String, Match> matchParams) {
    /** One condition on a signal's param; the operator is one of {@code = > >= < <=}. */
    public record Match(ParamDefinition param, String operator) {}
}
