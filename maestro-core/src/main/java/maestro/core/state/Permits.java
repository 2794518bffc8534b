package maestro.core.state;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which attempts of one workflow hold or await leave to run (execution.md §8.3, the automatic tags). Held permits are
 * derived from the steps' statuses; this only counts them, so that a grant costs the same however many wait.
 */
public final class Permits {
    /** One step of one run. */
    public record Place(long runKey, int ordinal, String stepId) {}

    private final Map<String, Integer> heldByStep = new HashMap<>();
    private final Map<String, ArrayDeque<Place>> waiting = new LinkedHashMap<>();
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

    void acquire(String stepId) {
        held++;
        heldByStep.merge(stepId, 1, Integer::sum);
    }

    void release(String stepId) {
        held--;
        heldByStep.computeIfPresent(stepId, (_, count) -> count == 1 ? null : count - 1);
    }

    void await(Place place) {
        if (tickets.putIfAbsent(place, ++lastTicket) == null) {
            waiting.computeIfAbsent(place.stepId(), _ -> new ArrayDeque<>()).add(place);
        }
    }

    void forget(Place place) {
        tickets.remove(place);
    }

    /** The oldest request among the steps that are below their own limit. */
    public Optional<Place> oldest(int perStepLimit) {
        Place best = null;
        for (Iterator<Map.Entry<String, ArrayDeque<Place>>> lines = waiting.entrySet().iterator(); lines.hasNext(); ) {
            var line = lines.next();
            dropForgotten(line.getValue());
            if (line.getValue().isEmpty()) {
                lines.remove();
            } else if (held(line.getKey()) < perStepLimit && olderThan(line.getValue().peek(), best)) {
                best = line.getValue().peek();
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean olderThan(Place place, Place best) {
        return best == null || tickets.get(place) < tickets.get(best);
    }

    private void dropForgotten(ArrayDeque<Place> line) {
        while (!line.isEmpty() && !tickets.containsKey(line.peek())) {
            line.poll();
        }
    }
}
