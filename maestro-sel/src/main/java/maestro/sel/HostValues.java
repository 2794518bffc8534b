package maestro.sel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.sel.SelException.Kind;
import org.joda.time.DateTime;

/** The border between values of the host and of SEL (sel.md §1 and §2). */
final class HostValues {
    private static final int DEPTH_MAX = 200;

    private HostValues() {}

    /** A copy that belongs to the evaluation; charged as if made there. */
    static Object imported(Object host, Meter meter) {
        return imported(host, meter, 0);
    }

    private static Object imported(Object host, Meter meter, int depth) {
        return switch (host) {
            case null -> Type.Single.NULL;
            case String text -> {
                meter.charge(Meter.VALUE_BYTES + 2L * text.length());
                yield text;
            }
            case Long _, Double _, Boolean _, DateTime _ -> {
                meter.chargeValue();
                yield host;
            }
            case Integer number -> imported((long) number, meter, depth);
            case Float number -> imported((double) number, meter, depth);
            case Map<?, ?> map -> map(map, meter, depth);
            default -> array(host, meter);
        };
    }

    private static SelMap map(Map<?, ?> map, Meter meter, int depth) {
        if (depth > DEPTH_MAX) throw Fault.limit("maps nested more than " + DEPTH_MAX + " levels deep");
        meter.chargeValue();
        var copy = new SelMap();
        for (var entry : map.entrySet()) {
            meter.visit();
            if (!(entry.getKey() instanceof String key)) throw Fault.unsupported("a map key that is no string");
            if (entry.getValue() == null) throw Fault.unsupported("null in the map, at key " + key);
            meter.chargeString(key.length());
            copy.entries.put(key, imported(entry.getValue(), meter, depth + 1));
        }
        return copy;
    }

    private static Object array(Object host, Meter meter) {
        return switch (host) {
            case long[] array -> {
                meter.chargeArray(array.length);
                yield array.clone();
            }
            case double[] array -> {
                meter.chargeArray(array.length);
                yield array.clone();
            }
            case boolean[] array -> {
                meter.chargeArray(array.length);
                yield array.clone();
            }
            case String[] array -> {
                meter.chargeArray(array.length);
                for (var text : array) if (text != null) meter.charge(2L * text.length());
                yield array.clone();
            }
            default -> unusualArray(host, meter);
        };
    }

    private static Object unusualArray(Object host, Meter meter) {
        if (host instanceof int[] array) {
            meter.chargeArray(array.length);
            var copy = new long[array.length];
            for (int i = 0; i < copy.length; i++) copy[i] = array[i];
            return copy;
        }
        if (host instanceof float[] array) {
            meter.chargeArray(array.length);
            var copy = new double[array.length];
            for (int i = 0; i < copy.length; i++) copy[i] = array[i];
            return copy;
        }
        if (host instanceof Long[] || host instanceof Integer[]) {
            var array = (Number[]) host;
            meter.chargeArray(array.length);
            var copy = new long[array.length];
            for (int i = 0; i < copy.length; i++) copy[i] = present(array[i]).longValue();
            return copy;
        }
        if (host instanceof Double[] || host instanceof Float[]) {
            var array = (Number[]) host;
            meter.chargeArray(array.length);
            var copy = new double[array.length];
            for (int i = 0; i < copy.length; i++) copy[i] = present(array[i]).doubleValue();
            return copy;
        }
        if (host instanceof Boolean[] array) {
            meter.chargeArray(array.length);
            var copy = new boolean[array.length];
            for (int i = 0; i < copy.length; i++) copy[i] = present(array[i]);
            return copy;
        }
        throw Fault.unsupported("a host value of " + host.getClass().getSimpleName() + " has no type in SEL");
    }

    private static <T> T present(T element) {
        if (element == null) throw Fault.unsupported("null in an array from the host");
        return element;
    }

    /** The value of a program, for its caller. */
    static Object result(Object value, Meter meter) {
        return value instanceof SelMap map ? exported(map, meter, new ArrayDeque<>()) : scalarOrArray(value);
    }

    private static Object scalarOrArray(Object value) {
        return switch (value) {
            case String _, Long _, Double _, Boolean _, String[] _, long[] _, double[] _, boolean[] _ -> value;
            case Type.Unset unset ->
                    throw new Fault(Kind.RESULT, "the result is a " + unset.type() + " that was never assigned");
            default -> throw new Fault(Kind.RESULT, "the result is " + Type.of(value)
                    + "; expected a string, number, boolean, array or map");
        };
    }

    private static Map<String, Object> exported(SelMap map, Meter meter, Deque<SelMap> path) {
        Text.enter(path, map, meter);
        var copy = new LinkedHashMap<String, Object>();
        for (var entry : map.entries.entrySet()) {
            meter.visit();
            meter.chargeValue();
            var value = entry.getValue();
            copy.put(entry.getKey(),
                    value instanceof SelMap inner ? exported(inner, meter, path) : scalarOrArray(value));
        }
        path.pop();
        return copy;
    }
}
