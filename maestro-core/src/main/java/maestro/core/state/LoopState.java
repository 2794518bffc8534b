package maestro.core.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import maestro.model.run.InstanceStatus;

/**
 * What a loop step knows of its iterations while it runs: counters and intervals of the ended ones, the runs of the live
 * ones. Changed by {@link Evolve} alone.
 */
public abstract sealed class LoopState {
    final String inlineId;
    final long loopRunId;
    final NavigableMap<Long, RunState> running = new TreeMap<>();
    final Rollup rollup = new Rollup();
    final Permits permits = new Permits();

    private LoopState(String inlineId, long loopRunId) {
        this.inlineId = inlineId;
        this.loopRunId = loopRunId;
    }

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

    /** The lowest number of a live iteration. */
    public long lowestRunning() {
        return running.firstKey();
    }

    /** What the steps of its iterations share. */
    public Permits permits() {
        return permits;
    }

    /** Leaf steps of ended iterations. */
    public Rollup rollup() {
        return rollup;
    }

    abstract void launched(long number);

    abstract void ended(long number, InstanceStatus status);

    /** A foreach: iterations side by side. */
    public static final class Foreach extends LoopState {
        final long total;
        long launched;
        final Map<InstanceStatus, Intervals> ended = new EnumMap<>(InstanceStatus.class);

        Foreach(String inlineId, long loopRunId, long total) {
            super(inlineId, loopRunId);
            this.total = total;
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

        @Override
        void launched(long number) {
            launched = Math.max(launched, number);
        }

        @Override
        void ended(long number, InstanceStatus status) {
            ended.computeIfAbsent(status, _ -> new Intervals()).add(number);
        }
    }

    /** A while: one iteration after the other. */
    public static final class While extends LoopState {
        long last;
        InstanceStatus lastStatus = InstanceStatus.CREATED;
        final Map<String, List<Object>> history = new LinkedHashMap<>();

        While(String inlineId, long loopRunId) {
            super(inlineId, loopRunId);
        }

        /** The number of the last iteration; 0: none yet. */
        public long last() {
            return last;
        }

        public InstanceStatus lastStatus() {
            return lastStatus;
        }

        /** The values that each loop param had, first to last. */
        public Map<String, List<Object>> history() {
            return history;
        }

        /** The values of now. */
        public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            history.forEach((name, past) -> values.put(name, past.getLast()));
            return values;
        }

        void values(Map<String, Object> values) {
            values.forEach((name, value) ->
                    history.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        }

        @Override
        void launched(long number) {
            last = number;
            lastStatus = InstanceStatus.CREATED;
        }

        @Override
        void ended(long number, InstanceStatus status) {
            lastStatus = status;
        }
    }
}
