package maestro.server.ui;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import maestro.core.param.SelFunctions;
import maestro.model.definition.StepType;
import maestro.model.json.Json;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.DocsResource;
import maestro.server.http.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a definition is written in: keys with their types and texts, step types, functions. The same until an upgrade. */
final class LanguageResource {
    private static final Set<String> SCHEMAS = Set.of(
            "CreateRequest", "Workflow", "Properties", "Step", "Transition", "ParamDefinition", "RunStrategy", "Tag");

    private final ObjectNode view = language();
    private final String tag = tag(view);

    List<Route> routes() {
        return List.of(Route.get("/api/v3/language", this::language));
    }

    private Answer language(Call call) {
        return Answer.tagged(view, tag, call);
    }

    private static ObjectNode language() {
        var view = Json.object();
        var keys = view.putObject("keys");
        JsonNode schemas = DocsResource.description().at("/components/schemas");
        schemas.properties().forEach(entry -> {
            if (SCHEMAS.contains(entry.getKey())) keys.set(entry.getKey(), entry.getValue());
        });
        view.set("step_types", names(Arrays.stream(StepType.values()).map(StepType::text).toList()));
        view.set("param_types", names(Arrays.stream(ParamType.values()).map(ParamType::name).toList()));
        view.set("param_modes", names(Arrays.stream(ParamMode.values()).map(ParamMode::name).toList()));
        var functions = view.putArray("functions");
        SelFunctions.SIGNATURES.forEach((signature, text) ->
                functions.addObject().put("signature", signature).put("text", text));
        return view;
    }

    private static JsonNode names(List<String> names) {
        return Json.node(names);
    }

    private static String tag(ObjectNode view) {
        var sum = new CRC32();
        sum.update(Json.bytes(view));
        return '"' + HexFormat.of().toHexDigits(sum.getValue()) + '"';
    }
}
