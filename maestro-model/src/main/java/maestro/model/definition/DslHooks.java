package maestro.model.definition;

import java.util.List;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates {@code on_failure} and {@code on_success}, whose params have their short form. */
final class DslHooks {
    static final List<String> NAMES = List.of("on_failure", "on_success");

    private DslHooks() {}

    /** What is no map and no list stays a param, and the author is told. */
    static void put(Fields from, ObjectNode to, DslNotices notices) {
        for (String name : NAMES) {
            from.peek(name).ifPresent(value -> {
                if (!value.isContainer()) {
                    notices.add(new DslNotice.Misshapen(
                            from.path(), name, "expected a map with 'workflow' or 'webhook', or a list of such maps"));
                    return;
                }
                from.node(name);
                to.set(name, value.isArray()
                        ? list(value, from.at(name), notices)
                        : hook(value, from.at(name), notices));
                notices.field(from.path(), name);
            });
        }
    }

    private static JsonNode list(JsonNode value, String path, DslNotices notices) {
        var json = Json.array();
        for (int i = 0; i < value.size(); i++) {
            json.add(hook(value.get(i), path + "[" + i + "]", notices));
        }
        return json;
    }

    private static JsonNode hook(JsonNode value, String path, DslNotices notices) {
        if (!value.isObject() || !value.path("params").isObject()) return value;
        var json = Json.object();
        value.properties().forEach(member -> json.set(member.getKey(), member.getValue()));
        var members = Fields.members(value.get("params"), path + ".params");
        json.set("params", new DslParams(notices, "").loop(members, path + ".params"));
        return json;
    }
}
