package maestro.steps.shell;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import maestro.model.definition.StepType;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Cancelled;
import maestro.runtime.step.StepResult.Done;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import maestro.runtime.step.StepRuntime;

/**
 * Runs a script on the server's host. Thread-safe.
 *
 * <p>Params: {@code script}, {@code interpreter}, {@code args}, {@code env}, {@code working_dir}. The script's input is
 * empty; its environment holds PATH, HOME, LANG, TZ, USER and what the configuration passes on,
 * {@code MAESTRO_PARAM_<NAME>} a param, MAESTRO_WORKFLOW_ID, _INSTANCE_ID, _RUN_ID, _STEP_ID, _ATTEMPT, _ATTEMPT_KEY,
 * MAESTRO_PARAMS (a file with all params as one JSON object) and MAESTRO_OUTPUT (a file for output params, see
 * {@link OutputFile}; read when the script succeeds).
 *
 * <p>Exit code 0 is success, {@value ExitCode#FATAL} fatal, others the author's error; an end by a signal is the
 * platform's. When the script itself has ended, what it left running in its process group is ended too. On cancel all
 * that descends from it gets SIGTERM, and SIGKILL shortly before {@link StepContext#grace} is over. A relaunch first
 * ends what the launch before it left running on this host; see {@link OrphanReaper} for the start of a server.
 */
public final class ShellRuntime implements StepRuntime {
    private final ShellConfig config;
    private final InstantSource clock;
    private final Semaphore slots;

    // platform threads: a read that blocks on a pipe would hold a carrier of the virtual ones
    private final ExecutorService readers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("shell-output-", 0).factory());

    /** Hands on what scripts have written of a line; they may be long at it. */
    private final ScheduledExecutorService flushes = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shell-partial-lines").factory());

    public ShellRuntime(ShellConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        slots = new Semaphore(config.processesMax(), true);
    }

    @Override
    public StepType type() {
        return StepType.SHELL;
    }

    @Override
    public StepResult run(StepContext context) throws InterruptedException {
        if (!config.enabled()) {
            return failed(Failure.FATAL, "Shell steps are switched off on this server: they run scripts on its host. "
                    + "Its operator can allow them with steps.shell.enabled: true");
        }
        if (!Proc.available()) {
            return failed(Failure.FATAL, "Shell steps need a server on Linux: there is no /proc on this host");
        }
        try {
            return inASlot(context, ShellParams.read(context.params()));
        } catch (AuthorError e) {
            return failed(Failure.USER, e.getMessage());
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            return cancelled(context, "Cancelled before the script began");
        } catch (IOException e) {
            return failed(Failure.PLATFORM, "The server could not run the script: " + e.getMessage());
        }
    }

    private StepResult inASlot(StepContext context, ShellParams shell)
            throws AuthorError, IOException, InterruptedException {
        try {
            if (!slots.tryAcquire(0, TimeUnit.SECONDS)) { // the plain form would jump the queue
                int all = config.processesMax();
                context.note("Waiting for a free process slot (" + all + " of " + all + " in use)");
                slots.acquire();
            }
        } catch (InterruptedException e) {
            return cancelled(context, "Cancelled while it waited for a free process slot");
        }
        try {
            Files.createDirectories(config.folder(), Scratch.OWNER_ONLY);
            var attempt = context.attempt();
            if (!OrphanReaper.endOtherLaunches(config.folder(), attempt.stepUuid(), attempt.attemptKey())) {
                return failed(Failure.PLATFORM, "A process of an earlier launch of this attempt does not end");
            }
            return execute(context, shell);
        } finally {
            slots.release();
        }
    }

    private StepResult execute(StepContext context, ShellParams shell)
            throws AuthorError, IOException, InterruptedException {
        var params = context.params();
        try (var scratch = Scratch.make(config.folder(), shell.script(), ShellEnvironment.json(params))) {
            var environment = ShellEnvironment.of(
                    config, shell, context.attempt(), params, scratch, text -> context.log(LogStream.SYSTEM, text));
            var output = new Output(context);
            var process = ShellProcess.start(
                    config.folder(),
                    context.attempt(),
                    shell.command(scratch.script()),
                    shell.workingDir().orElse(scratch.work().toString()),
                    environment,
                    output,
                    readers,
                    flushes);
            int code;
            try {
                code = process.await();
            } catch (InterruptedException e) {
                return end(context, process);
            }
            process.finish();
            return code == 0
                    ? new Done(OutputFile.read(scratch.outputText(), params, clock.millis()), ExitCode.artifacts(code))
                    : ExitCode.failure(code, output.lastErrors());
        }
    }

    private static StepResult end(StepContext context, ShellProcess process) throws InterruptedException {
        context.log(LogStream.SYSTEM, "Ending process group " + process.pid() + " with SIGTERM");
        return cancelled(context, process.end(context.grace())
                ? "The script was ended"
                : "The script (process group " + process.pid() + ") does not end, not even by SIGKILL");
    }

    /** A shutdown of the server interrupts as well, without a cancel: then the attempt is not over. */
    private static StepResult cancelled(StepContext context, String message) throws InterruptedException {
        if (!context.cancelled()) {
            throw new InterruptedException(message);
        }
        return new Cancelled(message, Map.of());
    }

    private static StepResult failed(Failure failure, String message) {
        return new Failed(failure, message, List.of(), Map.of());
    }
}
