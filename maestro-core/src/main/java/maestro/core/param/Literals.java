package maestro.core.param;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import maestro.model.MaestroException;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/** Evaluates literals: interpolates texts, makes plain maps of MAPs (parameters.md §8). */
final class Literals {
    private Literals() {}

    /** @param sel evaluates the expression of a MAP's member */
    static Object evaluate(ParamType type, Object value, Map<String, Object> vars, Function<String, Object> sel) {
        return switch (type) {
            case STRING -> text((String) value, vars);
            case STRING_ARRAY -> texts((String[]) value, vars);
            case STRING_MAP -> textMap(Values.texts(value), vars);
            case DOUBLE -> ((BigDecimal) value).doubleValue();
            case DOUBLE_ARRAY ->
                Arrays.stream((BigDecimal[]) value).mapToDouble(BigDecimal::doubleValue).toArray();
            case MAP -> members(Values.members(value), vars, sel);
            case LONG, BOOLEAN, LONG_ARRAY, BOOLEAN_ARRAY -> value;
        };
    }

    static String text(String text, Map<String, Object> vars) {
        return Dollars.replace(text, name -> {
            var value = vars.get(name);
            if (value == null) throw MaestroException.badRequest("text [" + text + "]: unknown param [" + name + "]");
            return ValueJson.text(value);
        });
    }

    /** A script: what no param has, and may be a variable of its own, stays as it is written. */
    static String script(String text, Map<String, Object> vars) {
        return Dollars.replace(text, (name, written) -> {
            var value = vars.get(name);
            return value == null ? written : ValueJson.text(value);
        });
    }

    private static String[] texts(String[] texts, Map<String, Object> vars) {
        UnaryOperator<String> inserted = text -> text == null ? null : text(text, vars);
        return Arrays.stream(texts).map(inserted).toArray(String[]::new);
    }

    private static Map<String, String> textMap(Map<String, String> texts, Map<String, Object> vars) {
        var map = new LinkedHashMap<String, String>();
        texts.forEach((key, text) -> map.put(text(key, vars), text(text, vars)));
        return map;
    }

    private static Map<String, Object> members(
            Map<String, ParamDefinition> members, Map<String, Object> vars, Function<String, Object> sel) {
        var map = new LinkedHashMap<String, Object>();
        members.forEach((name, member) -> map.put(name, switch (member.body()) {
            case ParamBody.Expression(var text) -> sel.apply(text);
            case ParamBody.Literal(var value) -> evaluate(member.type(), value, vars, sel);
            case ParamBody.Unset() ->
                throw MaestroException.badRequest("Param member [" + name + "] has neither a value nor an expression");
        }));
        return map;
    }
}
