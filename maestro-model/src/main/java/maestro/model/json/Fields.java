package maestro.model.json;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import maestro.model.MaestroException;
import tools.jackson.databind.JsonNode;

/**
 * Reads one JSON object field by field and then says what was left: {@link #end} refuses it, {@link #rest} returns it.
 * A field that is null counts as absent. Not thread-safe; every error is a BAD_REQUEST that names the path, in which
 * fields have their camelCase names (definition.md §12).
 */
public final class Fields {
    /** Bounds what messages cost, and with it the nesting of maps whose members have names. */
    private static final int PATH_MAX = 4000;

    private final JsonNode object;
    private final String path;
    private final boolean lenient;
    private final SequencedSet<String> unread;
    private final SequencedSet<String> asked = new LinkedHashSet<>();

    private Fields(JsonNode object, String path, boolean lenient) {
        this.object = object;
        this.path = path;
        this.lenient = lenient;
        this.unread = new LinkedHashSet<>(object.propertyNames());
    }

    /** @throws MaestroException BAD_REQUEST when {@code node} is not an object */
    public static Fields of(JsonNode node, String path) {
        return of(node, path, false);
    }

    /** @param lenient whether {@link #end} lets unknown fields pass: for what we stored ourselves */
    public static Fields of(JsonNode node, String path, boolean lenient) {
        if (!node.isObject()) {
            throw Scalars.expected("an object", node, path);
        }
        if (path.length() > PATH_MAX) {
            throw problem(path.substring(0, 100) + "…", "is nested too deeply; use fewer levels");
        }
        return new Fields(node, path, lenient);
    }

    public String path() {
        return path;
    }

    /** The path of a field: {@code a.b} and {@code some_field} make {@code a.b.someField}. */
    public String at(String key) {
        return path.isEmpty() ? camel(key) : path + "." + camel(key);
    }

    /** The path of a named member, {@code path[name]}; a name that is too long to be one is cut. */
    public static String member(String path, String name) {
        return path + "[" + (name.length() <= 200 ? name : name.substring(0, 200) + "…") + "]";
    }

    /** The same leniency for an object inside this one. */
    public Fields inside(JsonNode node, String innerPath) {
        return of(node, innerPath, lenient);
    }

    public boolean lenient() {
        return lenient;
    }

    /** Whether the field is there with the value null. */
    public boolean isNull(String key) {
        var node = object.get(key);
        return node != null && node.isNull();
    }

    /** The value without counting it as read. */
    public Optional<JsonNode> peek(String key) {
        return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
    }

    public Optional<JsonNode> node(String key) {
        asked.add(key);
        unread.remove(key);
        return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
    }

    public JsonNode required(String key) {
        return node(key).orElseThrow(() -> problem(path, "field '" + key + "' is missing"));
    }

    public Optional<String> text(String key) {
        return node(key).map(node -> Scalars.text(node, at(key)));
    }

    public String requiredText(String key) {
        return Scalars.text(required(key), at(key));
    }

    /** As {@link #requiredText}, but one that is missing is a broken field rule, noted with its path. */
    public String requiredText(String key, List<String> broken) {
        return text(key).orElseGet(() -> {
            broken.add(at(key) + " must not be null; give it a value");
            return "";
        });
    }

    public Optional<Long> integer(String key) {
        return node(key).map(node -> Scalars.integer(node, at(key)));
    }

    public Optional<Integer> smallInteger(String key) {
        return node(key).map(node -> {
            long number = Scalars.integer(node, at(key));
            if (number != (int) number) {
                throw Scalars.expected("an integer of at most 32 bits", node, at(key));
            }
            return (int) number;
        });
    }

    public Optional<Boolean> flag(String key) {
        return node(key).map(node -> Scalars.flag(node, at(key)));
    }

    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return node(key).map(node -> Scalars.choice(node, type, at(key)));
    }

    /** The elements of a list, none of them null; no elements when absent. */
    public List<JsonNode> list(String key) {
        return node(key).map(node -> elements(node, at(key))).orElse(List.of());
    }

    /** The elements of a list of text; no elements when absent. */
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (var element : list(key)) {
            texts.add(Scalars.text(element, at(key) + "[" + texts.size() + "]"));
        }
        return texts;
    }

    /** The members of an object in their order, none of them null; no members when absent. */
    public Map<String, JsonNode> members(String key) {
        return node(key).map(node -> members(node, at(key))).orElse(Map.of());
    }

    /** Refuses what has not been read. */
    public void end() {
        if (!lenient && !unread.isEmpty()) {
            String key = unread.getFirst();
            String text = "unknown field " + Scalars.shown(key) + "; remove it or correct its spelling";
            throw MaestroException.badRequest(
                    path.isEmpty() ? text : path + ": " + text, path + "." + key, List.copyOf(asked));
        }
    }

    /** What has not been read, as plain values without nulls. */
    public Map<String, Object> rest() {
        var rest = new LinkedHashMap<String, Object>();
        for (String key : unread) {
            if (!object.get(key).isNull()) {
                rest.put(key, Json.plain(object.get(key)));
            }
        }
        return rest;
    }

    /** What has not been read, nulls included, in its order. */
    public Map<String, JsonNode> unread() {
        var nodes = new LinkedHashMap<String, JsonNode>();
        unread.forEach(key -> nodes.put(key, object.get(key)));
        return nodes;
    }

    /** The elements of {@code node}, which must be a list without nulls. */
    public static List<JsonNode> elements(JsonNode node, String path) {
        if (!node.isArray()) {
            throw Scalars.expected("a list", node, path);
        }
        var elements = new ArrayList<JsonNode>(node.size());
        for (var element : node) {
            if (element.isNull()) {
                throw problem(path, "element " + elements.size() + " is null; remove it or give it a value");
            }
            elements.add(element);
        }
        return elements;
    }

    /** The members of {@code node}, which must be an object without nulls. */
    public static Map<String, JsonNode> members(JsonNode node, String path) {
        if (!node.isObject()) {
            throw Scalars.expected("an object", node, path);
        }
        var members = new LinkedHashMap<String, JsonNode>();
        for (var member : node.properties()) {
            if (member.getValue().isNull()) {
                throw problem(path, Scalars.shown(member.getKey()) + " is null; remove it or give it a value");
            }
            members.put(member.getKey(), member.getValue());
        }
        return members;
    }

    /** Keys in capitals, such as alert types, stay as they are written. */
    private static String camel(String key) {
        var text = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            boolean joint = key.charAt(i) == '_' && i > 0 && i + 1 < key.length()
                    && Character.isLowerCase(key.charAt(i + 1));
            text.append(joint ? Character.toUpperCase(key.charAt(++i)) : key.charAt(i));
        }
        return text.toString();
    }
}
