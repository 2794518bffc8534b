package maestro.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import maestro.core.dag.PlanStep;
import maestro.core.permit.Claims;
import maestro.core.retry.RetryState;
import maestro.core.row.ChildState;
import maestro.core.row.Later;
import maestro.core.row.Order;
import maestro.core.row.RestartConfig;
import maestro.core.row.StepTimes;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.Tag;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** The latest attempt of one step of a live run. Changed by {@link Evolve} alone. */
public final class StepState implements Cloneable {
    final PlanStep plan;
    int openPredecessors;
    int attempt;
    long seq;
    UUID uuid;
    StepStatus status = StepStatus.NOT_CREATED;
    StepTimes times = StepTimes.NONE;
    Map<String, Param> params = Map.of();
    List<Tag> templateTags = List.of();
    boolean[] conditions = NO_CONDITIONS;
    RetryState retry = RetryState.FRESH;
    long timeoutMillis;
    long retryAtMillis;
    String attemptKey = "";
    String checkpoint = "";
    Optional<Order> order = Optional.empty();
    Optional<StepStatus> ending = Optional.empty();
    Map<String, Map<String, Object>> artifacts = Map.of();
    List<TimelineEvent> timeline = List.of();
    boolean satisfied;
    LoopState loop;
    LoopState earlier;
    ChildState child;
    ChildState earlierChild;
    private long childLeaves;
    boolean changed;
    boolean placeholder;
    Optional<RestartConfig> restart = Optional.empty();
    Dependencies dependencies = Dependencies.NONE;
    Outputs outputs = Outputs.NONE;
    Claims claims = Claims.NONE;
    Later later = Later.NONE;
    private long saved;

    static final boolean[] NO_CONDITIONS = {};

    StepState(PlanStep plan, int openPredecessors) {
        this.plan = plan;
        this.openPredecessors = openPredecessors;
    }

    /** Remembers how it is before the decision under way changes it. */
    void save(Journal journal) {
        if (saved != journal.decision()) {
            saved = journal.decision();
            try {
                var before = (StepState) clone();
                journal.note(() -> restore(before));
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void restore(StepState before) {
        openPredecessors = before.openPredecessors;
        attempt = before.attempt;
        seq = before.seq;
        uuid = before.uuid;
        status = before.status;
        times = before.times;
        params = before.params;
        templateTags = before.templateTags;
        conditions = before.conditions;
        retry = before.retry;
        timeoutMillis = before.timeoutMillis;
        retryAtMillis = before.retryAtMillis;
        attemptKey = before.attemptKey;
        checkpoint = before.checkpoint;
        order = before.order;
        ending = before.ending;
        artifacts = before.artifacts;
        timeline = before.timeline;
        satisfied = before.satisfied;
        loop = before.loop;
        earlier = before.earlier;
        child = before.child;
        earlierChild = before.earlierChild;
        childLeaves = before.childLeaves;
        changed = before.changed;
        placeholder = before.placeholder;
        restart = before.restart;
        dependencies = before.dependencies;
        outputs = before.outputs;
        claims = before.claims;
        later = before.later;
    }

    public PlanStep plan() {
        return plan;
    }

    public String id() {
        return plan.id();
    }

    public int ordinal() {
        return plan.ordinal();
    }

    /** How many predecessors are not complete yet. */
    public int openPredecessors() {
        return openPredecessors;
    }

    /** Whether it begins as soon as its predecessors are complete: it was not made yet and waits for no user. */
    public boolean startsByItself() {
        return attempt == 0 && !placeholder;
    }

    /** In a restart from another step: not made until a user restarts it (execution.md §6.4). */
    public boolean placeholder() {
        return placeholder;
    }

    /** What a user asked for who restarted the step while its run goes on. */
    public Optional<RestartConfig> restart() {
        return restart;
    }

    public boolean created() {
        return attempt > 0;
    }

    /** From 1; 0: never created. */
    public int attempt() {
        return attempt;
    }

    public long seq() {
        return seq;
    }

    public UUID uuid() {
        return uuid;
    }

    /** @param known null: none */
    void child(ChildState known) {
        child = known;
        childLeaves = known == null ? 0 : known.rollup().total();
    }

    /** Leaf steps in ended iterations, and in the called run as far as it told. */
    public long leavesBelow() {
        return childLeaves + (loop == null ? 0 : loop.rollup.total());
    }

    public StepStatus status() {
        return status;
    }

    public StepTimes times() {
        return times;
    }

    public Map<String, Param> params() {
        return params;
    }

    /** What job templates add to the step's own tags. */
    public List<Tag> templateTags() {
        return templateTags;
    }

    /** Results of the outgoing conditions in the order of the plan's successors; empty until evaluated. */
    public boolean[] conditions() {
        return conditions;
    }

    public RetryState retry() {
        return retry;
    }

    /** Empty: no timeout was written, the engine's default is in force. */
    public OptionalLong timeoutMillis() {
        return timeoutMillis == 0 ? OptionalLong.empty() : OptionalLong.of(timeoutMillis);
    }

    /** When the next attempt is due; 0 unless the status is retryable. */
    public long retryAtMillis() {
        return retryAtMillis;
    }

    /** The key of the launch under way; empty when no runtime was launched. */
    public String attemptKey() {
        return attemptKey;
    }

    public String checkpoint() {
        return checkpoint;
    }

    public Optional<Order> order() {
        return order;
    }

    /**
     * The status that the attempt takes as soon as its conditions are evaluated; whatever else is said of it until then
     * does not count, but for another order.
     */
    public Optional<StepStatus> ending() {
        return ending;
    }

    public Map<String, Map<String, Object>> artifacts() {
        return artifacts;
    }

    public List<TimelineEvent> timeline() {
        return timeline;
    }

    /** The run that a subworkflow step started; empty before it is known and for other steps. */
    public Optional<ChildState> child() {
        return Optional.ofNullable(child);
    }

    /** The run that the last attempt before this one started; empty once this attempt's is known. */
    public Optional<ChildState> earlierChild() {
        return Optional.ofNullable(earlierChild);
    }

    /** What the attempt before this one, of this run or of an earlier one, left of a loop. */
    public Optional<LoopState> earlier() {
        return Optional.ofNullable(earlier);
    }

    /** What a loop step knows of its iterations; empty before it begins to loop and for other steps. */
    public Optional<LoopState> loop() {
        return Optional.ofNullable(loop);
    }

    /** What it waits for, carried over from the attempt before; none before they are evaluated. */
    public Dependencies dependencies() {
        return dependencies;
    }

    /** What it announces; none before its work is done. */
    public Outputs outputs() {
        return outputs;
    }

    /** The tags that it asks for leave; none before it waits for permits. */
    public Claims claims() {
        return claims;
    }

    /** Whether a predecessor said yes, or there is none. */
    public boolean satisfied() {
        return satisfied;
    }

    /** An attempt is under way or the system will make another one. */
    public boolean live() {
        return attempt > 0 && (!status.terminal() || status.retryable());
    }
}
