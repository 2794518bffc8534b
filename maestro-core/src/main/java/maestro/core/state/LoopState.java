package maestro.core.state;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.row.Rollup;
import maestro.core.row.RunHead;
import maestro.model.run.InstanceStatus;

/**
 * What a loop step knows of its iterations while it runs: counters and intervals of the ended ones, the runs of the live
 * ones. Changed by {@link Evolve} alone.
 */
public abstract sealed class LoopState implements Cloneable {
    /** An iteration with its head in full, which others are told by their difference to. */
    public record Model(long key, RunHead head) {}

    final String inlineId;
    final long loopRunId;
    Optional<Model> model = Optional.empty();
    final NavigableMap<Long, LoopRow.Again> queued = new TreeMap<>();
    final NavigableMap<Long, LoopRow.Again> awaited = new TreeMap<>();
    long known;
    long existed;
    long lastRunId;
    boolean goesOn;
    final NavigableMap<Long, RunState> running = new TreeMap<>();
    final Rollup rollup = new Rollup();
    final Permits permits = new Permits();
    private long saved;

    private LoopState(String inlineId, long loopRunId) {
        this.inlineId = inlineId;
        this.loopRunId = loopRunId;
        this.lastRunId = loopRunId;
    }

    /** Iterations to be run again before others are launched, lowest number first. */
    public NavigableMap<Long, LoopRow.Again> queued() {
        return queued;
    }

    /** Iterations about to be launched whose earlier runs are being read. */
    public NavigableMap<Long, LoopRow.Again> awaited() {
        return awaited;
    }

    /** The highest iteration of the earlier attempt that this one goes on from; 0: it begins anew. */
    public long known() {
        return known;
    }

    /** The highest iteration that any attempt before this one launched; 0: none did. */
    public long existed() {
        return existed;
    }

    /** The highest run id of any iteration so far. */
    public long lastRunId() {
        return lastRunId;
    }

    /** Whether results of an earlier attempt are kept: its leaf steps are counted until their iteration runs again. */
    public boolean goesOn() {
        return goesOn;
    }

    /** Iterations that are live or about to be. */
    public int busyCount() {
        return running.size() + awaited.size();
    }

    /** The lowest number of those. */
    public long lowestBusy() {
        long live = running.isEmpty() ? Long.MAX_VALUE : running.firstKey();
        return awaited.isEmpty() ? live : Math.min(live, awaited.firstKey());
    }

