package maestro.runtime.flatten;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import maestro.core.loop.Rank;
import maestro.model.run.StepStatus;

/**
 * Which iterations of a page.
 *
 * @param forward ascending from the cursor or the first, else descending from the cursor or the last
 * @param cursor exclusive
 * @param statuses empty: all
 */
public record FlatQuery(
        boolean forward,
        int size,
        Optional<Rank> cursor,
        Set<StepStatus> statuses,
        Predicate<FlatIteration> filter) {
    public static FlatQuery first(int size) {
        return new FlatQuery(true, size, Optional.empty(), Set.of(), _ -> true);
    }
}
