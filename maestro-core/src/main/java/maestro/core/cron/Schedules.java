package maestro.core.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import maestro.model.definition.CronRules;
import maestro.model.definition.TimeTrigger;

/** When time triggers fire, and which cron texts fire too often. Thread-safe. */
public final class Schedules {
    /** Two firings of one trigger lie at least this far apart. */
    public static final Duration SPACING = Duration.ofMinutes(2);

    private static final Map<String, Cron> PREDEFINED = Map.of(
            "@hourly", Cron.of("0 * * * *"),
            "@daily", Cron.of("0 0 * * *"),
            "@weekly", Cron.of("0 0 * * 0"),
            "@monthly", Cron.of("0 0 1 * *"),
            "@yearly", Cron.of("0 0 1 1 *"));

    private Schedules() {}

    /** The first time after {@code after} at which a valid trigger fires; empty when it never does again. */
    public static Optional<Instant> next(TimeTrigger trigger, Instant after) {
        var zone = zone(trigger.timezone());
        return switch (trigger) {
            case TimeTrigger.Cron cron -> Cron.of(cron.cron()).next(after, zone);
            case TimeTrigger.Predefined known ->
                Optional.ofNullable(PREDEFINED.get(known.expression())).flatMap(cron -> cron.next(after, zone));
        };
    }

    private static ZoneId zone(Optional<String> name) {
        return name.filter(text -> !text.isBlank()).map(ZoneId::of).orElse(ZoneOffset.UTC);
    }

    /** The next two firings must not be closer than {@link #SPACING}. */
    public static CronRules rules(InstantSource clock) {
        return (cron, zone) -> tooOften(cron, zone(zone), clock.instant());
    }

    private static Optional<String> tooOften(String cron, ZoneId zone, Instant now) {
        var parsed = Cron.of(cron);
        var first = parsed.next(now, zone);
        var second = first.flatMap(at -> parsed.next(at, zone));
        return second.map(at -> Duration.between(first.get(), at))
                .filter(gap -> gap.compareTo(SPACING) < 0)
                .map(gap -> "'" + cron + "' fires twice within " + gap.toSeconds() + " s; at least "
                        + SPACING.toSeconds() + " s must lie between two firings");
    }
}
