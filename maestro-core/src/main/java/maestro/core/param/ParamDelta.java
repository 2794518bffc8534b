package maestro.core.param;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.param.Param;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluated params told by what differs from others: the values of some, and the moment at which all that were evaluated
 * together were. Iterations of a loop differ in little else.
 */
public final class ParamDelta {
    private ParamDelta() {}

    /**
     * The values that differ, by name; empty: the params differ in more than that.
     *
     * @param baseMillis when the params of {@code base} were evaluated; others of its params keep their time
     */
    public static Optional<ObjectNode> of(
            Map<String, Param> base, long baseMillis, Map<String, Param> params, long millis) {
        if (base.size() != params.size()) {
            return Optional.empty();
        }
        var values = Json.object();
        var others = params.entrySet().iterator();
        for (var entry : base.entrySet()) {
            var other = others.next();
            if (!entry.getKey().equals(other.getKey())
                    || !differs(other.getKey(), at(entry.getValue(), baseMillis, millis), other.getValue(), values)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static boolean differs(String name, Param base, Param param, ObjectNode values) {
        if (base.evaluatedMillis() != param.evaluatedMillis() || !base.note().equals(param.note())) {
            return false;
        }
        if (base.definition().equals(param.definition()) && Objects.deepEquals(base.result(), param.result())) {
            return true;
        }
        if (!scalar(param.result()) || !valued(base, param.result()).equals(param)) {
            return false;
        }
        values.set(name, Json.node(param.result()));
        return true;
    }

    private static boolean scalar(Object result) {
        return result instanceof Long
                || result instanceof String
                || result instanceof Boolean
                || result instanceof Double number && Double.isFinite(number);
    }

    /** The way back from {@link #of}. */
    public static LinkedHashMap<String, Param> apply(
            Map<String, Param> base, long baseMillis, JsonNode values, long millis) {
        var params = LinkedHashMap.<String, Param>newLinkedHashMap(base.size());
        base.forEach((name, param) -> {
            var same = at(param, baseMillis, millis);
            var value = values.get(name);
            params.put(name, value == null ? same : valued(same, result(value)));
        });
        return params;
    }

    private static Object result(JsonNode value) {
        return value.isNumber() && !value.isIntegralNumber() ? (Object) value.doubleValue() : Json.plain(value);
    }

    private static Param at(Param base, long baseMillis, long millis) {
        return base.evaluatedMillis() != baseMillis || millis == baseMillis
                ? base
                : new Param(base.definition(), base.result(), millis, base.note());
    }

    /** The param as if this value had been written for it. */
    static Param valued(Param base, Object result) {
        return new Param(Values.literal(base.definition(), result), result, base.evaluatedMillis(), base.note());
    }
}
