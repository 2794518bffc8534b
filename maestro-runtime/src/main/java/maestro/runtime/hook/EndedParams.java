package maestro.runtime.hook;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.core.param.Dollars;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import tools.jackson.databind.JsonNode;

/** The facts about a run that ended, as params of a run that its hook starts: {@code ended_} before each name. */
final class EndedParams {
    private static final String PREFIX = "ended_";

    private EndedParams() {}

    /** @param own of the hook; where both say something, they win */
    static Map<String, ParamDefinition> of(JsonNode facts, Map<String, ParamDefinition> own) {
        var params = new LinkedHashMap<String, ParamDefinition>();
        facts.properties().forEach(fact -> params.put(PREFIX + fact.getKey(), param(fact.getValue())));
        params.putAll(own);
        return params;
    }

    private static ParamDefinition param(JsonNode value) {
        if (value.isNumber()) return ParamDefinition.literal(ParamType.LONG, value.longValue());
        if (value.isArray()) {
            var texts = value.valueStream().map(element -> Dollars.escape(element.stringValue(""))).toArray(String[]::new);
            return ParamDefinition.literal(ParamType.STRING_ARRAY, texts);
        }
        return ParamDefinition.literal(ParamType.STRING, Dollars.escape(value.stringValue("")));
    }
}
