package maestro.core.loop;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.MaestroException;

/** The values of a foreach's loop params: their cartesian product, the first param varying fastest (§2.2). */
public final class LoopArrays {
    private final Map<String, Object> arrays;

    private LoopArrays(Map<String, Object> arrays) {
        this.arrays = arrays;
    }

    /**
     * @param loopParams evaluated
     * @throws MaestroException BAD_REQUEST when one of them is no array
     */
    public static LoopArrays of(Map<String, Object> loopParams) {
        if (loopParams.isEmpty()) {
            throw MaestroException.badRequest("loop_params is empty; name at least one array to loop over");
        }
        loopParams.forEach((name, value) -> {
            if (length(value) < 0) {
                throw MaestroException.badRequest("Loop param [" + name
                        + "] is not an array of STRING, LONG, DOUBLE or BOOLEAN; a foreach needs arrays");
            }
        });
        return new LoopArrays(loopParams);
    }

    /**
     * Looks at every element, so do it once a loop.
     *
     * @throws MaestroException BAD_REQUEST when one is null: an iteration needs a value
     */
    public LoopArrays complete() {
        arrays.forEach((name, value) -> {
            if (value instanceof String[] texts) {
                requireTexts(name, texts);
            }
        });
        return this;
    }

    private static void requireTexts(String name, String[] texts) {
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == null) {
                throw MaestroException.badRequest("Element [" + i + "] of loop param [" + name
                        + "] is null; a foreach needs a value for each iteration");
            }
        }
    }

    private static int length(Object value) {
        return switch (value) {
            case String[] texts -> texts.length;
            case long[] numbers -> numbers.length;
            case double[] numbers -> numbers.length;
            case boolean[] flags -> flags.length;
            default -> -1;
        };
    }

    /** The number of iterations; {@code Long.MAX_VALUE} when it does not fit. */
    public long count() {
        long count = 1;
        for (Object array : arrays.values()) {
            int length = length(array);
            if (length == 0) {
                return 0;
            }
            count = count > Long.MAX_VALUE / length ? Long.MAX_VALUE : count * length;
        }
        return count;
    }

    /** Short text that differs between different arrays. */
    public String fingerprint() {
        int hash = 0;
        for (var entry : arrays.entrySet()) {
            hash = 31 * hash + entry.getKey().hashCode();
            hash = 31 * hash + switch (entry.getValue()) {
                case String[] texts -> Arrays.hashCode(texts);
                case long[] numbers -> Arrays.hashCode(numbers);
                case double[] numbers -> Arrays.hashCode(numbers);
                case boolean[] flags -> Arrays.hashCode(flags);
                default -> throw new IllegalStateException("checked to be an array");
            };
        }
        return Integer.toHexString(hash);
    }

    /** The scalar values of one iteration; {@code index} from 0. */
    public Map<String, Object> values(long index) {
        var values = new LinkedHashMap<String, Object>();
        long rest = index;
        for (var entry : arrays.entrySet()) {
            int length = length(entry.getValue());
            values.put(entry.getKey(), element(entry.getValue(), (int) (rest % length)));
            rest /= length;
        }
        return values;
    }

    private static Object element(Object array, int index) {
        return switch (array) {
            case String[] texts -> texts[index];
            case long[] numbers -> numbers[index];
            case double[] numbers -> numbers[index];
            case boolean[] flags -> flags[index];
            default -> throw new IllegalStateException("checked to be an array");
        };
    }
}
