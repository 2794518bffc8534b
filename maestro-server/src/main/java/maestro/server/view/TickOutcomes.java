package maestro.server.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import maestro.core.cron.Schedules;
import maestro.core.row.RunRow;
import maestro.core.trigger.Ticks;
import maestro.core.trigger.TriggerIds;
import maestro.runtime.store.TriggerReads;
import maestro.runtime.store.TriggerReads.RunUuid;

/**
 * What became of the ticks of a schedule. Nothing is stored of a tick that went well but its run: the id of the request that
 * starts it follows from the tick, so that it is found however long ago it was.
 */
public final class TickOutcomes {
    /** What became of a tick. The names are API. */
    public enum Outcome {
        /** It made a run. */
        STARTED,
        /** An equal trigger of the list had made the run of this tick. */
        DUPLICATED,
        /** It was missed, and the trigger does not make up for it. */
        SKIPPED,
        /** Its time has come, and its run is not there yet. */
        DUE,
        /** The schedule was not in force: another version was active, or none, or it was paused. */
        NOT_IN_FORCE,
        /** The schedule is paused by a property of the workflow. */
        PAUSED,
        /** No version is active. */
        INACTIVE,
        /** It is done, and no run of it is stored. */
        NO_RUN
    }

    /** @param run the one that it made, in brief; as it is stored */
    public record Told(Ticks.Tick tick, Outcome outcome, Optional<RunRow> run) {}

    private TickOutcomes() {}

    /** The ticks of the declared triggers from one time until before another, the newest first, at most {@code size}. */
    public static List<Ticks.Tick> between(Scheduled scheduled, long fromMillis, long toMillis, int size) {
        var ticks = new ArrayList<Ticks.Tick>();
        var triggers = scheduled.declared().time();
        var end = Instant.ofEpochMilli(toMillis);
        for (int i = 0; i < triggers.size(); i++) {
            var own = new ArrayList<Ticks.Tick>();
            var at = Schedules.next(triggers.get(i), Instant.ofEpochMilli(fromMillis - 1));
            for (; at.filter(end::isAfter).isPresent(); at = Schedules.next(triggers.get(i), at.get()))
                own.add(new Ticks.Tick(i, at.get()));
            ticks.addAll(own.subList(Math.max(0, own.size() - size), own.size()));
        }
        ticks.sort(Comparator.comparing(Ticks.Tick::at).thenComparing(Ticks.Tick::trigger).reversed());
        return List.copyOf(ticks.subList(0, Math.min(size, ticks.size())));
    }

    /** The last tick of each trigger that is done. */
    public static List<Ticks.Tick> last(Scheduled scheduled) {
        return scheduled.triggers().time().stream()
                .flatMap(schedule -> IntStream.range(0, schedule.marks().size())
                        .mapToObj(i -> new Ticks.Tick(i, Instant.ofEpochMilli(schedule.marks().get(i)))))
                .toList();
    }

    public static RunUuid uuid(Scheduled scheduled, Ticks.Tick tick) {
        String id = scheduled.row().workflowId();
        return new RunUuid(id, TriggerIds.tick(id, scheduled.declared().time().get(tick.trigger()), tick.at()));
    }

    /** @param ticks the newest first */
    public static List<Told> of(Scheduled scheduled, List<Ticks.Tick> ticks, TriggerReads reads) {
        var uuids = ticks.stream().map(tick -> uuid(scheduled, tick)).toList();
        var runs = reads.started(uuids);
        Set<String> first = new HashSet<>();
        var told = new ArrayList<Told>();
        for (int i = ticks.size() - 1; i >= 0; i--) {
            var run = Optional.ofNullable(runs.get(uuids.get(i).uuid()));
            boolean fresh = first.add(uuids.get(i).uuid());
            var outcome = run.isPresent()
                    ? fresh ? Outcome.STARTED : Outcome.DUPLICATED
                    : without(scheduled, ticks.get(i));
            told.add(new Told(ticks.get(i), outcome, run));
        }
        return List.copyOf(told.reversed());
    }

    private static Outcome without(Scheduled scheduled, Ticks.Tick tick) {
        switch (scheduled.time()) {
            case INACTIVE:
                return Outcome.INACTIVE;
            case PAUSED:
                return Outcome.PAUSED;
            case PENDING:
                return Outcome.DUE;
            case IN_FORCE, OVER:
        }
        var schedule = scheduled.triggers().time().orElseThrow();
        long at = tick.at().toEpochMilli();
        if (at <= schedule.sinceMillis()) return Outcome.NOT_IN_FORCE;
        if (at > schedule.marks().get(tick.trigger())) return Outcome.DUE;
        boolean skipped = schedule.skips().stream().anyMatch(skip ->
                skip.trigger() == tick.trigger() && skip.fromMillis() <= at && at <= skip.toMillis());
        return skipped ? Outcome.SKIPPED : Outcome.NO_RUN;
    }
}
