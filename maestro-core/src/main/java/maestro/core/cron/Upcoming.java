package maestro.core.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.model.definition.TimeTrigger;

/**
 * One of the next times of a schedule, for people. Pure.
 *
 * @param at empty: this wall time does not exist, so nothing fires
 * @param local the wall time in the schedule's zone
 * @param marks what a change of the clocks does to it
 */
public record Upcoming(Optional<Instant> at, LocalDateTime local, Set<Mark> marks) {
    /** The names are API. */
    public enum Mark {
        /** The clocks are put forward over this wall time. */
        DST_SKIPPED,
        /** This wall time happens twice. */
        DST_REPEATED
    }

    /** A gap of the clocks hides no more times than this from a list. */
    private static final int SKIPPED_MAX = 60;

    private static Upcoming of(Instant at, ZoneId zone) {
        var local = LocalDateTime.ofInstant(at, zone);
        return new Upcoming(
                Optional.of(at),
                local,
                zone.getRules().getValidOffsets(local).size() > 1 ? EnumSet.of(Mark.DST_REPEATED) : Set.of());
    }

    /**
     * The next times of a trigger, and those between them that a change of the clocks leaves out.
     *
     * @param count how many times that happen are told, at most
     */
    public static List<Upcoming> of(TimeTrigger trigger, Instant after, int count) {
        var zone = Schedules.zone(trigger.timezone());
        var found = new ArrayList<Upcoming>();
        var at = Schedules.next(trigger, after);
        var last = after;
        for (; at.isPresent() && found.size() < count; at = Schedules.next(trigger, at.get())) {
            found.add(of(at.get(), zone));
            last = at.get();
        }
        var all = new ArrayList<Upcoming>(found);
        Schedules.cron(trigger).ifPresent(cron -> all.addAll(skipped(cron, after, found, zone)));
        all.sort(Comparator.comparing(Upcoming::local));
        return last.equals(after) ? List.of() : List.copyOf(all);
    }

    private static List<Upcoming> skipped(Cron cron, Instant after, List<Upcoming> found, ZoneId zone) {
        var skipped = new ArrayList<Upcoming>();
        if (found.isEmpty()) {
            return skipped;
        }
        var last = found.getLast().at().orElseThrow();
        var change = zone.getRules().nextTransition(after);
        for (; change != null && !change.getInstant().isAfter(last);
                change = zone.getRules().nextTransition(change.getInstant())) {
            if (!change.isGap()) {
                continue;
            }
            var from = change.getDateTimeBefore().toInstant(ZoneOffset.UTC).minus(Duration.ofSeconds(1));
            var to = change.getDateTimeAfter().toInstant(ZoneOffset.UTC);
            // a gap's wall times are those of a zone without changes
            var lost = cron.next(from, ZoneOffset.UTC);
            for (; lost.filter(to::isAfter).isPresent() && skipped.size() < SKIPPED_MAX;
                    lost = cron.next(lost.get(), ZoneOffset.UTC)) {
                skipped.add(new Upcoming(
                        Optional.empty(),
                        LocalDateTime.ofInstant(lost.get(), ZoneOffset.UTC),
                        EnumSet.of(Mark.DST_SKIPPED)));
            }
        }
        return skipped;
    }
}
