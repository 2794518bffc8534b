package maestro.core.row;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import maestro.model.run.InstanceStatus;

/**
 * What is stored of a loop step: enough to go on with it and to count its iterations, whatever number it has of them. It
 * stands among the artifacts of its attempt; what clients see is made of it when they ask. Immutable, its rollups and
 * intervals included.
 */
public sealed interface LoopRow {
    String FOREACH = "maestro_foreach";
    String WHILE = "maestro_while";

    /** In a row the current value of each loop param; views show all that it had (composite-steps.md §3.3). */
    String VALUES = "loop_param_values";

    /** Workflow id of the iterations. */
    String inlineId();

    /** The run id of the iterations that this attempt makes. */
    long loopRunId();

    Before before();

    /** The artifact's name. */
    String name();

    /** Leaf steps of all iterations, ended and live. */
    Rollup leaves();

    /**
     * An iteration of an earlier run that is to be run again.
     *
     * @param config the restart as the iteration sees it; empty: what the loop's policy says
     * @param inPlace a user asked for it while the loop ran
     */
    record Again(Optional<RestartConfig> config, boolean inPlace) {
        public static final Again BY_POLICY = new Again(Optional.empty(), false);
    }

    /**
     * What a restart of the loop, or of one of its iterations, must know.
     *
     * @param known the highest iteration of the earlier attempt that this one goes on from; 0: it begins anew
     * @param existed the highest iteration that any attempt before this one launched; 0: none did
     * @param lastRunId the highest run id of any iteration so far
     * @param goesOn whether results of an earlier attempt are kept
     * @param pending iterations to be run again, by number
     */
    record Before(long known, long existed, long lastRunId, boolean goesOn, SortedMap<Long, Again> pending) {}

    /**
     * @param fingerprint tells the loop arrays apart: with others, an iteration's number means another thing (C16)
     * @param reached the number before the next iteration to loop over
     * @param launched iterations that were looped over
     * @param keptPrefix kept iterations of an earlier attempt that come before all others
     * @param ownHighest the highest iteration that this attempt launched
     * @param checkpoint iterations of this attempt before this one are final
     * @param ended numbers of ended iterations
     * @param live numbers of the others
     * @param rollup leaf steps of ended iterations
     * @param liveRollup leaf steps of the others
     */
    record Foreach(
            String inlineId,
            long loopRunId,
            Before before,
            long total,
            String fingerprint,
            long reached,
            long launched,
            long keptPrefix,
            long ownHighest,
            long checkpoint,
            Map<InstanceStatus, Intervals> ended,
            Map<InstanceStatus, Intervals> live,
            Rollup rollup,
            Rollup liveRollup)
            implements LoopRow {
        @Override
        public String name() {
            return FOREACH;
        }

        @Override
        public Rollup leaves() {
            var leaves = new Rollup();
            leaves.add(rollup);
            leaves.add(liveRollup);
            return leaves;
        }

        public long endedCount() {
            return ended.values().stream().mapToLong(Intervals::size).sum();
        }
    }

    /**
     * @param first the first iteration of this attempt
     * @param last the number of the last iteration; 0: none yet
     * @param lastOverview of that iteration's run, JSON; empty: nothing is known of it
     * @param values the loop params of now
     * @param rollup leaf steps of ended iterations
     */
    record While(
            String inlineId,
            long loopRunId,
            Before before,
            long first,
            long last,
            InstanceStatus lastStatus,
            String lastOverview,
            Map<String, Object> values,
            Rollup rollup)
            implements LoopRow {
        @Override
        public String name() {
            return WHILE;
        }

        @Override
        public Rollup leaves() {
            var leaves = new Rollup();
            leaves.add(rollup);
            if (!lastEnded()) {
                leaves.add(lastRollup());
            }
            return leaves;
        }

        /** The leaf steps but for those of the last iteration, which {@code last_overview} tells of (§3.3). */
        public Rollup beforeLast() {
            var leaves = new Rollup();
            leaves.add(rollup);
            if (lastEnded()) {
                leaves.subtract(lastRollup());
            }
            return leaves;
        }

        private boolean lastEnded() {
            return last > 0 && lastStatus.terminal();
        }

        private Rollup lastRollup() {
            return lastOverview.isEmpty()
                    ? new Rollup()
                    : Rollup.fromJson(StoredJson.parse(lastOverview).path("rollup_overview"));
        }
    }

    /** What an attempt's artifacts tell of its loop, or of that of the attempt before it; empty: of none. */
    static Optional<LoopRow> of(Map<String, Map<String, Object>> artifacts) {
        return LoopJson.read(artifacts);
    }

    /** What they tell of the attempt's own loop; empty: it has not begun to loop. */
    static Optional<LoopRow> own(Map<String, Map<String, Object>> artifacts) {
        return of(artifacts).filter(loop -> !artifacts.get(loop.name()).containsKey(LoopJson.EARLIER));
    }

    /** As an artifact. */
    default Map<String, Object> toPlain() {
        return LoopJson.artifact(this, false);
    }

    /** The same, marked as what an attempt found that has not begun to loop itself. */
    default Map<String, Object> toPlainEarlier() {
        return LoopJson.artifact(this, true);
    }
}