    /** Remembers how it is before the decision under way changes it, but for its collections. */
    final void save(Journal journal) {
        if (saved != journal.decision()) {
            saved = journal.decision();
            try {
                var before = (LoopState) clone();
                journal.note(() -> restore(before));
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    void restore(LoopState before) {
        model = before.model;
        known = before.known;
        existed = before.existed;
        lastRunId = before.lastRunId;
        goesOn = before.goesOn;
    }

    final void await(Journal journal, long number, LoopRow.Again again) {
        taken(number);
        journal.remove(queued, number);
        journal.put(awaited, number, again);
    }

    final void launch(Journal journal, long number, RunState run) {
        launched(journal, number, run.identity().runId());
        journal.remove(queued, number);
        journal.remove(awaited, number);
        journal.put(running, number, run);
        lastRunId = Math.max(lastRunId, run.identity().runId());
    }

    /** Goes on from an earlier attempt, whose leaf steps stay counted until their iteration runs again. */
    final void goOn(LoopState earlier) {
        goesOn = true;
        rollup.add(earlier.rollup);
    }

    /** The first iteration that this attempt launched since it was last loaded; it is written before all later ones. */
    public Optional<Model> model() {
        return model;
    }

    abstract void taken(long number);

    public String inlineId() {
        return inlineId;
    }

    /** The run id of the iterations that this attempt makes. */
    public long loopRunId() {
        return loopRunId;
    }

    /** Live iterations, lowest number first. */
    public Collection<RunState> running() {
        return running.values();
    }

    public int runningCount() {
        return running.size();
    }

    /** What the steps of its iterations share. */
    public Permits permits() {
        return permits;
    }

    /** Leaf steps of ended iterations. */
    public Rollup rollup() {
        return rollup;
    }

    abstract void launched(Journal journal, long number, long runId);

    abstract void ended(Journal journal, long number, InstanceStatus status);

    /** A foreach: iterations side by side. */
    public static final class Foreach extends LoopState {
        final long total;
        final String fingerprint;
        long launched;
        long keptPrefix;
        long ownHighest;
        final Map<InstanceStatus, Intervals> ended = new EnumMap<>(InstanceStatus.class);

        Foreach(String inlineId, long loopRunId, long total, String fingerprint) {
            super(inlineId, loopRunId);
            this.total = total;
            this.fingerprint = fingerprint;
        }

        /** Keeps iterations of an earlier attempt that ended so, but for one. */
        void keep(Foreach earlier, Set<InstanceStatus> statuses, long except) {
            goOn(earlier);
            for (var status : statuses) {
                if (earlier.ended.containsKey(status)) {
                    ended.put(status, earlier.ended.get(status).copy());
                }
            }
            reopen(except);
            keptPrefix = ForeachNumbers.afterEnded(this, 1) - 1;
        }

        /** Tells the loop arrays apart: with others, an iteration's number means another thing (C16). */
        public String fingerprint() {
            return fingerprint;
        }

        public long total() {
            return total;
        }

        /** How many iterations were looped over. */
        public long launched() {
            return launched;
        }

        public long ended(InstanceStatus status) {
            var numbers = ended.get(status);
            return numbers == null ? 0 : numbers.size();
        }

        public Map<InstanceStatus, Intervals> ended() {
            return ended;
        }

        /** The next iteration to loop over; above the total when there is none. */
        public long next() {
            long number = launched + 1;
            while (true) {
                long free = ForeachNumbers.afterEnded(this, number);
                if (busy(free)) {
                    free++;
                }
                if (free == number) {
                    return number;
                }
                number = free;
            }
        }

        private boolean busy(long number) {
            return running.containsKey(number) || awaited.containsKey(number) || queued.containsKey(number);
        }

        /** Whether an iteration was looped over. */
        public boolean reached(long number) {
            return number <= launched || hasEnded(number) || busy(number);
        }

        public boolean hasEnded(long number) {
            return ended.values().stream().anyMatch(numbers -> numbers.contains(number));
        }

        void reopen(long number) {
            ended.values().forEach(numbers -> numbers.remove(number));
            ended.values().removeIf(numbers -> numbers.size() == 0);
        }

        /** One that is run again out of order leaves the place in the loop where it is. */
        @Override
        void taken(long number) {
            if (number == next()) {
                launched = number;
            }
        }

        @Override
        void launched(Journal journal, long number, long runId) {
            taken(number);
            reopen(journal, number);
            if (runId == loopRunId) {
                ownHighest = Math.max(ownHighest, number);
            }
        }

        /** An iteration counts as ended no more, within a decision that may be undone. */
        void reopen(Journal journal, long number) {
            for (var status : ended.keySet().toArray(InstanceStatus[]::new)) {
                var numbers = ended.get(status);
                if (numbers.contains(number)) {
                    remove(status, number);
                    journal.note(() -> add(status, number));
                }
            }
        }

        @Override
        void ended(Journal journal, long number, InstanceStatus status) {
            add(status, number);
            journal.note(() -> remove(status, number));
        }

        private void add(InstanceStatus status, long number) {
            ended.computeIfAbsent(status, _ -> new Intervals()).add(number);
        }

        private void remove(InstanceStatus status, long number) {
            var numbers = ended.get(status);
            numbers.remove(number);
            if (numbers.size() == 0) {
                ended.remove(status);
            }
        }

        @Override
        void restore(LoopState before) {
            super.restore(before);
            launched = ((Foreach) before).launched;
            ownHighest = ((Foreach) before).ownHighest;
        }
    }

    /** A while: one iteration after the other. */
    public static final class While extends LoopState {
        long first = 1;
        long last;
        InstanceStatus lastStatus = InstanceStatus.CREATED;
        String lastOverview = "";
        Map<String, Object> values = Map.of();

        While(String inlineId, long loopRunId) {
            super(inlineId, loopRunId);
        }

        /** The first iteration of this attempt. */
        public long first() {
            return first;
        }

        /** The number of the last iteration; 0: none yet. */
        public long last() {
            return last;
        }

        public InstanceStatus lastStatus() {
            return lastStatus;
        }

        /**
         * The values of now; what they were before is in the heads of the iterations. Empty while the iteration to go on
         * with is being read: it tells them.
         */
        public Map<String, Object> values() {
            return values;
        }

        @Override
        void taken(long number) {}

        /** Whether an iteration was there before, or began with values that only its head tells. */
        public boolean tells(long number) {
            return number <= last || values.isEmpty();
        }

        /** Iterations before the first one are as they were. */
        void from(long first, While earlier) {
            goOn(earlier);
            this.first = first;
            last = first - 1;
            lastStatus = first > 1 ? InstanceStatus.SUCCEEDED : InstanceStatus.CREATED;
            values = earlier.tells(first) ? Map.of() : earlier.values;
        }

        @Override
        void launched(Journal journal, long number, long runId) {
            last = number;
            lastStatus = InstanceStatus.CREATED;
            lastOverview = "";
        }

        @Override
        void ended(Journal journal, long number, InstanceStatus status) {
            lastStatus = status;
        }

        @Override
        void restore(LoopState before) {
            super.restore(before);
            var was = (While) before;
            first = was.first;
            last = was.last;
            lastStatus = was.lastStatus;
            lastOverview = was.lastOverview;
            values = was.values;
        }
    }
}
