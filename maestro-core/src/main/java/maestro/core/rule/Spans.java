package maestro.core.rule;

import java.util.StringJoiner;

/** Durations for people: {@code 1m}, {@code 1m 40s}, {@code 2h} (execution.md §5.1). */
final class Spans {
    private Spans() {}

    static String text(long millis) {
        long seconds = millis / 1_000;
        var text = new StringJoiner(" ");
        text.setEmptyValue("0s");
        add(text, seconds / 86_400, "d");
        add(text, seconds % 86_400 / 3_600, "h");
        add(text, seconds % 3_600 / 60, "m");
        add(text, seconds % 60, "s");
        return text.toString();
    }

    private static void add(StringJoiner text, long amount, String unit) {
        if (amount > 0) {
            text.add(amount + unit);
        }
    }
}
