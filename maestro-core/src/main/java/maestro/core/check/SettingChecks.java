package maestro.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.Interpolation;
import maestro.model.definition.Backoff;
import maestro.model.definition.Durations;
import maestro.model.definition.ParsableLong;
import maestro.model.definition.RetryPolicy;

/** Checks the texts that become numbers when a step begins: retry policies and timeouts (parameters.md §15). */
final class SettingChecks {
    private static final Set<String> NUMBERS = Set.of("LONG", "STRING", "");

    private final View view;
    private final List<Finding> found = new ArrayList<>();

    private SettingChecks(View view) {
        this.view = view;
    }

    /** @param path of the policy; what it refers to and cannot have makes it the default policy */
    static List<Finding> retry(String path, RetryPolicy policy, View view) {
        var checks = new SettingChecks(view);
        checks.each(path, "retry_limit", false, 0, 99,
                new Backoff.PerClass(policy.errorLimit(), policy.platformLimit(), policy.timeoutLimit()));
        policy.backoff().ifPresent(backoff -> {
            var at = path + ".backoff";
            switch (backoff) {
                case Backoff.Fixed(var base) -> checks.each(at, "retry_backoff_in_secs", true, 1, 86_400, base);
                case Backoff.Exponential(var base, var exponent, var limit) -> {
                    checks.each(at, "retry_backoff_in_secs", true, 1, 86_400, base);
                    checks.each(at, "retry_exponent", false, 0, Integer.MAX_VALUE, exponent);
                    checks.each(at, "retry_limit_in_secs", true, 1, 86_400, limit);
                }
            }
        });
        return checks.found;
    }

    static List<Finding> timeout(String path, String text, View view, Severity sure) {
        var checks = new SettingChecks(view);
        checks.found.addAll(TextChecks.interpolated(text, path, view, sure));
        checks.value(path, text, true, 1, Durations.SECONDS_MAX, "the step fails");
        return checks.found;
    }

    private void each(String path, String name, boolean seconds, long low, long high, Backoff.PerClass settings) {
        one(path + ".error_" + name, seconds, low, high, settings.error());
        one(path + ".platform_" + name, seconds, low, high, settings.platform());
        one(path + ".timeout_" + name, seconds, low, high, settings.timeout());
    }

    private void one(String path, boolean seconds, long low, long high, Optional<ParsableLong> setting) {
        if (setting.isEmpty() || setting.get().number()) return;
        var text = setting.get().text();
        found.addAll(TextChecks.interpolated(text, path, view, Severity.WARNING));
        value(path, text, seconds, low, high, "the default policy is used");
    }

    /** Of a text that is one reference and nothing else: what kind of value it is, and which, if nobody may change it. */
    private void value(String path, String text, boolean seconds, long low, long high, String outcome) {
        var names = List.copyOf(Interpolation.names(text));
        if (names.size() != 1) return;
        var name = names.getFirst();
        if (!text.strip().equals("$" + name) && !text.strip().equals("${" + name + "}")) return;
        var type = view.types().getOrDefault(name, "");
        if (!NUMBERS.contains(type)) {
            warn(path, "[" + name + "] is a " + type + ", not a " + what(seconds) + ": " + outcome);
            return;
        }
        var value = view.usual().get(name);
        if (value == null) return;
        boolean always = view.certain().containsKey(name);
        var number = number(value.toString().strip(), seconds);
        if (number.isEmpty() || number.getAsLong() < low || number.getAsLong() > high) {
            warn(path, "[" + name + "] is " + (always ? "always " : "") + value + (always ? "" : " unless a run is given another")
                    + ", which is not a " + what(seconds) + " from " + low
                    + " to " + high + (seconds ? " seconds: " : ": ") + outcome);
        }
    }

    private static OptionalLong number(String text, boolean seconds) {
        if (seconds) return Durations.seconds(text);
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static String what(boolean seconds) {
        return seconds ? "duration" : "number";
    }

    private void warn(String path, String message) {
        found.add(new Finding(Severity.WARNING, Kind.WRONG_TYPE, path, 1, 1, message, Optional.empty()));
    }
}
