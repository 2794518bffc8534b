package maestro.sel;

import java.util.ArrayDeque;
import java.util.Deque;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;

/** Compact JSON of SEL values, charged while it is built. Doubles that JSON cannot write become strings. */
final class JsonWriter {
    private final Text out;
    private final Meter meter;
    private final Deque<SelMap> path = new ArrayDeque<>();

    private JsonWriter(Text out, Meter meter) {
        this.out = out;
        this.meter = meter;
    }

    static String compact(Object value, Meter meter) {
        var out = new Text(meter);
        new JsonWriter(out, meter).write(value);
        return out.toString();
    }

    private void write(Object value) {
        switch (value) {
            case String text -> string(text);
            case Long _, Boolean _ -> out.append(value.toString());
            case Double number -> number(number);
            case Type.Unset _ -> out.append("null");
            case Type.Single single when single == Type.Single.NULL -> out.append("null");
            case SelMap map -> map(map);
            case DateTime _, DateTimeZone _, Days _, java.util.UUID _ -> string(value.toString());
            default -> array(value);
        }
    }

    private void array(Object value) {
        if (!Type.of(value).isArray()) throw Fault.argument("a " + Type.of(value) + " has no JSON form");
        out.append('[');
        for (int i = 0; i < Elements.length(value); i++) {
            if (i > 0) out.append(',');
            write(Elements.get(value, (long) i));
        }
        out.append(']');
    }

    private void map(SelMap map) {
        Text.enter(path, map, meter);
        out.append('{');
        boolean first = true;
        for (var entry : map.entries.entrySet()) {
            if (!first) out.append(',');
            first = false;
            string(entry.getKey());
            out.append(':');
            write(entry.getValue());
        }
        out.append('}');
        path.pop();
    }

    private void number(double number) {
        if (Double.isFinite(number)) out.append(Double.toString(number));
        else string(Double.toString(number));
    }

    private void string(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) continue;
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, plain, i).append(escape(c));
            plain = i + 1;
        }
        out.append(text, plain, text.length()).append('"');
    }

    /** Half of a pair is escaped too: it could not be encoded on its way out. */
    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
