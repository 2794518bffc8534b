package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import maestro.core.state.Event;
import maestro.core.state.ShardState;
import maestro.runtime.store.Batch;

/**
 * Defects of the program, planted where a seed says: rules that throw about some runs, rows that the database refuses,
 * and rows that cannot be read. Only runs of wild workflows are hit, so that all others can be held against the oracle:
 * one bad run must hurt nobody else.
 */
final class Mines {
    /** What is touched when the batch was made meanwhile. */
    private static final String SEALED = " 0/0";

    private static final int REPEATS_MAX = 6;
    /** One decision in so many is looked at more closely. */
    private static final int WATCHED = 25;

    /** How often each kind of defect is met, one in so many; 0: never. */
    private record Odds(int rule, int refused, int unreadable) {}

    static final Mines NONE = new Mines(0, new Odds(0, 0, 0), Bug.NONE);

    private final SplittableRandom random;
    private final Odds odds;
    private final Bug bug;
    /** How many events about a run go on to throw. */
    private final Map<Long, Integer> throwing = new HashMap<>();
    private final Set<Long> refused = new HashSet<>();
    private final Set<Long> unreadable = new HashSet<>();
    private Optional<List<String>> before = Optional.empty();
    private ShardState watched;
    private long decision;
    private boolean threw;
    private boolean cleared;
    private long hits;

    private Mines(long seed, Odds odds, Bug bug) {
        this.bug = bug;
        this.random = new SplittableRandom(seed);
        this.odds = odds;
    }

    static Mines of(long seed, Bug bug) {
        var random = new SplittableRandom(~seed);
        return new Mines(
                seed,
                new Odds(
                        10 + random.nextInt(150),
                        random.nextInt(3) == 0 ? 30 + random.nextInt(150) : 0,
                        random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0),
                bug);
    }

    boolean laid() {
        return odds.rule() > 0;
    }

    /** How often one went off. */
    long hits() {
        return hits;
    }

    /** No more defects: what rests can be taken up or ended now. */
    void clear() {
        cleared = true;
        throwing.clear();
        refused.clear();
        unreadable.clear();
    }

    /** Throws where a rule is to be broken, and looks whether the one that threw before has left a trace. */
    void before(ShardState state, Event event) {
        if (cleared || odds.rule() == 0) {
            return;
        }
        if (state != watched || state.decision() != decision) {
            begun(state);
        }
        if (!(event instanceof Event.OfRun about)) {
            return;
        }
        var run = state.run(about.runKey());
        if (run.isEmpty() || !RandomWorkflows.wild(run.get().ownerId())) {
            return;
        }
        if (odds.refused() > 0 && random.nextInt(odds.refused()) == 0) {
            refused.add(run.get().root().key());
            hits++;
        }
        int left = throwing.getOrDefault(about.runKey(), 0);
        boolean now = before.isPresent() ? random.nextInt(2) == 0 : random.nextInt(odds.rule()) == 0;
        if (left == 0 && !now) {
            return;
        }
        throwing.put(about.runKey(), left == 0 ? random.nextInt(REPEATS_MAX) : left - 1);
        hits++;
        threw = true;
        if (bug == Bug.HALF_DONE) {
            state.begin(); // as if nothing before this could be undone
        }
        throw new IllegalStateException("planted at " + event.getClass().getSimpleName());
    }

    /** The first event of a decision: all is as the decision before has left it. */
    private void begun(ShardState state) {
        if (threw && before.isPresent() && state == watched) {
            check(
                    before.get().contains(touched(state)) || touched(state).endsWith(SEALED),
                    "a decision that threw left %s", touched(state));
            var wanted = before.get().subList(0, before.get().size() - 1);
            check(Picture.of(state).equals(wanted), "a decision that threw left a trace");
        }
        threw = false;
        watched = state;
        decision = state.decision();
        before = random.nextInt(WATCHED) == 0 ? Optional.of(picture(state)) : Optional.empty();
    }

    private static List<String> picture(ShardState state) {
        var picture = new ArrayList<>(Picture.of(state));
        picture.add(touched(state));
        return picture;
    }

    private static String touched(ShardState state) {
        return state.sequence() + " touched " + state.touchedRuns().size() + "/"
                + state.touchedSteps().size();
    }

    /** Whether the database refuses rows of a batch. */
    boolean refuses(Batch batch) {
        if (refused.isEmpty()) {
            return false;
        }
        return batch.changes().runs().stream().anyMatch(row -> refused.contains(row.runKey()))
                || batch.changes().steps().stream().anyMatch(row -> refused.contains(row.runKey()));
    }

    /** Whether the rows of a live run cannot be read; once so, always, until all is cleared. */
    boolean unreadable(long runKey, String ownerId) {
        if (!cleared
                && odds.unreadable() > 0
                && RandomWorkflows.wild(ownerId)
                && random.nextInt(odds.unreadable()) == 0) {
            unreadable.add(runKey);
            hits++;
        }
        return unreadable.contains(runKey);
    }
}
