package maestro.model.json;

import java.util.Map;
import maestro.model.User;
import tools.jackson.databind.JsonNode;

/** Users as JSON (definition.md §1): the form of the input is the form of the output. */
public final class UserJson {
    private UserJson() {}

    public static User user(JsonNode node, String path) {
        if (node.isString()) {
            return new User(node.stringValue(), false, Map.of());
        }
        if (!node.isObject()) {
            throw Scalars.expected("a name, or an object with a name", node, path);
        }
        var fields = Fields.of(node, path);
        var name = fields.required("name");
        if (!name.isString()) {
            throw Scalars.expected("text", name, fields.at("name"));
        }
        return new User(name.stringValue(), true, fields.rest());
    }

    public static JsonNode toJson(User user) {
        if (!user.object()) {
            return Json.node(user.name());
        }
        var json = Json.object();
        json.put("name", user.name());
        user.extras().forEach((key, value) -> json.set(key, Json.node(value)));
        return json;
    }
}
