package maestro.runtime.node;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import maestro.core.restart.Lineage;
import maestro.core.restart.Past;
import maestro.core.restart.Standings;
import maestro.core.row.Ending;
import maestro.core.row.StepRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.run.StepStatus;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.engine.StepAction;
import maestro.runtime.engine.StepActionOutcome;
import maestro.runtime.engine.Subscription;

/** Actions on steps, and waiting for them to take effect (execution.md §7.3). Thread-safe. */
final class StepActions {
    /** How long a blocking action waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often what is waited for is looked up though nothing told that it changed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Set<StepStatus> UNSKIPPABLE =
            Set.of(StepStatus.NOT_CREATED, StepStatus.CREATED, StepStatus.UNSATISFIED, StepStatus.DISABLED);
    private static final int TRIES = 20;

    /** Tells of the durable changes of a run. */
    interface Watch {
        Subscription of(String workflowId, long instanceId, long runId, Consumer<FeedEvent> listener);
    }

    private final Function<Command, Answer> shards;
    private final Watch feed;
    private final Pasts pasts;
    private final Restarts restarts;

    /**
     * @param shards brings a command to its shard and waits for the durable answer
     * @param feed tells of durable changes
     */
    StepActions(
            Function<Command, Answer> shards,
            Watch feed,
            Pasts pasts,
            Restarts restarts) {
        this.shards = shards;
        this.feed = feed;
        this.pasts = pasts;
        this.restarts = restarts;
    }

    /** The same, asking in another way. */
    StepActions asking(Function<Command, Answer> way, Restarts inThatWay) {
        return new StepActions(way, feed, pasts, inThatWay);
    }

    StepActionOutcome act(
            String workflowId, long instanceId, String stepId, StepAction action, boolean blocking, User caller) {
        for (int i = 0; i < TRIES; i++) {
            var outcome = tryOnce(workflowId, instanceId, stepId, action, blocking, caller);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new MaestroException(
                Code.CONFLICT, "Instance [" + instanceId + "] changes faster than one can look; try again");
    }

    /** Empty: the run has ended since it was read. */
    private Optional<StepActionOutcome> tryOnce(
            String workflowId, long instanceId, String stepId, StepAction action, boolean blocking, User caller) {
        var past = pasts.require(workflowId, instanceId);
        requireKnown(past, stepId);
        if (action == StepAction.SKIP && needsRestart(past, stepId)) {
            return Optional.of(skipAfterEnd(workflowId, instanceId, stepId, caller));
        }
        if (!past.run().live()) {
            throw MaestroException.badRequest("Cannot " + action + " step [" + stepId + "]: instance ["
                    + instanceId + "] of workflow [" + workflowId + "] has ended as ["
                    + past.run().status() + "] already");
        }
        if (action == StepAction.BYPASS) {
            return bypassed(past, stepId, blocking, caller);
        }
        var ending = Ending.valueOf(action.name());
        var command = new Command.EndStep(
                Lineage.owner(past.run(), past.head()), past.run().runKey(), stepId, ending, caller);
        return blocking ? blocking(past, action, command) : taken(past, action, command);
    }

    /** Takes effect at once, so there is nothing to wait for. */
    private Optional<StepActionOutcome> bypassed(Past past, String stepId, boolean blocking, User caller) {
        var run = past.run();
        var command = new Command.BypassStep(Lineage.owner(run, past.head()), run.runKey(), stepId, caller);
        if (!(shards.apply(command) instanceof Answer.StepTaken taken)) {
            return Optional.empty();
        }
        var state = blocking ? pasts.reads().attempt(run.runKey(), stepId, taken.attempt()) : Optional.<StepRow>empty();
        return Optional.of(outcome(past, StepAction.BYPASS, caller, taken, state));
    }

    private void requireKnown(Past past, String stepId) {
        if (!pasts.whole(past).contains(stepId)
                || pasts.whole(past).ordinal(stepId) < 0) {
            throw MaestroException.badRequest(
                    "Workflow [" + past.run().workflowId() + "] has no step [" + stepId + "]");
        }
    }

    /** Whether the step has ended, so that only a new attempt can be skipped. */
    private boolean needsRestart(Past past, String stepId) {
        var standing = Standings.of(past, pasts.whole(past)).get(stepId);
        if (UNSKIPPABLE.contains(standing.status())) {
            throw MaestroException.badRequest(
                    "Step [" + stepId + "] cannot be skipped in status [" + standing.status() + "]");
        }
        return !past.run().live() || standing.status().terminal() && !standing.status().retryable();
    }

    private StepActionOutcome skipAfterEnd(String workflowId, long instanceId, String stepId, User caller) {
        var made = restarts.skip(workflowId, instanceId, stepId, caller);
        return new StepActionOutcome(
                made.run().workflowId(),
                made.run().instanceId(),
                made.run().runId(),
                made.stepId().orElse(stepId),
                made.attempt(),
                Optional.empty(),
                message(caller, StepAction.SKIP),
                made.run().atMillis());
    }

    private static String message(User caller, StepAction action) {
        return "User [" + caller.name() + "] took the action [" + action + "] on the step";
    }

    private Optional<StepActionOutcome> taken(Past past, StepAction action, Command.EndStep command) {
        return shards.apply(command) instanceof Answer.StepTaken taken
                ? Optional.of(outcome(past, action, command.user(), taken, Optional.empty()))
                : Optional.empty();
    }

    private StepActionOutcome outcome(
            Past past, StepAction action, User caller, Answer.StepTaken taken, Optional<StepRow> state) {
        return new StepActionOutcome(
                past.run().workflowId(),
                past.run().instanceId(),
                past.run().runId(),
                taken.stepId(),
                taken.attempt(),
                state,
                message(caller, action),
                taken.atMillis());
    }

    private Optional<StepActionOutcome> blocking(Past past, StepAction action, Command.EndStep command) {
        var run = past.run();
        var moved = new Semaphore(0);
        try (var _ = feed.of(run.workflowId(), run.instanceId(), run.runId(), _ -> moved.release())) {
            if (!(shards.apply(command) instanceof Answer.StepTaken taken)) {
                return Optional.empty();
            }
            var state = awaitEnd(run.runKey(), command.stepId(), moved);
            return Optional.of(outcome(past, action, command.user(), taken, Optional.of(state)));
        }
    }

    private StepRow awaitEnd(long runKey, String stepId, Semaphore moved) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var latest = pasts.reads().attempts(runKey, stepId).stream()
                    .max(Comparator.comparingInt(StepRow::attempt))
                    .orElseThrow();
            if (latest.status().terminal() && !latest.status().retryable()) {
                return latest;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new MaestroException(
                        Code.REQUEST_TIMEOUT,
                        "The action on step [" + stepId + "] is not done yet. No retry is needed and maestro will"
                                + " eventually complete the action.");
            }
            pause(moved, Math.min(left, LOOK.toNanos()));
        }
    }

    private static void pause(Semaphore moved, long nanos) {
        try {
            moved.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            moved.drainPermits();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Answers.unavailable();
        }
    }
}
