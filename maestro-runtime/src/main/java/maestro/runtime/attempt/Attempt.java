package maestro.runtime.attempt;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.runtime.log.AttemptLog;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.AttemptRef;
import maestro.runtime.step.StepContext;

/** One launched attempt: what its runtime sees, and the thread it runs on. */
final class Attempt implements StepContext {
    private static final int CHECKPOINT_CHARS_MAX = 16 * 1024;

    private final Effect.Launch launch;
    private final AttemptRef ref;
    private final AttemptLog log;
    private final Duration grace;
    private final AttemptHost.Outbox outbox;
    private volatile boolean cancelled;
    private volatile boolean dropped;
    private volatile Thread thread;

    Attempt(Effect.Launch launch, AttemptRef ref, AttemptLog log, Duration grace, AttemptHost.Outbox outbox) {
        this.launch = launch;
        this.ref = ref;
        this.log = log;
        this.grace = grace;
        this.outbox = outbox;
    }

    synchronized void start(Runnable work) {
        thread = Thread.ofVirtual().name("attempt-" + ref.attemptKey()).start(work);
    }

    StepType type() {
        return launch.type();
    }

    AttemptLog log() {
        return log;
    }

    synchronized void cancel() {
        cancelled = true;
        thread.interrupt();
    }

    /** Ends it without a word: its shard lives elsewhere now, and launches it again if it must. */
    void drop() {
        dropped = true;
        cancel();
    }

    void join(Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void tell(Report report) {
        if (!dropped) {
            outbox.send(new Message.Reported(
                    launch.ownerId(), ref.runKey(), launch.ordinal(), ref.attemptKey(), report));
        }
    }

    @Override
    public AttemptRef attempt() {
        return ref;
    }

    @Override
    public Map<String, Param> params() {
        return launch.params();
    }

    @Override
    public Optional<String> checkpoint() {
        return Optional.of(launch.checkpoint()).filter(text -> !text.isEmpty());
    }

    @Override
    public void checkpoint(String state) throws InterruptedException {
        if (state.length() > CHECKPOINT_CHARS_MAX) {
            throw new IllegalArgumentException("a checkpoint of " + state.length() + " characters is over "
                    + CHECKPOINT_CHARS_MAX);
        }
        outbox.save(launch.ownerId(), ref.runKey(), launch.ordinal(), ref.attemptKey(), state);
    }

    @Override
    public void log(LogStream stream, String line) {
        log.append(stream, line);
    }

    @Override
    public void note(String text) {
        outbox.send(
                new Message.Noted(launch.ownerId(), ref.runKey(), launch.ordinal(), ref.attemptKey(), text));
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Duration grace() {
        return grace;
    }
}
