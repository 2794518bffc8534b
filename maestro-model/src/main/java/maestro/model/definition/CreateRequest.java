package maestro.model.definition;

import java.util.Map;
import java.util.Optional;

/**
 * A push (definition.md §2), parsed and field-checked.
 *
 * @param gitInfo plain JSON object in written order
 * @param extras keys that are stored in the version's metadata
 */
public record CreateRequest(
        Workflow workflow,
        Optional<Properties> properties,
        boolean active,
        Optional<Map<String, Object>> gitInfo,
        Map<String, Object> extras) {}
