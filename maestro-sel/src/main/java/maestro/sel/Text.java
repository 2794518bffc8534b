package maestro.sel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;

/** The text forms of values (sel.md §6); what becomes long is charged while it is built. */
final class Text {
    /** Nobody reads text nested deeper than this, and the stack must hold it. */
    private static final int DEPTH_MAX = 200;

    private final Meter meter;
    private final StringBuilder out = new StringBuilder();
    private final Deque<SelMap> path = new ArrayDeque<>();

    Text(Meter meter) {
        this.meter = meter;
        meter.chargeValue();
    }

    /** The text of a value. Does not charge for the text of a single scalar: the caller copies it. */
    static String of(Object value, Meter meter) {
        return switch (value) {
            case String text -> text;
            case Long _, Double _, Boolean _, Days _, DateTimeZone _, DateTime _, DateTime.Property _ ->
                    value.toString();
            case Type.Unset _ -> "null";
            case Type.Single single when single == Type.Single.NULL -> "null";
            case SelMap _, long[] _, double[] _, boolean[] _, String[] _ -> new Text(meter).value(value).toString();
            case UUID _ -> throw Fault.unsupported("a UUID has no text here; use its toString()");
            default -> throw Fault.unsupported("a " + Type.of(value) + " has no text");
        };
    }

    static String concat(String left, String right, Meter meter) {
        meter.chargeString((long) left.length() + right.length());
        if (left.length() > Integer.MAX_VALUE / 2 - right.length())
            throw Fault.limit("a string longer than any can be");
        return left.concat(right);
    }

    Text append(String text) {
        meter.charge(2L * text.length());
        meter.workOver(text.length());
        out.append(text);
        return this;
    }

    Text append(CharSequence text, int from, int to) {
        meter.charge(2L * (to - from));
        meter.workOver(to - from);
        out.append(text, from, to);
        return this;
    }

    Text append(char c) {
        meter.charge(2);
        out.append(c);
        return this;
    }

    int length() {
        return out.length();
    }

    private Text value(Object value) {
        meter.visit();
        switch (value) {
            case SelMap map -> map(map);
            case long[] array -> {
                append('[');
                for (int i = 0; i < array.length; i++) append(i == 0 ? "" : ", ").append(Long.toString(array[i]));
                append(']');
            }
            case double[] array -> {
                append('[');
                for (int i = 0; i < array.length; i++) append(i == 0 ? "" : ", ").append(Double.toString(array[i]));
                append(']');
            }
            case boolean[] array -> {
                append('[');
                for (int i = 0; i < array.length; i++) append(i == 0 ? "" : ", ").append(Boolean.toString(array[i]));
                append(']');
            }
            case String[] array -> {
                append('[');
                for (int i = 0; i < array.length; i++) append(i == 0 ? "" : ", ").append(String.valueOf(array[i]));
                append(']');
            }
            default -> append(of(value, meter));
        }
        return this;
    }

    private void map(SelMap map) {
        enter(path, map, meter);
        append('{');
        String separator = "";
        for (var entry : map.entries.entrySet()) {
            append(separator).append(entry.getKey()).append('=').value(entry.getValue());
            separator = ", ";
        }
        append('}');
        path.pop();
    }

    /** Keeps a walk through maps finite. */
    static void enter(Deque<SelMap> path, SelMap map, Meter meter) {
        meter.work(1 + path.size() / 8);
        if (path.size() >= DEPTH_MAX) throw Fault.limit("maps nested more than " + DEPTH_MAX + " levels deep");
        for (var outer : path)
            if (outer == map) throw new Fault(SelException.Kind.RESULT, "the map contains itself");
        path.push(map);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
