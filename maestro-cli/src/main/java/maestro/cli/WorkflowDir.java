package maestro.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Fills in the workflow param {@code workflow_dir}: a definition that declares it as an empty text gets the folder of its
 * file there, so that its steps find the files beside it from wherever they run. Only that one pair of quotes changes,
 * never a line number. A definition that gives it a value, or has no such param, stays as it is.
 */
final class WorkflowDir {
    private static final String NAME = "workflow_dir";

    private WorkflowDir() {}

    /** In a document of the YAML DSL. */
    static String fillDsl(String yaml, Path folder) {
        try (var parser = YAMLMapper.shared().createParser(yaml)) {
            int at = find(parser, List.of(List.of("workflow", NAME), List.of("Workflow", NAME),
                    List.of("workflow", "workflow_params", NAME)));
            return at < 0 ? yaml : fill(yaml, yaml.offsetByCodePoints(0, at), folder);
        }
    }

    /** In a create request in JSON. */
    static String fillRequest(String json, Path folder) {
        try (var parser = Json.mapper().createParser(json)) {
            int at = find(parser, List.of(List.of("workflow", "params", NAME, "value")));
            return at < 0 ? json : fill(json, at, folder);
        }
    }

    private static String fill(String text, int at, Path folder) {
        var quotes = text.substring(at, Math.min(at + 2, text.length()));
        if (!quotes.equals("\"\"") && !quotes.equals("''")) return text;
        // JSON's quoting is also YAML's; a dollar would be taken for a reference, so it is doubled
        var value = Json.compact(Json.object().stringNode(folder.toString().replace("$", "$$")));
        return text.substring(0, at) + value + text.substring(at + 2);
    }

    /** Offset of the first empty text at one of the given paths, or -1. */
    private static int find(JsonParser parser, List<List<String>> paths) {
        var here = new ArrayDeque<String>();
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.PROPERTY_NAME) {
                here.addLast(parser.currentName());
                continue;
            }
            if (token == JsonToken.VALUE_STRING && parser.getString().isEmpty() && paths.contains(List.copyOf(here))) {
                return (int) parser.currentTokenLocation().getCharOffset();
            }
            if (token == JsonToken.START_ARRAY) parser.skipChildren();
            boolean valueEnds = token != JsonToken.START_OBJECT;
            if (valueEnds && !here.isEmpty()) here.removeLast();
        }
        return -1;
    }
}
