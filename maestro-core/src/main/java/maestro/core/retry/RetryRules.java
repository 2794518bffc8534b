package maestro.core.retry;

import java.util.Optional;
import java.util.function.UnaryOperator;
import maestro.model.definition.Backoff;
import maestro.model.definition.Durations;
import maestro.model.definition.ParsableLong;
import maestro.model.definition.RetryPolicy;
import maestro.model.definition.Step;

/** A step's retry policy as written, with the defaults of its kind; turned into numbers once per run. */
public sealed interface RetryRules {
    /** Numbers known from the definition alone. */
    record Known(RetrySpec spec) implements RetryRules {}

    /** Holds param references, resolved with workflow params when the first attempt is made (execution.md §5.3). */
    record Late(RetryPolicy policy) implements RetryRules {}

    /** @throws IllegalArgumentException when a number cannot be read or is out of range; callers fall back (Q7) */
    default RetrySpec resolve(UnaryOperator<String> interpolate) {
        return switch (this) {
            case Known(var spec) -> spec;
            case Late(var policy) -> read(policy, interpolate);
        };
    }

    static RetryRules of(Step step) {
        if (!(step instanceof Step.Leaf leaf) || leaf.retryPolicy().isEmpty()) {
            return new Known(RetrySpec.DEFAULT);
        }
        var policy = leaf.retryPolicy().get();
        try {
            return new Known(read(policy, RetryRules::refuseReferences));
        } catch (IllegalArgumentException late) {
            return new Late(policy);
        }
    }

    private static String refuseReferences(String text) {
        if (text.indexOf('$') >= 0) {
            throw new IllegalArgumentException("needs params: " + text);
        }
        return text;
    }

    private static RetrySpec read(RetryPolicy policy, UnaryOperator<String> interpolate) {
        return new RetrySpec(
                limit(policy.errorLimit(), RetrySpec.DEFAULT.userLimit(), interpolate),
                limit(policy.platformLimit(), RetrySpec.DEFAULT.platformLimit(), interpolate),
                limit(policy.timeoutLimit(), RetrySpec.DEFAULT.timeoutLimit(), interpolate),
                policy.backoff().map(backoff -> read(backoff, interpolate)).orElse(BackoffSpec.DEFAULT));
    }

    private static BackoffSpec read(Backoff backoff, UnaryOperator<String> interpolate) {
        return switch (backoff) {
            case Backoff.Exponential(var base, var exponent, var limit) ->
                new BackoffSpec(
                        true,
                        seconds(base, BackoffSpec.DEFAULT_BASE, interpolate),
                        exponents(exponent, interpolate),
                        seconds(limit, BackoffSpec.DEFAULT_LIMIT, interpolate));
            case Backoff.Fixed(var base) ->
                new BackoffSpec(
                        false,
                        seconds(base, BackoffSpec.DEFAULT_BASE, interpolate),
                        BackoffSpec.DEFAULT_EXPONENT,
                        BackoffSpec.DEFAULT_LIMIT);
        };
    }

    private static BackoffSpec.ByClass exponents(Backoff.PerClass given, UnaryOperator<String> interpolate) {
        var otherwise = BackoffSpec.DEFAULT_EXPONENT;
        return new BackoffSpec.ByClass(
                number(given.error(), otherwise.user(), interpolate, 0, Integer.MAX_VALUE),
                number(given.platform(), otherwise.platform(), interpolate, 0, Integer.MAX_VALUE),
                number(given.timeout(), otherwise.timeout(), interpolate, 0, Integer.MAX_VALUE));
    }

    private static BackoffSpec.ByClass seconds(
            Backoff.PerClass given, BackoffSpec.ByClass otherwise, UnaryOperator<String> interpolate) {
        return new BackoffSpec.ByClass(
                seconds(given.error(), otherwise.user(), interpolate),
                seconds(given.platform(), otherwise.platform(), interpolate),
                seconds(given.timeout(), otherwise.timeout(), interpolate));
    }

    private static long seconds(Optional<ParsableLong> given, long otherwise, UnaryOperator<String> interpolate) {
        if (given.isEmpty()) {
            return otherwise;
        }
        String text = interpolate.apply(given.get().text()).strip();
        long seconds = Durations.seconds(text)
                .orElseThrow(() -> new IllegalArgumentException("[" + text + "] is not a number of seconds"));
        return within(seconds, 1, 86_400, text);
    }

    private static long limit(Optional<ParsableLong> given, long otherwise, UnaryOperator<String> interpolate) {
        return number(given, otherwise, interpolate, 0, 99);
    }

    private static long number(
            Optional<ParsableLong> given, long otherwise, UnaryOperator<String> interpolate, long low, long high) {
        if (given.isEmpty()) {
            return otherwise;
        }
        String text = interpolate.apply(given.get().text()).strip();
        return within(Long.parseLong(text), low, high, text);
    }

    private static long within(long value, long low, long high, String text) {
        if (value < low || value > high) {
            throw new IllegalArgumentException("[" + text + "] is not between " + low + " and " + high);
        }
        return value;
    }
}
