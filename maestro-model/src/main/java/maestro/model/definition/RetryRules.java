package maestro.model.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The ranges of retry settings (definition.md §7). */
final class RetryRules {
    private static final long RETRIES_MAX = 99;
    private static final long SECONDS_MAX = 86_400;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]*+}|\\$[a-zA-Z][a-zA-Z0-9_]*+");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private RetryRules() {}

    static List<String> problems(RetryPolicy policy) {
        var problems = new ArrayList<String>();
        var limits = new Backoff.PerClass(policy.errorLimit(), policy.platformLimit(), policy.timeoutLimit());
        check(problems, limits, "retry_limit", false, 0, RETRIES_MAX);
        policy.backoff().ifPresent(backoff -> {
            switch (backoff) {
                case Backoff.Fixed(var base) -> seconds(problems, base, "retry_backoff_in_secs");
                case Backoff.Exponential(var base, var exponent, var limit) -> {
                    seconds(problems, base, "retry_backoff_in_secs");
                    check(problems, exponent, "retry_exponent", false, 0, Integer.MAX_VALUE);
                    seconds(problems, limit, "retry_limit_in_secs");
                }
            }
        });
        return problems;
    }

    private static void seconds(List<String> problems, Backoff.PerClass settings, String name) {
        check(problems, settings, name, true, 1, SECONDS_MAX);
    }

    private static void check(
            List<String> problems, Backoff.PerClass settings, String name, boolean duration, long min, long max) {
        settings.error().ifPresent(value -> check(problems, value, "error_" + name, duration, min, max));
        settings.platform().ifPresent(value -> check(problems, value, "platform_" + name, duration, min, max));
        settings.timeout().ifPresent(value -> check(problems, value, "timeout_" + name, duration, min, max));
    }

    private static void check(
            List<String> problems, ParsableLong value, String name, boolean duration, long min, long max) {
        // what a reference stands for is known only in a run: 2 is a value that every setting allows
        String text = value.number() ? value.text() : REFERENCE.matcher(value.text()).replaceAll("2");
        OptionalLong number = duration
                ? Durations.seconds(text)
                : DIGITS.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
            String shown = value.text().length() <= 80 ? value.text() : value.text().substring(0, 80) + "…";
            problems.add(name + " '" + shown + "' is not " + (duration ? "a duration" : "a number") + " from " + min
                    + " to " + max + (duration ? " seconds" : ""));
        }
    }
}
