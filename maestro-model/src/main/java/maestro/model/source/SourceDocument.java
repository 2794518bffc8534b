package maestro.model.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import maestro.model.source.DocumentPaths.Way;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a definition: a create request in JSON or YAML, or the short YAML form. Immutable and thread-safe.
 */
public final class SourceDocument {
    /** How a definition is written. */
    public enum Form { REQUEST, SHORT }

    /**
     * Where a value stands.
     *
     * @param path as the file has it
     * @param line from 1; 0: unknown
     * @param column from 1; 0: unknown
     */
    public record Place(String path, int line, int column) {}

    private final String text;
    private final JsonNode tree;
    private final Form form;
    private Optional<Marks> marks; // null: not read yet, as few documents need it

    private SourceDocument(String text, JsonNode tree, Form form) {
        this.text = text;
        this.tree = tree;
        this.form = form;
    }

    /** @throws MaestroException BAD_REQUEST when the text is neither JSON nor YAML, with line and column */
    public static SourceDocument of(String text) {
        boolean json = text.stripLeading().startsWith("{");
        var tree = json ? Json.parse(text) : Yaml.parse(text);
        var workflow = tree.path("workflow");
        return new SourceDocument(text, tree,
                workflow.has("jobs") || !json && !workflow.has("steps") ? Form.SHORT : Form.REQUEST);
    }

    /** As {@link #of(String)}, of a form that is known. */
    public static SourceDocument of(String text, Form form) {
        return new SourceDocument(text, form == Form.SHORT ? Yaml.parse(text) : Json.parse(text), form);
    }

    public JsonNode tree() {
        return tree;
    }

    public Form form() {
        return form;
    }

    /** @param path in the document, or in the create request that it stands for; followed as far as it leads */
    public Place place(String path) {
        var way = way(tree, path);
        var at = marks(way.steps());
        return new Place(
                DocumentPaths.written(way.steps()),
                at.map(mark -> mark.key().line()).orElse(0),
                at.map(mark -> mark.key().column()).orElse(0));
    }

    /**
     * The place of a character in a text of the document.
     *
     * @param line in that text, from 1; 0: the text as a whole
     * @param column in that line, from 1
     */
    public Place place(String path, int line, int column) {
        var whole = place(path);
        if (line == 0 || whole.line() == 0) return whole;
        var at = marks(way(tree, path).steps()).orElseThrow();
        if (at.block()) {
            int first = at.value().line() + 1;
            return new Place(whole.path(), first + line - 1, indent(first) + Math.max(1, column));
        }
        int quote = at.plain() ? 0 : 1;
        return line > 1
                ? new Place(whole.path(), at.value().line() + line - 1, 1)
                : new Place(
                        whole.path(),
                        at.value().line(),
                        at.value().column() + quote + offset(path, at) + Math.max(1, column) - 1);
    }

    /** A condition stands behind the IF of its entry. */
    private int offset(String path, Marks at) {
        if (form != Form.SHORT || !path.contains(".transition")) return 0;
        var line = text.lines().skip(at.value().line() - 1L).findFirst().orElse("");
        int start = Math.min(line.length(), at.value().column() - 1);
        var entry = line.substring(start);
        return entry.regionMatches(true, 0, "IF ", 0, 3) ? 3 : 0;
    }

    /** Whether the value is a scalar without quotes. */
    public boolean plain(String path) {
        return marks(way(tree, path).steps()).filter(Marks::plain).isPresent();
    }

    /** Removes what a path leads to from a copy of the tree; false: it leads nowhere, or to an element of a list. */
    public boolean remove(JsonNode copy, String path) {
        var way = way(copy, path);
        if (!way.whole() || way.steps().size() < 2 || !(way.steps().getLast() instanceof String key)) return false;
        return at(copy, way.steps().subList(0, way.steps().size() - 1)) instanceof ObjectNode owner
                && owner.remove(key) != null;
    }

    /** Puts a text beside the other members of what a path leads to in a copy of the tree; false: it leads nowhere. */
    public boolean put(JsonNode copy, String path, String key, String value) {
        var way = way(copy, path);
        if (!way.whole() || !(at(copy, way.steps()) instanceof ObjectNode owner) || owner.has(key)) return false;
        var inside = owner.size() == 1 && owner.values().iterator().next() instanceof ObjectNode wrapped ? wrapped : owner;
        if (inside.has(key)) return false;
        inside.put(key, value);
        return true;
    }

    private static JsonNode at(JsonNode tree, List<Object> steps) {
        var node = tree;
        for (var step : steps) node = step instanceof Integer index ? node.path(index) : node.path((String) step);
        return node;
    }

    /** Where the step with this id stands. */
    public Optional<Place> idOf(String stepId) {
        return idOf(tree, "", stepId);
    }

    private Optional<Place> idOf(JsonNode node, String path, String stepId) {
        if (node.path("id").asString("").equals(stepId) && !path.equals("workflow")) return Optional.of(place(path + ".id"));
        var members = node.isObject() ? node.properties() : List.<Map.Entry<String, JsonNode>>of();
        for (var member : members) {
            var found = idOf(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey(), stepId);
            if (found.isPresent()) return found;
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            var found = idOf(node.get(i), path + "[" + i + "]", stepId);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private Way way(JsonNode root, String path) {
        var direct = DocumentPaths.follow(root, path);
        if (direct.whole() || form == Form.REQUEST) return direct;
        var translated = ShortFormPaths.follow(root, path);
        return translated.rest().length() < direct.rest().length() ? translated : direct;
    }

    private synchronized Optional<Marks> marks() {
        if (marks == null) marks = Marks.of(text);
        return marks;
    }

    private Optional<Marks> marks(List<Object> steps) {
        var at = marks();
        for (var step : steps) at = at.flatMap(mark -> mark.below(step));
        return at;
    }

    private int indent(int line) {
        var content = text.lines().skip(line - 1L).filter(each -> !each.isBlank()).findFirst().orElse("");
        return content.length() - content.stripLeading().length();
    }
}
