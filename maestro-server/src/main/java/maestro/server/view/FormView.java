package maestro.server.view;

import java.util.Set;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamMode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The params of a workflow as a form asks for them; those that must be given come first. */
public final class FormView {
    private static final Set<ParamMode> FIXED = Set.of(ParamMode.IMMUTABLE, ParamMode.CONSTANT);

    private FormView() {}

    public static ArrayNode of(Workflow workflow) {
        var fields = Json.array();
        workflow.params().forEach((name, param) -> {
            if (required(param)) fields.add(field(name, param));
        });
        workflow.params().forEach((name, param) -> {
            if (!required(param)) fields.add(field(name, param));
        });
        return fields;
    }

    private static boolean required(ParamDefinition param) {
        return param.body() instanceof ParamBody.Unset;
    }

    private static ObjectNode field(String name, ParamDefinition param) {
        var mode = param.mode().orElse(ParamMode.MUTABLE);
        var field = Json.object().put("name", name).put("type", param.type().name()).put("mode", mode.name());
        field.put("required", required(param)).put("settable", !FIXED.contains(mode));
        ObjectNode written = ParamJson.toJson(param);
        if (written.has("value")) field.set("value", written.get("value"));
        if (written.has("expression")) field.set("expression", written.get("expression"));
        if (param.metadata().get("description") instanceof String text) field.put("description", text);
        return field;
    }
}
