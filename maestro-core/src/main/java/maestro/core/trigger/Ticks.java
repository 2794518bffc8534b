package maestro.core.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import maestro.core.cron.Schedules;
import maestro.model.definition.Durations;
import maestro.model.definition.TimeTrigger;

/**
 * Which ticks of a list of time triggers are to be fired (triggers.md §7). A tick is due its trigger's fixed delay after its
 * time; marks, ids and runs tell the tick itself. Zone data is read anew each time.
 *
 * @param workflowId with the trigger's text it gives the fixed delay
 */
public record Ticks(String workflowId, List<TimeTrigger> triggers) {
    /** One tick of one trigger. */
    public record Tick(int trigger, Instant at) {}

    /**
     * Some of the ticks that are due.
     *
     * @param ticks in order of their time
     * @param marks of each trigger, behind those ticks; epoch milliseconds
     * @param dueMillis when the next one is due, which may be now; 0: there is none any more
     */
    public record Due(List<Tick> ticks, List<Long> marks, long dueMillis) {}

    public Ticks {
        triggers = List.copyOf(triggers);
    }

    /** The marks of a list that comes into force now. */
    public List<Long> marksFrom(long nowMillis) {
        return triggers.stream().map(_ -> nowMillis).toList();
    }

    /** The ticks behind the marks that are due by now, the oldest first, at most {@code max}. */
    public Due due(List<Long> marks, long nowMillis, int max) {
        var next = new PriorityQueue<Tick>(
                Comparator.comparing(Tick::at).thenComparing(Tick::trigger));
        for (int i = 0; i < triggers.size(); i++) {
            following(i, Instant.ofEpochMilli(marks.get(i))).ifPresent(next::add);
        }
        var moved = new ArrayList<>(marks);
        var ticks = new ArrayList<Tick>();
        var later = new ArrayList<Tick>();
        while (!next.isEmpty()) {
            var tick = next.poll();
            if (ticks.size() == max || dueMillis(tick) > nowMillis) {
                later.add(tick);
                continue;
            }
            ticks.add(tick);
            moved.set(tick.trigger(), tick.at().toEpochMilli());
            following(tick.trigger(), tick.at()).ifPresent(next::add);
        }
        return new Due(ticks, moved, later.stream().mapToLong(this::dueMillis).min().orElse(0));
    }

    private Optional<Tick> following(int trigger, Instant after) {
        return Schedules.next(triggers.get(trigger), after).map(at -> new Tick(trigger, at));
    }

    private long dueMillis(Tick tick) {
        return tick.at().plus(delay(triggers.get(tick.trigger()))).toEpochMilli();
    }

    /** Always the same for one trigger of one workflow: whole seconds from 0 to below its largest delay. */
    Duration delay(TimeTrigger trigger) {
        long max = trigger.fuzzyMaxDelay().map(Durations::seconds).map(seconds -> seconds.orElse(0)).orElse(0L);
        if (max <= 0) {
            return Duration.ZERO;
        }
        var hash = UUID.nameUUIDFromBytes((TriggerIds.text(trigger) + workflowId).getBytes(StandardCharsets.UTF_8));
        return Duration.ofSeconds(Math.floorMod(hash.getLeastSignificantBits(), max));
    }
}
