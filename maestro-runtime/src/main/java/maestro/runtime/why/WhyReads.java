package maestro.runtime.why;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.loop.InlineIds;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StepRow;
import maestro.core.row.StoredJson;
import maestro.core.why.Reason;
import maestro.core.why.RunFacts;
import maestro.core.why.StepFacts;
import maestro.core.why.Why;
import maestro.model.definition.RunStrategy;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Signals;
import maestro.runtime.store.TagPermits;

/**
 * Answers why a run or a step is where it is, from what is stored. Each answer reads at most {@value #RUNS_MAX} runs
 * with their steps, by index. Thread-safe; throws what {@link Reads} throws.
 */
public final class WhyReads {
    private static final int RUNS_MAX = 25;
    /** Runs that are named in a queue; the first of them are explained. */
    private static final int AHEAD_MAX = 5;
    private static final int FAILED_MAX = 5;
    private static final int COUNTED_MAX = 100_000;

    private final Reads reads;
    private final Function<RunRow, Plan> plans;
    private final WaitReads waits;

    /** @param plans the compiled definition that a run runs */
    public WhyReads(Reads reads, Signals signals, TagPermits tags, Function<RunRow, Plan> plans) {
        this.reads = reads;
        this.plans = plans;
        this.waits = new WaitReads(reads, signals, tags);
    }

    public List<Reason> run(RunRow row) {
        var rests = row.live() ? reads.setAside(row.workflowId(), row.instanceId()) : List.<SetAsideRow>of();
        return rests.isEmpty()
                ? Why.run(new Gathering().run(row, Optional.empty()))
                : List.of(Why.setAside(row, rests.getFirst()));
    }

    /** @throws maestro.model.MaestroException NOT_FOUND when the run's definition has no such step */
    public List<Reason> step(RunRow row, String stepId) {
        return Why.step(new Gathering().run(row, Optional.of(stepId)), stepId);
    }

    /** The rows of one answer. */
    private final class Gathering {
        private final Deque<Long> chain = new ArrayDeque<>();
        private int left = RUNS_MAX;

        /** @param asked the step that the question is about */
        RunFacts run(RunRow row, Optional<String> asked) {
            left--;
            chain.addLast(row.runKey());
            var plan = plans.apply(row);
            var below = new BelowReads(reads, waits, this::nested);
            var steps = new ArrayList<StepFacts>();
            for (StepRow step : reads.steps(row.runKey())) {
                steps.add(below.facts(row, plan, step, asked.equals(Optional.of(step.stepId()))));
            }
            var queue = row.status() == InstanceStatus.CREATED && !InlineIds.inline(row.workflowId())
                    ? Optional.of(queue(row))
                    : Optional.<RunFacts.Queue>empty();
            chain.removeLast();
            return RunFacts.of(row, plan, steps, queue);
        }

        /** In full while the answer may grow, else by name only. */
        private RunFacts nested(RunRow row) {
            if (chain.contains(row.runKey())) return named(row).inCircle();
            return left > 0 ? run(row, Optional.empty()) : named(row);
        }

        private RunFacts named(RunRow row) {
            return RunFacts.of(row, plans.apply(row), List.of(), Optional.empty());
        }

        private RunFacts.Queue queue(RunRow row) {
            String id = row.workflowId();
            var running = reads.runsIn(id, InstanceStatus.IN_PROGRESS, AHEAD_MAX + 1);
            return new RunFacts.Queue(
                    strategy(id),
                    reads.queuedBefore(id, row.instanceId(), row.runId(), COUNTED_MAX),
                    running.stream().limit(AHEAD_MAX).map(this::nested).toList(),
                    running.size() > AHEAD_MAX,
                    reads.runsIn(id, InstanceStatus.FAILED, FAILED_MAX));
        }

        private RunStrategy strategy(String workflowId) {
            return reads.workflow(workflowId)
                    .map(row -> StoredJson.parse(row.detail()))
                    .filter(detail -> detail.has("props"))
                    .map(detail -> SnapshotJson.fromJson(detail.get("props")).properties().runStrategyInForce())
                    .orElse(RunStrategy.DEFAULT);
        }
    }
}
