package maestro.core.param;

import java.util.Map;

/** Evaluated values as compact JSON, and as the text that interpolation inserts (parameters.md §10). */
final class ValueJson {
    private ValueJson() {}

    /** Text as is, scalars as SEL writes them, the rest as JSON. */
    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Long _, Double _, Boolean _ -> value.toString();
            default -> json(value);
        };
    }

    static String json(Object value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text, out);
            case Double number when !Double.isFinite(number) -> quote(number.toString(), out);
            case String[] texts -> {
                char before = '[';
                for (var text : texts) before = element(text, before, out);
                close(before, ']', out);
            }
            case long[] numbers -> {
                char before = '[';
                for (var number : numbers) before = element(number, before, out);
                close(before, ']', out);
            }
            case double[] numbers -> {
                char before = '[';
                for (var number : numbers) before = element(number, before, out);
                close(before, ']', out);
            }
            case boolean[] flags -> {
                char before = '[';
                for (var flag : flags) before = element(flag, before, out);
                close(before, ']', out);
            }
            case Map<?, ?> map -> {
                char before = '{';
                for (var entry : map.entrySet()) {
                    before = element(entry.getKey(), before, out);
                    out.append(':');
                    write(entry.getValue(), out);
                }
                close(before, '}', out);
            }
            default -> out.append(value);
        }
    }

    private static char element(Object element, char before, StringBuilder out) {
        out.append(before);
        write(element, out);
        return ',';
    }

    private static void close(char before, char end, StringBuilder out) {
        if (before != ',') out.append(before);
        out.append(end);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') out.append(String.format("\\u%04X", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
