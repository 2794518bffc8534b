package maestro.core.param;

import java.math.BigDecimal;
import java.util.Map;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;

/** The limit on a param map's JSON (parameters.md §16); small maps are recognised without being written. */
final class JsonSize {
    /** Characters, inclusive. */
    static final int MAX = 750_000;

    private static final int ESCAPED_MAX = 6; // one control character is written as a backslash, u and four digits
    private static final int PARAM_FRAME = 300; // all field names, an enum name each, the time
    private static final int TAG_FRAME = 80; // field names, a namespace
    private static final int SCALAR = 26;

    private JsonSize() {}

    static void check(Map<String, Param> params, String place) {
        if (atMost(params) <= MAX) return;
        long size = Json.text(ParamJson.paramsToJson(params)).length();
        if (size > MAX) {
            throw MaestroException.badRequest("The params of " + place + " take " + size
                    + " characters of JSON, more than the " + MAX + " allowed");
        }
    }

    private static long atMost(Map<String, Param> params) {
        long sum = 2;
        for (var entry : params.entrySet()) {
            var param = entry.getValue();
            sum += text(entry.getKey()) + definition(param.definition()) + value(param.result());
            if (param.note().isPresent()) sum += text(param.note().get().text());
        }
        return sum;
    }

    private static long definition(ParamDefinition definition) {
        long sum = PARAM_FRAME
                + switch (definition.body()) {
                    case ParamBody.Expression(var text) -> text(text);
                    case ParamBody.Literal(var value) -> value(value);
                    case ParamBody.Unset() -> 0;
                };
        if (definition.validator().isPresent()) sum += text(definition.validator().get());
        if (definition.tags().isPresent()) {
            for (var tag : definition.tags().get()) {
                sum += TAG_FRAME + text(tag.name()) + (tag.attributes().isEmpty() ? 0 : MAX);
            }
        }
        return definition.metadata().isEmpty() ? sum : MAX; // rare: rather write it than know all about it here
    }

    private static long value(Object value) {
        return switch (value) {
            case null -> SCALAR;
            case String text -> text(text);
            case ParamDefinition member -> definition(member);
            case String[] texts -> {
                long sum = 2;
                for (var text : texts) sum += value(text);
                yield sum;
            }
            case BigDecimal number -> decimal(number);
            case BigDecimal[] numbers -> {
                long sum = 2;
                for (var number : numbers) sum += decimal(number);
                yield sum;
            }
            case long[] numbers -> 2 + (long) SCALAR * numbers.length;
            case double[] numbers -> 2 + (long) SCALAR * numbers.length;
            case boolean[] flags -> 2 + (long) SCALAR * flags.length;
            case Map<?, ?> map -> {
                long sum = 2;
                for (var entry : map.entrySet()) sum += text((String) entry.getKey()) + value(entry.getValue());
                yield sum;
            }
            default -> SCALAR;
        };
    }

    private static long text(String text) {
        return 4 + (long) ESCAPED_MAX * text.length();
    }

    private static long decimal(BigDecimal number) {
        return SCALAR + number.precision() + Math.abs((long) number.scale());
    }
}
