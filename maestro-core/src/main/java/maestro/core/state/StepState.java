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
import maestro.core.row.Order;
import maestro.core.row.RestartConfig;
import maestro.core.row.StepTimes;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.Tag;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** One step of a live run with its latest attempt. Changed by {@link Evolve} alone. */
public final class StepState {
    final PlanStep plan;
    int openPredecessors;
    boolean placeholder;
    boolean changed;
    Attempt attempt = Attempt.NONE;
    private long saved;

    StepState(PlanStep plan, int openPredecessors) {
        this.plan = plan;
        this.openPredecessors = openPredecessors;
    }

    /** Remembers how it is before the decision under way changes it. */
    void save(Journal journal) {
        if (saved != journal.decision()) {
            saved = journal.decision();
            var attemptBefore = attempt;
            int openBefore = openPredecessors;
            boolean placeholderBefore = placeholder;
            boolean changedBefore = changed;
            attempt = attemptBefore.copy();
            journal.note(() -> {
                attempt = attemptBefore;
                openPredecessors = openBefore;
                placeholder = placeholderBefore;
                changed = changedBefore;
            });
        }
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
        return !created() && !placeholder;
    }

    /** In a restart from another step: not made until a user restarts it (execution.md §6.4). */
    public boolean placeholder() {
        return placeholder;
    }

    /** What a user asked for who restarted the step while its run goes on. */
    public Optional<RestartConfig> restart() {
        return attempt.restart;
    }

    public boolean created() {
        return attempt.number > 0;
    }

    /** From 1; 0: never created. */
    public int attempt() {
        return attempt.number;
    }

    public long seq() {
        return attempt.seq;
    }

    public UUID uuid() {
        return attempt.uuid;
    }

    /** Leaf steps in ended iterations, and in the called run as far as it told. */
    public long leavesBelow() {
        return attempt.leavesBelow();
    }

    public StepStatus status() {
        return attempt.status;
    }

    public StepTimes times() {
        return attempt.times;
    }

    public Map<String, Param> params() {
        return attempt.params;
    }

    /** What job templates add to the step's own tags. */
    public List<Tag> templateTags() {
        return attempt.templateTags;
    }

    /** Results of the outgoing conditions in the order of the plan's successors; empty until evaluated. */
    public boolean[] conditions() {
        return attempt.conditions;
    }

    public RetryState retry() {
        return attempt.retry;
    }

    /** Empty: no timeout was written, the engine's default is in force. */
    public OptionalLong timeoutMillis() {
        return attempt.timeoutMillis == 0 ? OptionalLong.empty() : OptionalLong.of(attempt.timeoutMillis);
    }

    /** When the next attempt is due; 0 unless the status is retryable. */
    public long retryAtMillis() {
        return attempt.retryAtMillis;
    }

    /** The key of the launch under way; empty when no runtime was launched. */
    public String attemptKey() {
        return attempt.key;
    }

    public String checkpoint() {
        return attempt.checkpoint;
    }

    public Optional<Order> order() {
        return attempt.order;
    }

    /**
     * The status that the attempt takes as soon as its conditions are evaluated; whatever else is said of it until then
     * does not count, but for another order.
     */
    public Optional<StepStatus> ending() {
        return attempt.ending;
    }

    public Map<String, Map<String, Object>> artifacts() {
        return attempt.artifacts;
    }

    public List<TimelineEvent> timeline() {
        return attempt.timeline;
    }

    /** The run that a subworkflow step started; empty before it is known and for other steps. */
    public Optional<ChildState> child() {
        return Optional.ofNullable(attempt.child());
    }

    /** The run that the last attempt before this one started; empty once this attempt's is known. */
    public Optional<ChildState> earlierChild() {
        return Optional.ofNullable(attempt.earlierChild);
    }

    /** What the attempt before this one, of this run or of an earlier one, left of a loop. */
    public Optional<LoopState> earlier() {
        return Optional.ofNullable(attempt.earlier);
    }

    /** What a loop step knows of its iterations; empty before it begins to loop and for other steps. */
    public Optional<LoopState> loop() {
        return Optional.ofNullable(attempt.loop);
    }

    /** What it waits for, carried over from the attempt before; none before they are evaluated. */
    public Dependencies dependencies() {
        return attempt.dependencies;
    }

    /** What it announces; none before its work is done. */
    public Outputs outputs() {
        return attempt.outputs;
    }

    /** The tags that it asks for leave; none before it waits for permits. */
    public Claims claims() {
        return attempt.claims;
    }

    /** Whether a predecessor said yes, or there is none. */
    public boolean satisfied() {
        return attempt.satisfied;
    }

    /** An attempt is under way or the system will make another one. */
    public boolean live() {
        return attempt.live();
    }
}
