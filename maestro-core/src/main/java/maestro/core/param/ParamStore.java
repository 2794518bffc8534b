package maestro.core.param;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.definition.StepType;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluated params as a short JSON text inside a row: {@code [time, {name: param, …}]}. Thread-safe; order is kept.
 *
 * <p>A param that is what {@link ParamCatalogue#STANDARD} says is written as {@code [result]}; one that was handed down
 * with its value, but is the catalogue's otherwise, as {@code [result, source]}; all others in their long form. Rows
 * outlive releases: a default that changes needs its old form kept here for reading.
 */
public final class ParamStore {
    private static final Map<String, ParamDefinition> DEFAULTS = defaults();

    private ParamStore() {}

    private static Map<String, ParamDefinition> defaults() {
        var all = new HashMap<>(ParamMerge.cleanup(ParamCatalogue.STANDARD.mergedWorkflow()));
        all.putAll(ParamMerge.cleanup(ParamCatalogue.STANDARD.mergedStep(StepType.NOOP)));
        return Map.copyOf(all);
    }

    public static String encode(Map<String, Param> params) {
        long time = params.isEmpty() ? 0 : params.values().iterator().next().evaluatedMillis();
        var members = Json.object();
        params.forEach((name, param) -> members.set(name, encode(name, param, time)));
        return Json.text(Json.array().add(time).add(members));
    }

    private static JsonNode encode(String name, Param param, long time) {
        var known = DEFAULTS.get(name);
        if (known != null && param.evaluatedMillis() == time && param.note().isEmpty()) {
            var definition = param.definition();
            var result = Json.array().add(Json.node(param.result()));
            if (definition.equals(known)) return result;
            if (definition.equals(valued(known, param.result(), definition.source()))) {
                return result.add(definition.source().orElseThrow().name());
            }
        }
        return ParamJson.toJson(param);
    }

    private static ParamDefinition valued(
            ParamDefinition known, Object result, Optional<ParamSource> source) {
        return known.withBody(new ParamBody.Literal(result)).withSource(source.orElse(ParamSource.SYSTEM));
    }

    /** @throws maestro.model.MaestroException for a text that {@link #encode} did not make */
    public static LinkedHashMap<String, Param> decode(String text) {
        var root = Json.parse(text);
        long time = root.get(0).longValue();
        var members = (ObjectNode) root.get(1);
        var params = LinkedHashMap.<String, Param>newLinkedHashMap(members.size());
        for (var member : members.properties()) {
            params.put(member.getKey(), decode(member.getKey(), member.getValue(), time));
        }
        return params;
    }

    private static Param decode(String name, JsonNode stored, long time) {
        if (stored.isObject()) return ParamJson.param(stored, name);
        var known = DEFAULTS.get(name);
        Object result = Json.plain(stored.get(0));
        var definition = stored.size() == 1
                ? known
                : valued(known, result, Optional.of(ParamSource.valueOf(stored.get(1).stringValue())));
        return Param.of(definition, result, time);
    }
}
