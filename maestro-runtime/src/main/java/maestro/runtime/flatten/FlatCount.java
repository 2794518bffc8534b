package maestro.runtime.flatten;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.loop.Rank;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Reads.Window;

/** Counts iterations by the status of the step. One use, one thread. */
final class FlatCount {
    private static final int CHUNK = 200;
    private static final int QUERIES_MAX = 400;

    private final Reads reads;
    private final Nest nest;
    private final Map<StepStatus, Long> counts = new EnumMap<>(StepStatus.class);
    private final Map<StepStatus, Rank> firsts = new EnumMap<>(StepStatus.class);
    private final List<List<Long>> waiting = new ArrayList<>();
    private long counted;
    private int queries;

    FlatCount(Reads reads, Nest nest) {
        this.reads = reads;
        this.nest = nest;
    }

    FlatSummary summary() {
        walk(List.of());
        flush();
        Optional<Rank> representative = counts.keySet().stream()
                .max(java.util.Comparator.comparingInt(FlatSummary::priority))
                .map(firsts::get);
        return new FlatSummary(counts, representative, !over());
    }

    private void walk(List<Long> above) {
        if (above.size() == nest.depth() - 1) {
            waiting.add(above);
            if (waiting.size() == CHUNK) {
                flush();
            }
            return;
        }
        String inlineId = nest.inlineId(above);
        Optional<Long> after = Optional.empty();
        while (!over()) {
            queries++;
            var ids = reads.iterations(inlineId, new Window(false, CHUNK, after));
            ids.forEach(id -> {
                var numbers = new ArrayList<>(above);
                numbers.add(id);
                walk(numbers);
            });
            if (ids.size() < CHUNK) {
                return;
            }
            after = Optional.of(ids.getLast());
        }
    }

    private boolean over() {
        return counted >= FlatSummary.COUNTED_MAX || queries >= QUERIES_MAX;
    }

    private void flush() {
        if (waiting.isEmpty() || over()) {
            return;
        }
        queries++;
        var ids = waiting.stream().map(nest::inlineId).toList();
        int size = (int) (FlatSummary.COUNTED_MAX - counted);
        for (var tally : reads.tallies(ids, nest.stepId(), nest.beforeKey(), size)) {
            counted += tally.count();
            counts.merge(tally.status(), tally.count(), Long::sum);
            var numbers = new ArrayList<>(waiting.get(tally.place()));
            numbers.add(tally.firstInstance());
            firsts.putIfAbsent(tally.status(), new Rank(numbers));
        }
        waiting.clear();
    }
}
