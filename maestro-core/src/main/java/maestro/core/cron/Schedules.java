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
    /** How far ahead the spacing is checked, whichever ends first. */
    private static final Duration HORIZON = Duration.ofDays(400);
    private static final int HORIZON_FIRINGS = 400;

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
        return cron(trigger).flatMap(cron -> cron.next(after, zone));
    }

    /** Empty when a stored trigger names a schedule that is not known. */
    public static Optional<Cron> cron(TimeTrigger trigger) {
        return switch (trigger) {
            case TimeTrigger.Cron cron -> Optional.of(Cron.of(cron.cron()));
            case TimeTrigger.Predefined known -> Optional.ofNullable(PREDEFINED.get(known.expression()));
        };
    }

    /** @param name of a valid zone; blank or empty: UTC */
    public static ZoneId zone(Optional<String> name) {
        return name.filter(text -> !text.isBlank()).map(ZoneId::of).orElse(ZoneOffset.UTC);
    }

    /** None of the next firings must be closer to the one before than {@link #SPACING}. */
    public static CronRules rules(InstantSource clock) {
        return (cron, zone) -> tooOften(cron, zone(zone), clock.instant());
    }

    private static Optional<String> tooOften(String cron, ZoneId zone, Instant now) {
        var parsed = Cron.of(cron);
        var last = now.plus(HORIZON);
        var at = parsed.next(now, zone);
        for (int i = 0; i < HORIZON_FIRINGS && at.filter(last::isAfter).isPresent(); i++) {
            var next = parsed.next(at.get(), zone);
            if (next.isPresent() && Duration.between(at.get(), next.get()).compareTo(SPACING) < 0) {
                return Optional.of("'" + cron + "' fires at " + at.get() + " and at " + next.get() + "; at least "
                        + SPACING.toSeconds() + " s must lie between two firings");
            }
            at = next;
        }
        return Optional.empty();
    }
}
