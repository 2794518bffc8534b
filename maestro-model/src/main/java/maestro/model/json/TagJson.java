package maestro.model.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import maestro.model.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tags as JSON (definition.md §7): text or an open object on input, always objects on output. */
public final class TagJson {
    private TagJson() {}

    /** @param path of the list, for messages */
    public static List<Tag> tags(JsonNode list, String path) {
        var tags = new ArrayList<Tag>();
        for (var element : Fields.elements(list, path)) {
            tags.add(tag(element, path + "[" + tags.size() + "]"));
        }
        return List.copyOf(tags);
    }

    /** A tag without a name gets the empty name, which no name rule lets pass. */
    public static Tag tag(JsonNode node, String path) {
        if (!node.isObject()) {
            return Tag.of(Scalars.text(node, path));
        }
        var fields = Fields.of(node, path);
        String name = fields.text("name").orElse("");
        var namespace = fields.choice("namespace", Tag.Namespace.class);
        return new Tag(name, namespace, fields.rest());
    }

    /** The first name that is there twice. */
    public static Optional<String> duplicate(List<Tag> tags) {
        var seen = new HashSet<String>();
        return tags.stream().map(Tag::name).filter(name -> !seen.add(name)).findFirst();
    }

    public static ObjectNode toJson(Tag tag) {
        var json = Json.object();
        json.put("name", tag.name());
        tag.namespace().ifPresent(namespace -> json.put("namespace", namespace.name()));
        tag.attributes().forEach((key, value) -> json.set(key, Json.node(value)));
        return json;
    }

    public static ArrayNode toJson(List<Tag> tags) {
        var json = Json.array();
        tags.forEach(tag -> json.add(toJson(tag)));
        return json;
    }
}
