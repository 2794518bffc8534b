package maestro.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/**
 * One attempt at a step. A new attempt is a new object, so nothing of the one before it must be put back. Changed by
 * {@link Evolve} alone, and only the copy that {@link StepState#save} makes for the decision under way.
 */
final class Attempt implements Cloneable {
    /** Of a step that was never created; never changed. */
    static final Attempt NONE = new Attempt(0, 0, null, StepStatus.NOT_CREATED, StepTimes.NONE, RetryState.FRESH);

    private static final boolean[] NO_CONDITIONS = {};

    final int number;
    final long seq;
    final UUID uuid;
    StepStatus status;
    StepTimes times;
    RetryState retry;
    boolean satisfied;
    long timeoutMillis;
    Dependencies dependencies = Dependencies.NONE;
    LoopState earlier;
    ChildState earlierChild;
    Optional<RestartConfig> restart = Optional.empty();
    Map<String, Param> params = Map.of();
    List<Tag> templateTags = List.of();
    Claims claims = Claims.NONE;
    String key = "";
    String checkpoint = "";
    LoopState loop;
    private ChildState child;
    private long childLeaves;
    Optional<Order> order = Optional.empty();
    Optional<StepStatus> ending = Optional.empty();
    Outputs outputs = Outputs.NONE;
    boolean[] conditions = NO_CONDITIONS;
    long retryAtMillis;
    Map<String, Map<String, Object>> artifacts = Map.of();
    List<TimelineEvent> timeline = List.of();
    Later later = Later.NONE;

    Attempt(int number, long seq, UUID uuid, StepStatus status, StepTimes times, RetryState retry) {
        this.number = number;
        this.seq = seq;
        this.uuid = uuid;
        this.status = status;
        this.times = times;
        this.retry = retry;
    }

    /**
     * The attempt after this one, which knows what its step learnt before: whether a predecessor said yes, its timeout,
     * and how far it came with what it waits for.
     */
    Attempt next(Event.StepCreated created) {
        var next = new Attempt(
                created.attempt(), created.seq(), created.uuid(), StepStatus.CREATED,
                StepTimes.NONE.reached(StepStatus.CREATED, created.at()), created.retry());
        next.satisfied = satisfied;
        next.timeoutMillis = timeoutMillis;
        next.dependencies = dependencies;
        return next;
    }

    Attempt copy() {
        try {
            return (Attempt) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Null: none is known. */
    ChildState child() {
        return child;
    }

    /** @param known null: none */
    void child(ChildState known) {
        child = known;
        childLeaves = known == null ? 0 : known.rollup().total();
    }

    /** An attempt is under way or the system will make another one. */
    boolean live() {
        return number > 0 && (!status.terminal() || status.retryable());
    }

    long leavesBelow() {
        return childLeaves + (loop == null ? 0 : loop.rollup.total());
    }
}
