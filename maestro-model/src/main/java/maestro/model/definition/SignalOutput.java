package maestro.model.definition;

import java.util.Map;
import maestro.model.param.ParamDefinition;

/** A signal that a step announces when it succeeds (definition.md §8). */
public record SignalOutput(String name, Map<String, ParamDefinition> params, Map<String, ParamDefinition> payload) {}
