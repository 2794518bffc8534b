package maestro.runtime.shard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import maestro.core.row.Changes;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.runtime.store.Batch;

/** Finds out whose rows make the database refuse a batch, by asking about ever smaller parts of it. Pure but for that. */
final class Blame {
    private static final int QUESTIONS_MAX = 400;

    private final Batch batch;
    private final Predicate<Batch> refused;
    private int questions;

    /** @param refused whether the database refuses a batch; it must not write it */
    private Blame(Batch batch, Predicate<Batch> refused) {
        this.batch = batch;
        this.refused = refused;
    }

    /** Keys of the runs to blame; empty when it is none of them. */
    static List<Long> runs(Batch batch, Predicate<Batch> refused) {
        var blame = new Blame(batch, refused);
        if (blame.refusedWith(Set.of())) {
            return List.of();
        }
        var keys = new LinkedHashSet<Long>();
        batch.changes().runs().forEach(row -> keys.add(row.runKey()));
        batch.changes().steps().forEach(row -> keys.add(row.runKey()));
        var found = new ArrayList<Long>();
        if (!keys.isEmpty()) {
            blame.search(List.copyOf(keys), found);
        }
        return found;
    }

    /** Looks into keys that are refused together. */
    private void search(List<Long> keys, List<Long> found) {
        if (keys.size() == 1 || questions >= QUESTIONS_MAX) {
            found.addAll(keys);
            return;
        }
        var first = keys.subList(0, keys.size() / 2);
        var second = keys.subList(keys.size() / 2, keys.size());
        int before = found.size();
        for (var half : List.of(first, second)) {
            if (refusedWith(Set.copyOf(half))) {
                search(half, found);
            }
        }
        if (found.size() == before) {
            found.addAll(second); // each half goes by itself: what came later is in the way of what was there before
        }
    }

    private boolean refusedWith(Set<Long> keys) {
        questions++;
        var all = batch.changes();
        var some = new Changes(
                all.workflows(),
                all.versions(),
                all.snapshots(),
                all.timeline(),
                all.runs().stream().filter((RunRow row) -> keys.contains(row.runKey())).toList(),
                all.steps().stream().filter((StepRow row) -> keys.contains(row.runKey())).toList(),
                all.sent(),
                all.taken(),
                all.signals(),
                all.aside(),
                all.tags(),
                all.hooks().stream().filter(row -> keys.contains(row.runKey())).toList());
        return refused.test(new Batch(
                batch.shard(),
                batch.epoch(),
                batch.firstSeq(),
                batch.lastSeq(),
                batch.atMillis(),
                some,
                batch.events()));
    }
}
