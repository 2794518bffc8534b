package maestro.core.param;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import maestro.model.param.ParamType;

/** Turns results and literals into the declared type (parameters.md §8); a refusal is a {@link Mismatch}. */
final class Conversion {
    /** No rule leads from the value to the type; the caller knows the param's name and makes the error. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(ParamType declared, String found) {
            super("expected " + declared + ", found " + found, null, false, false);
        }
    }

    private Conversion() {}

    /** The text of {@code info} or {@code warn} that this conversion leaves; most leave none. */
    static Optional<Param.Note> note(ParamType declared, Object result) {
        boolean told =
                switch (declared) {
                    case STRING -> !(result instanceof String);
                    case STRING_ARRAY -> !(result instanceof String[]);
                    case LONG -> result instanceof String;
                    case BOOLEAN -> result instanceof String;
                    default -> false;
                };
        if (!told) return Optional.empty();
        boolean warning = declared == ParamType.LONG || declared == ParamType.BOOLEAN;
        return Optional.of(new Param.Note(
                warning, "Implicitly converted the result from " + Values.typeOf(result) + " to " + declared));
    }

    /** An evaluated value in the evaluated form of the declared type. */
    static Object result(ParamType declared, Object value) throws Mismatch {
        return switch (declared) {
            case STRING -> text(value);
            case LONG -> number(value);
            case DOUBLE -> value instanceof Double number ? finite(number) : finite(parseDouble(value));
            case BOOLEAN -> flag(value);
            case STRING_ARRAY -> texts(value);
            case LONG_ARRAY -> same(declared, value, long[].class);
            case DOUBLE_ARRAY -> finiteAll(same(declared, value, double[].class));
            case BOOLEAN_ARRAY -> same(declared, value, boolean[].class);
            case MAP -> finiteAll(same(declared, value, Map.class));
            case STRING_MAP -> stringMap(value);
        };
    }

    /** A literal of one type as a literal of another. */
    static Object literal(ParamType declared, ParamType given, Object value) throws Mismatch {
        if (declared == given) return value;
        if (value instanceof Map) throw new Mismatch(declared, given.name()); // the value does not tell which kind
        return switch (declared) {
            case STRING -> text(value);
            case LONG -> given == ParamType.STRING ? number(value) : refuse(declared, value);
            case DOUBLE -> given == ParamType.LONG || given == ParamType.STRING
                    ? decimal(value)
                    : refuse(declared, value);
            case BOOLEAN -> flag(value);
            case STRING_ARRAY -> texts(value);
            default -> refuse(declared, value);
        };
    }

    private static Object text(Object value) throws Mismatch {
        return switch (value) {
            case String text -> text;
            case Long _, Double _, Boolean _, BigDecimal _ -> value.toString();
            default -> refuse(ParamType.STRING, value);
        };
    }

    private static Object number(Object value) throws Mismatch {
        if (value instanceof Long) return value;
        if (!(value instanceof String text)) return refuse(ParamType.LONG, value);
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            return refuse(ParamType.LONG, value);
        }
    }

    private static BigDecimal decimal(Object value) throws Mismatch {
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException _) {
            throw new Mismatch(ParamType.DOUBLE, shown(value));
        }
    }

    private static double parseDouble(Object value) throws Mismatch {
        if (!(value instanceof Long || value instanceof String)) throw new Mismatch(ParamType.DOUBLE, shown(value));
        decimal(value); // refuses what only Double.parseDouble knows: NaN, suffixes, hexadecimal
        return Double.parseDouble(value.toString());
    }

    private static Object finite(double number) throws Mismatch {
        return Double.isFinite(number) ? (Object) number : refuse(ParamType.DOUBLE, number);
    }

    /** JSON has no other numbers, so nobody could read them back. */
    private static Object finiteAll(Object value) throws Mismatch {
        switch (value) {
            case Double number -> finite(number);
            case double[] numbers -> {
                for (double number : numbers) finite(number);
            }
            case Map<?, ?> map -> {
                for (var member : map.values()) finiteAll(member);
            }
            default -> {}
        }
        return value;
    }

    private static Object flag(Object value) throws Mismatch {
        if (value instanceof Boolean) return value;
        if (value instanceof String text && text.equalsIgnoreCase("true")) return true;
        if (value instanceof String text && text.equalsIgnoreCase("false")) return false;
        return refuse(ParamType.BOOLEAN, value);
    }

    private static Object texts(Object value) throws Mismatch {
        return switch (value) {
            case String[] texts -> texts;
            case long[] numbers -> Arrays.stream(numbers).mapToObj(Long::toString).toArray(String[]::new);
            case double[] numbers -> Arrays.stream(numbers).mapToObj(Double::toString).toArray(String[]::new);
            case BigDecimal[] numbers ->
                Arrays.stream(numbers).map(BigDecimal::toString).toArray(String[]::new);
            case boolean[] flags -> {
                var texts = new String[flags.length];
                for (int i = 0; i < flags.length; i++) texts[i] = Boolean.toString(flags[i]);
                yield texts;
            }
            default -> refuse(ParamType.STRING_ARRAY, value);
        };
    }

    private static Object stringMap(Object value) throws Mismatch {
        if (!(value instanceof Map<?, ?> map)) return refuse(ParamType.STRING_MAP, value);
        var texts = new LinkedHashMap<String, String>();
        for (var entry : map.entrySet()) texts.put((String) entry.getKey(), (String) text(entry.getValue()));
        return texts;
    }

    private static Object same(ParamType declared, Object value, Class<?> form) throws Mismatch {
        return form.isInstance(value) ? value : refuse(declared, value);
    }

    private static Object refuse(ParamType declared, Object value) throws Mismatch {
        throw new Mismatch(declared, shown(value));
    }

    private static final int SHOWN_MAX = 100;

    private static String shown(Object value) {
        return switch (value) {
            case String text when text.length() > SHOWN_MAX -> "STRING \"" + text.substring(0, SHOWN_MAX) + "…\"";
            case String text -> "STRING \"" + text + "\"";
            case Long _, Double _, Boolean _ -> Values.typeOf(value) + " " + value;
            case BigDecimal number -> "DOUBLE " + number;
            case BigDecimal[] _ -> "DOUBLE_ARRAY";
            default -> Values.typeOf(value).toString();
        };
    }
}
