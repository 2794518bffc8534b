package maestro.model.definition;

import java.util.List;
import java.util.Map;

/**
 * The edges of a step as written (definition.md §6).
 *
 * @param predecessors as written; derived data, empty when not written
 * @param successors step id to condition (SEL), in written order
 */
public record Transition(List<String> predecessors, Map<String, String> successors) {
    public static final Transition NONE = new Transition(List.of(), Map.of());
}
