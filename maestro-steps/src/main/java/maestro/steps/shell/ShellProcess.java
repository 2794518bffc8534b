package maestro.steps.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.AttemptRef;

/** One running script: its process group, its record, its two readers. */
final class ShellProcess {
    private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(2);
    private static final Duration PIPES_CLOSE_WITHIN = Duration.ofMillis(250);
    private static final Duration READ_LIMIT = Duration.ofSeconds(3);

    private final Child process;
    private final ProcessRecord record;
    private final Output output;
    private final List<Future<?>> readers;

    private ShellProcess(Child process, ProcessRecord record, Output output, List<Future<?>> readers) {
        this.process = process;
        this.record = record;
        this.output = output;
        this.readers = readers;
    }

    /** @throws AuthorError as {@link Child#start} does */
    static ShellProcess start(
            Path folder, AttemptRef attempt, List<String> command, String workingDir, Map<String, String> environment,
            Output output, ExecutorService threads, ScheduledExecutorService flushes)
            throws IOException, AuthorError {
        var announced = ProcessRecord.announce(folder, attempt.stepUuid(), attempt.attemptKey());
        Child process;
        try {
            process = Child.start(command, workingDir, environment);
        } catch (IOException | AuthorError | RuntimeException e) {
            announced.remove();
            throw e;
        }
        var readers = List.<Future<?>>of(
                read(process.out(), LogStream.OUT, output, threads, flushes),
                read(process.err(), LogStream.ERR, output, threads, flushes));
        try {
            return new ShellProcess(process, announced.started(process.pid()), output, readers);
        } catch (IOException e) {
            process.kill();
            throw e;
        }
    }

    private static Future<?> read(
            InputStream in, LogStream stream, Output output, ExecutorService threads, ScheduledExecutorService flushes) {
        return threads.submit(() -> {
            try (in) {
                new LineReader(line -> output.line(stream, line), flushes).drain(in);
            }
            return null;
        });
    }

    long pid() {
        return process.pid();
    }

    /** @return the exit code, or 128 and the number of the signal that ended it */
    int await() throws InterruptedException {
        return process.await();
    }

    /** After the script's own end: ends what it left behind, takes in the rest of the output. */
    void finish() {
        if (record.group().signal(0) && record.group().alive()) {
            output.line(LogStream.SYSTEM, "Ending the processes that the script left running");
            record.group().end(LEFTOVER_PATIENCE, LEFTOVER_LIMIT);
        }
        close(PIPES_CLOSE_WITHIN, READ_LIMIT);
    }

    /**
     * Ends the script and what descends from it within {@code grace}: SIGTERM, and SIGKILL shortly before the time is
     * over.
     *
     * @return whether it is gone
     */
    boolean end(Duration grace) {
        var reserve = min(Duration.ofSeconds(1), grace.dividedBy(4));
        var half = reserve.dividedBy(2);
        if (!record.group().signal(0)) {
            process.kill(); // it had not come to lead its group yet, or is gone
        }
        boolean gone = Descendants.end(List.of(record), grace.minus(reserve), half).contains(record);
        close(half.dividedBy(2), half.dividedBy(2));
        return gone;
    }

    private void close(Duration before, Duration after) {
        if (!awaitReaders(before)) {
            endHoldersOfThePipes();
            awaitReaders(after); // also when the log takes lines in slowly
        }
        output.close();
        if (!record.group().signal(0) || !record.group().alive()) {
            record.remove();
        }
    }

    /** A descendant that made a session of its own but kept the output open; one that let go of it may live on. */
    private void endHoldersOfThePipes() {
        for (var process : Proc.running()) {
            if (Proc.carries(process.pid(), record.attemptKey())) {
                LibC.kill((int) process.pid(), ProcessGroup.SIGKILL);
            }
        }
    }

    private boolean awaitReaders(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            for (int i = 0; i < readers.size(); ) {
                try {
                    readers.get(i).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    i++;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading output failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
