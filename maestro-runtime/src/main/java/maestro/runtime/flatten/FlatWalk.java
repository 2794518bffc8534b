package maestro.runtime.flatten;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import maestro.core.loop.Rank;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Reads.Window;

/** Collects one page of iterations in order of their rank, or against it. One use, one thread. */
final class FlatWalk {
    private static final int CHUNK = 200;
    /** Work of one page: iterations looked at, and queries made. A filter that lets few through ends a page early. */
    private static final int LOOKED_AT_MAX = 10_000;

    private static final int QUERIES_MAX = 400;

    private final Reads reads;
    private final Nest nest;
    private final FlatQuery query;
    private final Set<StepStatus> statuses;
    private final Predicate<FlatIteration> filter;
    /** No run with such a step has succeeded. */
    private final boolean onlyIncomplete;
    private final List<FlatIteration> found = new ArrayList<>();
    private Optional<Rank> last = Optional.empty();
    private int lookedAt;
    private int queries;
    private boolean cut;

    FlatWalk(Reads reads, Nest nest, FlatQuery query) {
        this.reads = reads;
        this.nest = nest;
        this.query = query;
        this.statuses = query.statuses();
        this.filter = query.filter();
        this.onlyIncomplete = !statuses.isEmpty() && statuses.stream().noneMatch(StepStatus::complete);
    }

    FlatPage page() {
        var start = query.cursor().filter(rank -> rank.numbers().size() == nest.depth());
        walk(List.of(), start.map(Rank::numbers));
        boolean more = found.size() > query.size();
        var elements = more ? found.subList(0, query.size()) : found;
        return new FlatPage(
                query.forward() ? List.copyOf(elements) : List.copyOf(elements).reversed(), more || cut, last);
    }

    /**
     * Visits all below these iterations.
     *
     * @param cursor where to begin, when these iterations are those that lead to it
     */
    private void walk(List<Long> above, Optional<List<Long>> cursor) {
        boolean leaf = above.size() == nest.depth() - 1;
        String inlineId = nest.inlineId(above);
        Optional<Long> at = cursor.map(numbers -> numbers.get(above.size()));
        if (!leaf && at.isPresent()) {
            walk(with(above, at.get()), cursor);
        }
        for (var ids = next(inlineId, at, leaf); !ids.isEmpty() && !over(); ids = next(inlineId, at, leaf)) {
            if (leaf) {
                collect(above, inlineId, ids);
            } else {
                for (int i = 0; i < ids.size() && !over(); i++) {
                    walk(with(above, ids.get(i)), Optional.empty());
                }
            }
            at = Optional.of(ids.getLast());
            if (ids.size() < CHUNK) {
                return;
            }
        }
    }

    private List<Long> next(String inlineId, Optional<Long> after, boolean leaf) {
        if (over()) {
            return List.of();
        }
        queries++;
        var window = new Window(!query.forward(), CHUNK, after);
        return leaf && onlyIncomplete ? reads.iterationsNotSucceeded(inlineId, window) : reads.iterations(inlineId, window);
    }

    private void collect(List<Long> above, String inlineId, List<Long> ids) {
        queries++;
        var rows = reads.latestAttempts(inlineId, ids, nest.stepId(), nest.beforeKey(), statuses);
        for (var row : query.forward() ? rows : rows.reversed()) {
            var iteration = new FlatIteration(new Rank(with(above, row.run().instanceId())), row);
            if (filter.test(iteration)) {
                found.add(iteration);
            }
            if (full()) {
                return;
            }
        }
        lookedAt += ids.size();
        last = Optional.of(new Rank(with(above, ids.getLast())));
    }

    private boolean full() {
        return found.size() > query.size();
    }

    private boolean over() {
        cut = cut || lookedAt >= LOOKED_AT_MAX || queries >= QUERIES_MAX;
        return cut || full();
    }

    private static List<Long> with(List<Long> above, long number) {
        var numbers = new ArrayList<>(above);
        numbers.add(number);
        return numbers;
    }
}
