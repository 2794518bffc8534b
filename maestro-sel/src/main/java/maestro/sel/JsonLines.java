package maestro.sel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import maestro.sel.SelException.Kind;

/**
 * Evaluates lines of JSON (sel.md §14): {@code {"expr": …, "params": {…}, "limits": {…}}} in, {@code {"result": …,
 * "type": …}} or {@code {"error": kind, "message": …, "line": …, "column": …}} out, one line each; blank lines are
 * skipped. Limits are {@code stack loop array length visit memory timeout}, the last one in milliseconds. Other
 * members are ignored.
 *
 * <p>A line stands for itself: whatever it holds, it ends within its limits and the next one is evaluated.
 */
public final class JsonLines {
    private static final int LINE_CHARS_MAX = 4_000_000;
    private static final long TIMEOUT_MILLIS = 120_000;

    private record Limits(Budget budget, int lengthMax) {}

    private JsonLines() {}

    /** Until the end of {@code in}. Flushes {@code out} whenever no further line is ready. Closes neither. */
    public static void run(Reader in, Writer out) throws IOException {
        var lines = new BufferedReader(in);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) continue;
            out.write(answer(line));
            out.write('\n');
            if (!lines.ready()) out.flush();
        }
        out.flush();
    }

    /** The answer to one line, without a line end. */
    public static String answer(String line) {
        try {
            if (line.length() > LINE_CHARS_MAX)
                throw new SelException(Kind.LIMIT, "a line of more than " + LINE_CHARS_MAX + " characters", 0, 0);
            return evaluated(line);
        } catch (SelException e) {
            return failed(e);
        } catch (JsonReader.Malformed e) {
            return failed(new SelException(Kind.ARGUMENT, e.getMessage(), 0, 0));
        } catch (Fault e) { // about the params, which have no place in the expression
            return failed(new SelException(e.kind(), e.getMessage(), 0, 0));
        } catch (OutOfMemoryError e) { // less memory than the budget allows; what was taken is free again
            return failed(new SelException(Kind.LIMIT, "the process has too little memory for this expression", 0, 0));
        }
    }

    private static String evaluated(String line) throws SelException, JsonReader.Malformed {
        if (!(JsonReader.read(line) instanceof Map<?, ?> request) || !(request.get("expr") instanceof String text))
            throw new JsonReader.Malformed("expected an object with a string \"expr\"");
        var limits = limits(section(request, "limits"));
        var variables = new LinkedHashMap<String, Object>();
        for (var entry : section(request, "params").entrySet())
            variables.put((String) entry.getKey(), hostValue(entry.getValue()));
        Object result = Expression.parse(text, limits.lengthMax()).evaluate(Scope.of(variables), limits.budget());
        var unlimited = new Meter(Budget.defaults().withVisits(Long.MAX_VALUE).withMemory(Long.MAX_VALUE));
        Object value = HostValues.imported(result, unlimited);
        return "{\"result\":" + JsonWriter.compact(value, unlimited) + ",\"type\":\"" + Type.of(value) + "\"}";
    }

    private static Map<?, ?> section(Map<?, ?> request, String name) throws JsonReader.Malformed {
        Object section = request.get(name);
        if (section == null || section == Type.Single.NULL) return Map.of();
        if (section instanceof Map<?, ?> map) return map;
        throw new JsonReader.Malformed("\"" + name + "\" is no object");
    }

    private static Limits limits(Map<?, ?> asked) throws JsonReader.Malformed {
        var budget = Budget.defaults();
        int lengthMax = Expression.LENGTH_MAX;
        long timeoutMillis = TIMEOUT_MILLIS;
        for (var entry : asked.entrySet()) {
            if (!(entry.getValue() instanceof Long limit) || limit < 0)
                throw new JsonReader.Malformed("the limit \"" + entry.getKey() + "\" is no count");
            int count = (int) Math.min(limit, Integer.MAX_VALUE);
            switch ((String) entry.getKey()) {
                case "stack" -> budget = budget.withStack(count);
                case "loop" -> budget = budget.withLoop(count);
                case "array" -> budget = budget.withArray(count);
                case "visit" -> budget = budget.withVisits(limit);
                case "memory" -> budget = budget.withMemory(limit);
                case "length" -> lengthMax = count;
                case "timeout" -> timeoutMillis = Math.min(limit, TIMEOUT_MILLIS);
                default -> throw new JsonReader.Malformed("there is no limit \"" + entry.getKey() + "\""
                        + Suggestion.among(List.of("stack", "loop", "array", "length", "visit", "memory", "timeout"),
                                (String) entry.getKey()));
            }
        }
        return new Limits(budget.withTimeout(Duration.ofMillis(timeoutMillis)), lengthMax);
    }

    /** JSON has one kind of array; SEL's are typed, by what they hold. An empty one holds strings. */
    private static Object hostValue(Object json) {
        return switch (json) {
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Object>();
                for (var entry : map.entrySet()) members.put((String) entry.getKey(), hostValue(entry.getValue()));
                yield members;
            }
            case List<?> list -> hostArray(list);
            default -> json == Type.Single.NULL ? null : json;
        };
    }

    private static Object hostArray(List<?> list) {
        if (list.stream().allMatch(String.class::isInstance)) return list.toArray(String[]::new);
        if (list.stream().allMatch(Long.class::isInstance)) return list.toArray(Long[]::new);
        if (list.stream().allMatch(Boolean.class::isInstance)) return list.toArray(Boolean[]::new);
        if (list.stream().allMatch(Number.class::isInstance))
            return list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
        throw Fault.unsupported("an array in params holds values of different types, or of none that SEL has");
    }

    private static String failed(SelException failure) {
        var meter = new Meter(Budget.defaults().withVisits(Long.MAX_VALUE).withMemory(Long.MAX_VALUE));
        return "{\"error\":\"" + failure.kind().name().toLowerCase(Locale.ROOT) + "\",\"message\":"
                + JsonWriter.compact(failure.getMessage(), meter) + ",\"line\":" + failure.line()
                + ",\"column\":" + failure.column() + "}";
    }
}
