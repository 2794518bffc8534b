package maestro.runtime.attempt;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.model.definition.StepType;
import maestro.runtime.log.LogStore;
import maestro.runtime.log.Logs;
import maestro.runtime.step.AttemptRef;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepRuntime;

/**
 * Runs launched attempts, each on a virtual thread of its own, and tells their shard how they ended. Thread-safe.
 *
 * <p>Launching a key twice and cancelling an unknown one have no effect.
 */
public final class AttemptHost implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AttemptHost.class.getName());
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);
    private static final int STACK_LINES_MAX = 20;

    private final Map<StepType, StepRuntime> runtimes;
    private final Logs logs;
    private final Outbox outbox;
    private final Duration grace;
    private final Map<String, Attempt> running = new ConcurrentHashMap<>();

    /** Brings an attempt's words to its shard. */
    public interface Outbox {
        void send(Message message);

        /** Saves a checkpoint; returns when it is durable. */
        void save(String workflowId, long runKey, int ordinal, String attemptKey, String checkpoint)
                throws InterruptedException;
    }

    public AttemptHost(Map<StepType, StepRuntime> runtimes, Logs logs, Duration grace, Outbox outbox) {
        this.runtimes = Map.copyOf(runtimes);
        this.logs = logs;
        this.grace = grace;
        this.outbox = outbox;
    }

    public void launch(Effect.Launch launch) {
        var log = logs.open(new LogStore.LogKey(
                launch.run().runKey(), launch.stepId(), launch.attempt(), launch.attemptKey()));
        var attempt = new Attempt(launch, ref(launch), log, grace, outbox);
        if (running.putIfAbsent(launch.attemptKey(), attempt) == null) {
            attempt.start(() -> run(attempt));
        }
    }

    private static AttemptRef ref(Effect.Launch launch) {
        return new AttemptRef(
                launch.run().workflowId(),
                launch.run().instanceId(),
                launch.run().runId(),
                launch.stepId(),
                launch.attempt(),
                launch.run().runKey(),
                launch.stepUuid(),
                launch.attemptKey());
    }

    /** Tells an attempt to end: its thread is interrupted and its context says so. */
    public void cancel(String attemptKey) {
        Optional.ofNullable(running.get(attemptKey)).ifPresent(Attempt::cancel);
    }

    /** Ends all attempts of some runs without telling anybody, when their shard is not this node's any more. */
    public void drop(LongPredicate runKeys) {
        running.values().stream()
                .filter(attempt -> runKeys.test(attempt.attempt().runKey()))
                .forEach(Attempt::drop);
    }

    public int running() {
        return running.size();
    }

    private void run(Attempt attempt) {
        var report = report(attempt);
        try (var log = attempt.log()) {
            log.flush(LOG_FLUSH);
        } catch (InterruptedException stopped) {
            // how it went is known; that its last lines come a moment later changes nothing
            LOG.log(Level.DEBUG, where(attempt.attempt()) + " was interrupted while its log was written");
        } catch (Throwable bug) {
            // a log that fails must not keep the shard waiting for the attempt for ever
            LOG.log(Level.ERROR, where(attempt.attempt()) + " its log could not be written", bug);
        } finally {
            running.remove(attempt.attempt().attemptKey());
        }
        attempt.tell(report);
    }

    private Report report(Attempt attempt) {
        var runtime = runtimes.get(attempt.type());
        if (runtime == null) {
            return new Report.Failed(
                    Report.Failure.FATAL,
                    "This server has no runtime for steps of type [" + attempt.type().text() + "]",
                    List.of(),
                    Map.of());
        }
        try {
            return translated(runtime.run(attempt));
        } catch (InterruptedException stopped) {
            return new Report.Cancelled("interrupted", Map.of());
        } catch (Throwable bug) {
            // A broken runtime must end its step visibly, whatever it threw (faults 10 and 14).
            LOG.log(Level.ERROR, where(attempt.attempt()) + " the step's runtime broke", bug);
            return new Report.Crashed("The step's runtime broke: " + bug, stack(bug));
        }
    }

    private static String where(AttemptRef at) {
        return "workflow=" + at.workflowId() + " instance=" + at.instanceId() + " run=" + at.runId() + " step="
                + at.stepId() + " attempt=" + at.attempt() + " key=" + at.attemptKey();
    }

    private static Report translated(StepResult result) {
        return switch (result) {
            case StepResult.Done(var outputs, var artifacts) -> new Report.Done(outputs, artifacts);
            case StepResult.Failed(var failure, var message, var details, var artifacts, var outputs) ->
                new Report.Failed(
                        switch (failure) {
                            case USER -> Report.Failure.USER;
                            case PLATFORM -> Report.Failure.PLATFORM;
                            case FATAL -> Report.Failure.FATAL;
                            case STOPPED -> Report.Failure.STOPPED;
                            case TIMED_OUT -> Report.Failure.TIMED_OUT;
                        },
                        message,
                        details,
                        artifacts,
                        outputs);
            case StepResult.Cancelled(var message, var artifacts, var outputs) ->
                new Report.Cancelled(message, artifacts, outputs);
        };
    }

    private static List<String> stack(Throwable bug) {
        var text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(STACK_LINES_MAX).toList();
    }

    /** Interrupts all attempts and waits for them to end, at most their grace. */
    @Override
    public void close() {
        running.values().forEach(Attempt::drop);
        running.values().forEach(attempt -> attempt.join(grace));
    }
}
