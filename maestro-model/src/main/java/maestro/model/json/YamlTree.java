package maestro.model.json;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import maestro.model.MaestroException;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import tools.jackson.databind.JsonNode;

/** Builds the tree of one document from the parser's events. Used once. */
final class YamlTree {
    /** A value with its characters and its levels once aliases are written out. */
    private record Sized(JsonNode node, long size, int height) {}

    private final Iterator<Event> events;
    private final Map<String, Sized> anchored = new HashMap<>();
    private long size;
    private int deepest;

    YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    JsonNode document() {
        events.next(); // start of the stream
        Event first = events.next();
        if (!(first instanceof DocumentStartEvent)) {
            throw problem("the document is empty", first);
        }
        JsonNode root = value(events.next(), 1);
        events.next(); // end of the document
        Event last = events.next();
        if (last instanceof DocumentStartEvent) {
            throw problem("a second document starts here; send one at a time", last);
        }
        return root;
    }

    private JsonNode value(Event event, int depth) {
        checkDepth(depth, event);
        long sizeBefore = size;
        int deepestBefore = deepest;
        deepest = depth;
        JsonNode node = switch (event) {
            case AliasEvent alias -> alias(alias, depth);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> sequence(start, depth);
            case MappingStartEvent start -> mapping(start, depth);
            default -> throw problem("expected a value", event);
        };
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            var sized = new Sized(node, size - sizeBefore, deepest - depth);
            named.getAnchor().ifPresent(anchor -> anchored.put(anchor.getValue(), sized));
        }
        deepest = Math.max(deepest, deepestBefore);
        return node;
    }

    private JsonNode alias(AliasEvent alias, int depth) {
        String name = alias.getAlias().getValue();
        Sized target = anchored.get(name);
        if (target == null) {
            throw problem("the alias '*" + name + "' stands before the end of the value it names", alias);
        }
        grow(target.size(), alias);
        deepest = Math.max(deepest, depth + target.height());
        checkDepth(deepest, alias);
        return target.node();
    }

    private static void checkDepth(int depth, Event event) {
        if (depth > Json.DEPTH_MAX) {
            throw problem("more than " + Json.DEPTH_MAX + " levels of nesting", event);
        }
    }

    private JsonNode sequence(SequenceStartEvent start, int depth) {
        checkTag(start.getTag(), "tag:yaml.org,2002:seq", start);
        var array = Json.array();
        grow(1, start);
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            array.add(value(event, depth + 1));
        }
        return array;
    }

    private JsonNode mapping(MappingStartEvent start, int depth) {
        checkTag(start.getTag(), "tag:yaml.org,2002:map", start);
        var object = Json.object();
        grow(1, start);
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            String key = key(event);
            if (key.equals("<<") && event instanceof ScalarEvent scalar && scalar.isPlain()) {
                throw problem("merge keys (<<) are not supported; repeat the keys, or share a whole value with an alias",
                        event);
            }
            if (object.has(key)) {
                throw problem("the key " + Scalars.shown(key) + " is there twice in one mapping", event);
            }
            object.set(key, value(events.next(), depth + 1));
        }
        return object;
    }

    private String key(Event event) {
        JsonNode key = switch (event) {
            case ScalarEvent scalar when scalar.isPlain() && scalar.getTag().isEmpty() -> {
                grow(scalar.getValue().length() + 1L, scalar);
                yield Json.node(scalar.getValue()); // as written: 1.0 and 1 are two keys
            }
            case ScalarEvent scalar -> scalar(scalar);
            case AliasEvent alias -> alias(alias, 0);
            default -> throw problem("a key is a list or a mapping; use text", event);
        };
        if (event instanceof ScalarEvent scalar) {
            var sized = new Sized(key, scalar.getValue().length() + 1L, 0);
            scalar.getAnchor().ifPresent(anchor -> anchored.put(anchor.getValue(), sized));
        }
        if (!key.isString() || key.stringValue().isEmpty()) {
            throw problem("a key is empty or no text; use text", event);
        }
        return key.stringValue();
    }

    private JsonNode scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        grow(text.length() + 1L, scalar);
        if (scalar.getTag().isEmpty()) {
            return scalar.isPlain() ? checked(YamlScalar.plain(text), scalar) : Json.node(text);
        }
        String tag = scalar.getTag().get();
        return switch (tag) {
            case "!", "tag:yaml.org,2002:str" -> Json.node(text);
            case "tag:yaml.org,2002:int" -> tagged(text, scalar, JsonNode::isIntegralNumber);
            case "tag:yaml.org,2002:float" ->
                Json.node(tagged(text, scalar, JsonNode::isNumber).decimalValue());
            case "tag:yaml.org,2002:bool" -> tagged(text, scalar, JsonNode::isBoolean);
            case "tag:yaml.org,2002:null" -> tagged(text, scalar, JsonNode::isNull);
            default -> throw unknownTag(tag, scalar);
        };
    }

    private static JsonNode tagged(String text, ScalarEvent scalar, Predicate<JsonNode> kind) {
        JsonNode node = checked(YamlScalar.plain(text), scalar);
        if (!kind.test(node)) {
            throw problem(Scalars.shown(text) + " is not of the kind its tag says", scalar);
        }
        return node;
    }

    private static JsonNode checked(Optional<JsonNode> node, ScalarEvent scalar) {
        return node.orElseThrow(() -> problem("a number is too long; quote it if it is text", scalar));
    }

    private static void checkTag(Optional<String> tag, String known, Event event) {
        if (tag.isPresent() && !tag.get().equals(known) && !tag.get().equals("!")) {
            throw unknownTag(tag.get(), event);
        }
    }

    private static MaestroException unknownTag(String tag, Event event) {
        return problem(
                "the tag " + Scalars.shown(tag) + " is not known; to write an expression param, put its key in quotes",
                event);
    }

    private void grow(long by, Event event) {
        size += by;
        if (size > Json.DOCUMENT_MAX) {
            throw problem("the document is too long once its aliases are written out", event);
        }
    }

    private static MaestroException problem(String what, Event event) {
        return Yaml.malformed(what, event.getStartMark(), null);
    }
}
