package maestro.core.param;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;

/** The params of a step whose values its definition writes out: what is left of a step that was skipped before it ran. */
public final class DeclaredValues {
    private DeclaredValues() {}

    /** @param millis epoch milliseconds of the values */
    public static Map<String, Param> of(Step step, long millis) {
        var values = new LinkedHashMap<String, Param>();
        step.common().params().forEach((name, param) -> {
            if (!(param.body() instanceof ParamBody.Literal(var value)) || !ParamReferences.reads(param).none()) return;
            var plain = Literals.evaluate(param.type(), value, Map.of(), _ -> "");
            values.put(name, Param.of(param, plain, millis));
        });
        return values;
    }
}
