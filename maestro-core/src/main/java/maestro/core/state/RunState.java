package maestro.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.Later;
import maestro.core.row.Order;
import maestro.core.row.PastStep;
import maestro.core.row.Restart;
import maestro.core.row.RunHead;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.run.TimelineEvent;

/** One live run: queued or under way. Changed by {@link Evolve} alone. */
public final class RunState implements Cloneable {
    final RunIdentity identity;
    final String ownerId;
    final Optional<Iteration> iteration;
    final Plan plan;
    final RunHead head;
    final StepState[] steps;
    InstanceStatus status = InstanceStatus.CREATED;
    boolean handedOver;
    long createMillis;
    long startMillis;
    long endMillis;
    long modifyMillis;
    long lastStepSeq;
    int liveSteps;
    int readySteps;
    Optional<Order> order = Optional.empty();
    List<TimelineEvent> timeline = List.of();
    Map<String, Map<String, Object>> artifacts;
    Optional<InstanceStatus> runStatus = Optional.empty();
    Later later = Later.NONE;
    boolean fresh = true;
    Optional<LoopState.Model> model = Optional.empty();
    private long saved;

    /** Which iteration of which loop step a run is. */
    public record Iteration(RunState parent, StepState step, long number) {}

    RunState(RunIdentity identity, Plan plan, RunHead head, Optional<Iteration> iteration) {
        this.identity = identity;
        this.iteration = iteration;
        this.ownerId = iteration.map(place -> place.parent().ownerId()).orElse(identity.workflowId());
        this.plan = plan;
        this.head = head;
        this.artifacts = head.artifacts();
        this.steps = new StepState[plan.size()];
        for (var step : plan.steps()) {
            steps[step.ordinal()] = new StepState(step, step.predecessors().size());
        }
        if (head.policy() == RunPolicy.RESTART_FROM_SPECIFIC) {
            var named = head.restart().flatMap(Restart::named);
            for (var step : steps) {
                step.placeholder = step.plan.root() && !named.equals(Optional.of(step.id()));
            }
        }
    }

    /** Remembers how it is before the decision under way changes it. */
    void save(Journal journal) {
        if (saved != journal.decision()) {
            saved = journal.decision();
            try {
                var before = (RunState) clone();
                journal.note(() -> restore(before));
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void restore(RunState before) {
        status = before.status;
        handedOver = before.handedOver;
        createMillis = before.createMillis;
        startMillis = before.startMillis;
        endMillis = before.endMillis;
        modifyMillis = before.modifyMillis;
        lastStepSeq = before.lastStepSeq;
        liveSteps = before.liveSteps;
        readySteps = before.readySteps;
        order = before.order;
        timeline = before.timeline;
        artifacts = before.artifacts;
        runStatus = before.runStatus;
        later = before.later;
        fresh = before.fresh;
        model = before.model;
    }

    /** A step's latest attempt over earlier runs, where this run does not make one. */
    public Optional<PastStep> past(String stepId) {
        return head.restart().flatMap(restart -> restart.past(stepId));
    }

    /** How this run alone ended, when the instance stands otherwise over all runs. */
    public Optional<InstanceStatus> runStatus() {
        return runStatus;
    }

    public RunIdentity identity() {
        return identity;
    }

    public long key() {
        return identity.runKey();
    }

    /** The workflow id that owns the shard's state of this run: its own, or for an iteration that of the outermost run. */
    public String ownerId() {
        return ownerId;
    }

    /** The outermost run: this one, or the one that it is an iteration below. */
    public RunState root() {
        var root = this;
        while (root.iteration.isPresent()) {
            root = root.iteration.get().parent();
        }
        return root;
    }

    /** The loop step that this run is an iteration of. */
    public Optional<Iteration> iteration() {
        return iteration;
    }

    public Plan plan() {
        return plan;
    }

    public RunHead head() {
        return head;
    }

    public InstanceStatus status() {
        return status;
    }

    /** Waiting for its run strategy; not yet handed to the engine. */
    public boolean queued() {
        return status == InstanceStatus.CREATED && !handedOver;
    }

    public long createMillis() {
        return createMillis;
    }

    public long startMillis() {
        return startMillis;
    }

    public long endMillis() {
        return endMillis;
    }

    public long modifyMillis() {
        return modifyMillis;
    }

    public long lastStepSeq() {
        return lastStepSeq;
    }

    /** Attempts under way, and those that wait to be retried. */
    public int liveSteps() {
        return liveSteps;
    }

    /** Steps whose predecessors are all complete and that were not begun yet. */
    public int readySteps() {
        return readySteps;
    }

    public Optional<Order> order() {
        return order;
    }

    public List<TimelineEvent> timeline() {
        return timeline;
    }

    public Map<String, Map<String, Object>> artifacts() {
        return artifacts;
    }

    public StepState step(int ordinal) {
        return steps[ordinal];
    }

    /**
     * Empty: it has no such step. An owner that has lost its shard and does not know may hold another run under the key
     * that somebody names.
     */
    public Optional<StepState> find(int ordinal) {
        return ordinal >= 0 && ordinal < steps.length ? Optional.of(steps[ordinal]) : Optional.empty();
    }

    public int size() {
        return steps.length;
    }
}
