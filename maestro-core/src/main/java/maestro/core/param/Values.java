package maestro.core.param;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;

/** Compares values and turns evaluated ones back into literals. */
final class Values {
    private Values() {}

    /** A MAP literal's members. */
    @SuppressWarnings("unchecked") // what ParamType promises of a MAP literal
    static Map<String, ParamDefinition> members(Object mapLiteral) {
        return (Map<String, ParamDefinition>) mapLiteral;
    }

    @SuppressWarnings("unchecked") // what ParamType promises of a STRING_MAP
    static Map<String, String> texts(Object stringMap) {
        return (Map<String, String>) stringMap;
    }

    /** Equal in value, expression, validator, tags and mode; metadata and stage do not count (parameters.md §4). */
    static boolean same(ParamDefinition one, ParamDefinition other) {
        return one == other
                || one.type() == other.type()
                        && one.validator().equals(other.validator())
                        && mode(one) == mode(other)
                        && one.tags().orElse(List.of()).equals(other.tags().orElse(List.of()))
                        && sameBody(one.body(), other.body());
    }

    private static ParamMode mode(ParamDefinition definition) {
        return definition.mode().orElse(ParamMode.MUTABLE);
    }

    static boolean sameBody(ParamBody one, ParamBody other) {
        return one instanceof ParamBody.Literal(var left) && other instanceof ParamBody.Literal(var right)
                ? sameValue(left, right)
                : one.equals(other);
    }

    static boolean sameValue(Object one, Object other) {
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return left.size() == right.size()
                    && left.entrySet().stream()
                            .allMatch(entry -> right.containsKey(entry.getKey())
                                    && sameValue(entry.getValue(), right.get(entry.getKey())));
        }
        return one instanceof ParamDefinition left && other instanceof ParamDefinition right
                ? same(left, right)
                : Arrays.deepEquals(new Object[] {one}, new Object[] {other});
    }

    static ParamType typeOf(Object evaluated) {
        return switch (evaluated) {
            case String _ -> ParamType.STRING;
            case Long _ -> ParamType.LONG;
            case Double _ -> ParamType.DOUBLE;
            case Boolean _ -> ParamType.BOOLEAN;
            case String[] _ -> ParamType.STRING_ARRAY;
            case long[] _ -> ParamType.LONG_ARRAY;
            case double[] _ -> ParamType.DOUBLE_ARRAY;
            case boolean[] _ -> ParamType.BOOLEAN_ARRAY;
            case Map<?, ?> _ -> ParamType.MAP;
            default -> throw new IllegalArgumentException("not a param value: " + evaluated.getClass());
        };
    }

    /**
     * An evaluated value as a literal that evaluates to the same value again: dollars are doubled where interpolation
     * would otherwise see a reference in them.
     */
    static ParamDefinition literal(ParamDefinition definition, Object evaluated) {
        var type = definition.type() == ParamType.STRING_MAP ? ParamType.STRING_MAP : typeOf(evaluated);
        Object value =
                switch (evaluated) {
                    case String text -> Dollars.escape(text);
                    case Double number -> decimal(number);
                    case String[] texts -> Arrays.stream(texts).map(Dollars::escape).toArray(String[]::new);
                    case double[] numbers ->
                        Arrays.stream(numbers).mapToObj(Values::decimal).toArray(BigDecimal[]::new);
                    case Map<?, ?> map when type == ParamType.STRING_MAP -> escaped(map);
                    case Map<?, ?> map -> memberLiterals(definition, map);
                    default -> evaluated;
                };
        return new ParamDefinition(
                type,
                new ParamBody.Literal(value),
                definition.mode(),
                Optional.empty(),
                definition.validator(),
                definition.tags(),
                definition.source(),
                Map.of());
    }

    private static Object decimal(double number) {
        return new BigDecimal(Double.toString(number));
    }

    private static Map<String, String> escaped(Map<?, ?> texts) {
        var copy = new LinkedHashMap<String, String>();
        texts.forEach((key, text) -> copy.put(Dollars.escape((String) key), Dollars.escape((String) text)));
        return copy;
    }

    private static Map<String, ParamDefinition> memberLiterals(ParamDefinition map, Map<?, ?> values) {
        var known = map.body() instanceof ParamBody.Literal(Map<?, ?> members) ? members : new HashMap<>();
        var literals = new LinkedHashMap<String, ParamDefinition>();
        values.forEach((key, value) -> {
            var member = known.get(key) instanceof ParamDefinition definition
                    ? definition
                    : map.withBody(ParamBody.UNSET);
            literals.put((String) key, literal(memberOf(member, value), value));
        });
        return literals;
    }

    /** A member's value keeps its own type, whatever was declared (P4); only maps of text need the declaration. */
    private static ParamDefinition memberOf(ParamDefinition member, Object value) {
        boolean texts = member.type() == ParamType.STRING_MAP
                && value instanceof Map<?, ?> map
                && map.values().stream().allMatch(String.class::isInstance);
        return texts == (member.type() == ParamType.STRING_MAP)
                ? member
                : new ParamDefinition(
                        typeOf(value),
                        member.body(),
                        member.mode(),
                        member.internalMode(),
                        member.validator(),
                        member.tags(),
                        member.source(),
                        member.metadata());
    }
}
