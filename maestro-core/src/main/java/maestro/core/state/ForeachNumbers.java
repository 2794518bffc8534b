package maestro.core.state;

import java.util.List;
import java.util.Map;

/** Numbers of iterations that follow from how a foreach stands (composite-steps.md §2.3, §2.5). */
final class ForeachNumbers {
    private ForeachNumbers() {}

    /** The iterations that this attempt launched are final before this one; 0: it launched and kept none. */
    static long checkpoint(LoopState.Foreach loop) {
        return loop.running.entrySet().stream()
                .filter(entry -> entry.getValue().identity().runId() == loop.loopRunId)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(loop.ownHighest > 0 ? loop.ownHighest + 1 : loop.keptPrefix);
    }

    /** The highest iteration that the attempt knows of, kept ones included; 0: none. */
    static long highest(LoopState.Foreach loop) {
        long highest = loop.launched;
        for (var numbers : loop.ended.values()) {
            highest = Math.max(highest, numbers.last());
        }
        for (var unfinished : List.of(loop.running, loop.awaited, loop.queued)) {
            highest = unfinished.isEmpty() ? highest : Math.max(highest, unfinished.lastKey());
        }
        return highest;
    }

    /** The first number from this one on that is not the one of an ended iteration. */
    static long afterEnded(LoopState.Foreach loop, long number) {
        long free = number;
        long before;
        do {
            before = free;
            for (var numbers : loop.ended.values()) {
                free = numbers.after(free);
            }
        } while (free != before);
        return free;
    }
}
