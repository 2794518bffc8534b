package maestro.runtime.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.core.state.RunIdentity;
import maestro.model.definition.StepType;
import maestro.runtime.log.LogLimits;
import maestro.runtime.log.LogStore;
import maestro.runtime.log.LogStream;
import maestro.runtime.log.Logs;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However an attempt and its log go, its shard is told how it went. */
@Timeout(60)
class AttemptHostTest {
    private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();
    private RuntimeException trouble;
    private final Logs logs = new Logs(new LogStore() {
        @Override
        public void append(List<Chunk> chunks) {
            if (trouble != null) throw trouble;
        }

        @Override
        public void cut(LogKey key, long from, long to) {}

        @Override
        public List<Chunk> read(
                long runKey, String stepId, int attempt, String afterLaunch, long afterFirst, int size) {
            return List.of();
        }

        @Override
        public List<Span> spans(long runKey, String stepId, int attempt, int size) {
            return List.of();
        }

        @Override
        public List<Chunk> from(LogKey key, long line, int size) {
            return List.of();
        }
    }, LogLimits.standard(), InstantSource.system());

    @AfterEach
    void close() {
        trouble = null;
        logs.close();
    }

    private interface Work {
        StepResult run(StepContext context) throws InterruptedException;
    }

    private Report launched(Work work) throws InterruptedException {
        var runtime = new StepRuntime() {
            @Override
            public StepType type() {
                return StepType.SHELL;
            }

            @Override
            public StepResult run(StepContext context) throws InterruptedException {
                return work.run(context);
            }
        };
        var outbox = new AttemptHost.Outbox() {
            @Override
            public void send(Message message) {
                told.add(message);
            }

            @Override
            public void save(String workflowId, long runKey, int ordinal, String attemptKey, String checkpoint) {}
        };
        var host = new AttemptHost(Map.of(StepType.SHELL, runtime), logs, Duration.ofSeconds(5), outbox);
        var run = new RunIdentity(7, "w", 10_000, 1, 1, 1, "u");
        host.launch(new Effect.Launch(
                run, "w", 0, "s", 1, new UUID(1, 2), "key", StepType.SHELL, Map.of(), ""));
        var message = told.poll(30, TimeUnit.SECONDS);
        assertThat(host.running()).isZero();
        return ((Message.Reported) message).report();
    }

    @Test
    void anInterruptAfterTheWorkIsDoneDoesNotUndoIt() throws Exception {
        var report = launched(context -> {
            context.log(LogStream.OUT, "last words");
            Thread.currentThread().interrupt(); // a stop or a shutdown that comes a moment too late
            return new StepResult.Done(Map.of(), Map.of());
        });
        assertThat(report).isInstanceOf(Report.Done.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogThatCannotBeWrittenDoesNotKeepTheAttemptForEver(boolean away) throws Exception {
        trouble = away ? new StoreUnavailable("away", null) : new IllegalStateException("refused");
        var report = launched(context -> {
            context.log(LogStream.OUT, "last words");
            return new StepResult.Done(Map.of(), Map.of());
        });
        assertThat(report).isInstanceOf(Report.Done.class);
    }

    @Test
    void aRuntimeThatThrowsIsToldOf() throws Exception {
        assertThat(launched(_ -> {
            throw new AssertionError("broken");
        })).isInstanceOf(Report.Crashed.class);
    }
}
