package maestro.core.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Which attempts of one workflow hold or await leave to run (execution.md §8.3, the automatic tags). Held permits are
 * derived from the steps' statuses; this only counts them, so that a grant costs the same however many wait.
 */
public final class Permits {
    /** One step of one run. */
    public record Place(long runKey, int ordinal, String stepId) {}

    private final Map<String, Integer> heldByStep = new HashMap<>();
    private final Map<String, NavigableMap<Long, Place>> waiting = new LinkedHashMap<>();
    private final Map<Place, Long> tickets = new HashMap<>();
    private long lastTicket;
    private int held;

    /** Attempts that hold a permit. */
    public int held() {
        return held;
    }

    public int held(String stepId) {
        return heldByStep.getOrDefault(stepId, 0);
    }

    public int waitingCount() {
        return tickets.size();
    }

    void acquire(Journal journal, String stepId) {
        take(stepId);
        journal.note(() -> giveBack(stepId));
    }

    void release(Journal journal, String stepId) {
        giveBack(stepId);
        journal.note(() -> take(stepId));
    }

    private void take(String stepId) {
        held++;
        heldByStep.merge(stepId, 1, Integer::sum);
    }

    private void giveBack(String stepId) {
        held--;
        heldByStep.computeIfPresent(stepId, (_, count) -> count == 1 ? null : count - 1);
    }

    void await(Journal journal, Place place) {
        if (!tickets.containsKey(place)) {
            join(place, ++lastTicket);
            journal.note(() -> leave(place));
        }
    }

    void forget(Journal journal, Place place) {
        Long ticket = tickets.get(place);
        if (ticket != null) {
            leave(place);
            journal.note(() -> join(place, ticket));
        }
    }

    private void join(Place place, long ticket) {
        tickets.put(place, ticket);
        waiting.computeIfAbsent(place.stepId(), _ -> new TreeMap<>()).put(ticket, place);
    }

    private void leave(Place place) {
        long ticket = tickets.remove(place);
        var line = waiting.get(place.stepId());
        line.remove(ticket);
        if (line.isEmpty()) {
            waiting.remove(place.stepId());
        }
    }

    /**
     * The oldest request among the steps that are below their own limit.
     *
     * @param perStepLimit of the run that the request comes from
     */
    public Optional<Place> oldest(ToIntFunction<Place> perStepLimit) {
        Map.Entry<Long, Place> best = null;
        for (var line : waiting.entrySet()) {
            var first = line.getValue().firstEntry();
            boolean older = best == null || first.getKey() < best.getKey();
            if (older && held(line.getKey()) < perStepLimit.applyAsInt(first.getValue())) {
                best = first;
            }
        }
        return Optional.ofNullable(best).map(Map.Entry::getValue);
    }
}
