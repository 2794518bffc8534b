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
import maestro.model.definition.CatchUp;
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
     * @param skips those left out because they were missed
     * @param dueMillis when the next one is due, which may be now; 0: there is none any more
     */
    public record Due(List<Tick> ticks, List<Long> marks, List<Skip> skips, long dueMillis) {}

    /**
     * Ticks of one trigger that were missed and are not made up for.
     *
     * @param fromMillis the first of them, epoch milliseconds
     * @param toMillis the last of them
     */
    public record Skip(int trigger, long count, long fromMillis, long toMillis) {}

    /** Of a trigger that makes up for none, a tick that is no later than this was not missed. */
    static final Duration ON_TIME = Schedules.SPACING;

    public Ticks {
        triggers = List.copyOf(triggers);
    }

    /** The marks of a list that comes into force now. */
    public List<Long> marksFrom(long nowMillis) {
        return triggers.stream().map(_ -> nowMillis).toList();
    }

    /** As {@link #due(List, long, int, int)}, making up for as many as the triggers say. */
    public Due due(List<Long> marks, long nowMillis, int max) {
        return due(marks, nowMillis, max, Integer.MAX_VALUE);
    }

    /**
     * The ticks behind the marks that are due by now, the oldest first, at most {@code max}.
     *
     * @param catchUpMax of each trigger only the newest so many that were missed
     */
    public Due due(List<Long> marks, long nowMillis, int max, int catchUpMax) {
        var next = new PriorityQueue<Tick>(
                Comparator.comparing(Tick::at).thenComparing(Tick::trigger));
        var moved = new ArrayList<>(marks);
        var skips = new ArrayList<Skip>();
        for (int i = 0; i < triggers.size(); i++) {
            skip(i, marks.get(i), nowMillis, catchUpMax).ifPresent(skip -> {
                skips.add(skip);
                moved.set(skip.trigger(), skip.toMillis());
            });
            following(i, Instant.ofEpochMilli(moved.get(i))).ifPresent(next::add);
        }
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
        return new Due(ticks, moved, skips, later.stream().mapToLong(this::dueMillis).min().orElse(0));
    }

    private Optional<Skip> skip(int trigger, long mark, long nowMillis, int catchUpMax) {
        int newest = triggers.get(trigger).catchUp().map(CatchUp::newest).orElse(Integer.MAX_VALUE);
        if (newest == Integer.MAX_VALUE && catchUpMax == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        var due = new ArrayList<Tick>();
        var tick = following(trigger, Instant.ofEpochMilli(mark));
        for (; tick.filter(each -> dueMillis(each) <= nowMillis).isPresent();
                tick = following(trigger, tick.get().at())) {
            due.add(tick.get());
        }
        int onTime = Math.toIntExact(due.stream()
                .filter(each -> dueMillis(each) > nowMillis - ON_TIME.toMillis())
                .count());
        int kept = Math.max(onTime, Math.min(newest, catchUpMax));
        int left = due.size() - kept;
        return left <= 0
                ? Optional.empty()
                : Optional.of(new Skip(
                        trigger, left, due.getFirst().at().toEpochMilli(), due.get(left - 1).at().toEpochMilli()));
    }

    private Optional<Tick> following(int trigger, Instant after) {
        return Schedules.next(triggers.get(trigger), after).map(at -> new Tick(trigger, at));
    }

    private long dueMillis(Tick tick) {
        return tick.at().plus(delay(triggers.get(tick.trigger()))).toEpochMilli();
    }

    /** Always the same for one trigger of one workflow: whole seconds from 0 to below its largest delay. */
    public Duration delay(TimeTrigger trigger) {
        long max = trigger.fuzzyMaxDelay().map(Durations::seconds).map(seconds -> seconds.orElse(0)).orElse(0L);
        if (max <= 0) {
            return Duration.ZERO;
        }
        var hash = UUID.nameUUIDFromBytes((TriggerIds.text(trigger) + workflowId).getBytes(StandardCharsets.UTF_8));
        return Duration.ofSeconds(Math.floorMod(hash.getLeastSignificantBits(), max));
    }
}
