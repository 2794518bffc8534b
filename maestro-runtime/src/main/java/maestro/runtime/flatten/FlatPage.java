package maestro.runtime.flatten;

import java.util.List;
import java.util.Optional;
import maestro.core.loop.Rank;

/**
 * Iterations, ascending.
 *
 * @param more there are or may be more in the direction of the query
 * @param reached the last iteration that was looked at, to go on from when the page ended before it was full
 */
public record FlatPage(List<FlatIteration> elements, boolean more, Optional<Rank> reached) {
    static final FlatPage EMPTY = new FlatPage(List.of(), false, Optional.empty());
}
