package maestro.steps.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import maestro.model.definition.StepType;
import maestro.model.param.ParamType;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Cancelled;
import maestro.runtime.step.StepResult.Done;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ShellRuntimeTest {
    private static final Map<String, String> SERVER = Map.of(
            "PATH", System.getenv("PATH"), "HOME", "/home/x", "LANG", "C.UTF-8", "SECRET", "s3cret", "PROXY", "p:1");

    @TempDir
    Path dir;

    private ShellRuntime runtime(int processes) {
        var config = new ShellConfig(true, processes, dir, Set.of("PROXY"), SERVER);
        return new ShellRuntime(config, InstantSource.fixed(Instant.ofEpochMilli(5)));
    }

    private StepResult run(Recording context) throws InterruptedException {
        return runtime(4).run(context);
    }

    /** Runs on a virtual thread, as the engine does. */
    private record Running(Thread thread, CompletableFuture<StepResult> result) {
        static Running start(ShellRuntime runtime, Recording context) {
            var result = new CompletableFuture<StepResult>();
            var thread = Thread.startVirtualThread(() -> {
                try {
                    result.complete(runtime.run(context));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            return new Running(thread, result);
        }

        StepResult get() throws Exception {
            return result.get(20, TimeUnit.SECONDS);
        }
    }

    /** Each test must leave neither a record nor a temp folder. */
    @AfterEach
    void nothingIsLeft() throws IOException {
        try (var files = Files.walk(dir)) {
            assertThat(files.map(file -> dir.relativize(file).toString()).filter(name -> !name.startsWith("own")))
                    .isSubsetOf("", Scratch.FOLDER);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            exit 1 -> USER -> exit code 1 and wrote nothing to stderr
            echo a >&2; echo b >&2; exit 3 -> USER -> exit code 3; last lines of stderr:_a_b
            false; echo never -> USER -> exit code 1
            false | cat; echo never -> USER -> exit code 1
            echo $nosuchvariable -> USER -> nosuchvariable: unbound variable
            nosuchcommand -> USER -> exit code 127 (a command was not found)
            exit 99 -> FATAL -> exit code 99 (fatal, not retried)
            kill -KILL $$ -> PLATFORM -> killed by SIGKILL (exit code 137)
            kill -SEGV $$ -> PLATFORM -> killed by SIGSEGV (exit code 139)
            bash -c 'kill -TERM $$' -> PLATFORM -> killed by SIGTERM (exit code 143)
            yes | head -1 -> USER -> exit code 141 (a pipe was closed early)
            exit 255 -> USER -> exit code 255
            """)
    void theExitCodeDecidesWhoseFaultItIs(String script, Failure failure, String message) throws Exception {
        assertThat(run(Recording.script(script))).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.message()).contains(message.replace('_', '\n'));
            assertThat(failed.artifacts().get(ExitCode.ARTIFACT)).containsKey("exit_code");
        });
    }

    @Test
    void capturesBothStreamsLineByLine() throws Exception {
        var context = Recording.script("echo one; echo two >&2; printf 'a\\xffb\\nlast'");
        assertThat(run(context)).isInstanceOf(Done.class);
        assertThat(context.lines(LogStream.OUT)).containsExactly("one", "a\ufffdb", "last");
        assertThat(context.lines(LogStream.ERR)).containsExactly("two");
    }

    @Test
    void linesArriveWhileTheScriptRunsAndItsInputIsEmpty() throws Exception {
        var gate = dir.resolve("own-gate");
        var context = Recording.script("echo up; wc -c; mkfifo '" + gate + "'; echo open; cat '" + gate + "'");
        var running = Running.start(runtime(1), context);
        context.awaitLine("OUT open"::equals);
        assertThat(context.lines(LogStream.OUT)).containsExactly("up", "0", "open");
        assertThat(running.result()).isNotDone();
        Files.writeString(gate, "through\n");
        assertThat(running.get()).isInstanceOf(Done.class);
        assertThat(context.lines(LogStream.OUT)).contains("through");
    }

    @Test
    void theEnvironmentHoldsParamsAndNamesButNotTheServersSecrets() throws Exception {
        var map = new LinkedHashMap<String, Object>(Map.of("k", new long[] {1, 2}));
        var step = UUID.randomUUID();
        var context = Recording.script("env; cat $MAESTRO_PARAMS")
                .as(Recording.attempt(step, 7))
                .with("my.param-x", ParamType.STRING, "a b\nc")
                .with("count", ParamType.LONG, 12L)
                .with("ratio", ParamType.DOUBLE, 0.5)
                .with("names", ParamType.STRING_ARRAY, new String[] {"x", "y"})
                .with("deep", ParamType.MAP, map)
                .with("large", ParamType.STRING, "x".repeat(200_000))
                .with("env", ParamType.STRING_MAP, new LinkedHashMap<>(Map.of("MINE", "m", "MAESTRO_STEP_ID", "not")));
        assertThat(run(context)).isInstanceOf(Done.class);
        assertThat(context.lines(LogStream.OUT)).contains(
                "MAESTRO_PARAM_MY_PARAM_X=a b", "c", "MAESTRO_PARAM_COUNT=12", "MAESTRO_PARAM_RATIO=0.5",
                "MAESTRO_PARAM_NAMES=[\"x\",\"y\"]", "MAESTRO_PARAM_DEEP={\"k\":[1,2]}", "MINE=m", "PROXY=p:1",
                "HOME=/home/x", "MAESTRO_WORKFLOW_ID=demo.flow", "MAESTRO_INSTANCE_ID=3", "MAESTRO_RUN_ID=2",
                "MAESTRO_STEP_ID=job-1", "MAESTRO_ATTEMPT=4", "MAESTRO_ATTEMPT_KEY=" + step + "-7");
        assertThat(context.lines(LogStream.OUT)).noneMatch(line -> line.startsWith("SECRET")
                || line.startsWith("MAESTRO_PARAM_LARGE") || line.startsWith("MAESTRO_GO"));
        assertThat(context.lines()).anyMatch(line -> line.startsWith("SYSTEM The param 'large' is too large"));
        assertThat(context.lines(LogStream.OUT)).anyMatch(line -> line.startsWith("{\"script\":"));
    }

    @Test
    void outputsComeBackWithTheirDeclaredTypes() throws Exception {
        var context = Recording.script("echo rows=42 > $MAESTRO_OUTPUT; echo 'names=[\"a\"]' >> $MAESTRO_OUTPUT")
                .with("rows", ParamType.LONG, 0L)
                .with("names", ParamType.STRING_ARRAY, new String[0]);
        assertThat(run(context)).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.outputs()).containsOnlyKeys("rows", "names");
            assertThat(done.outputs().get("rows").result()).isEqualTo(42L);
            assertThat(done.outputs().get("names").result()).isEqualTo(new String[] {"a"});
            assertThat(done.artifacts()).isEqualTo(Map.of(ExitCode.ARTIFACT, Map.of("exit_code", 0L)));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo nosuch=1 > $MAESTRO_OUTPUT               | is no param of the step
            rm $MAESTRO_OUTPUT; mkdir $MAESTRO_OUTPUT     | no longer a regular file
            head -c 800000 /dev/zero > $MAESTRO_OUTPUT    | longer than
            """)
    void badOutputsAreTheAuthorsError(String script, String message) throws Exception {
        assertFailed(run(Recording.script(script)), Failure.USER, message);
    }

    @Test
    void aRemovedOutputFileMeansNoOutputs() throws Exception {
        assertThat(run(Recording.script("rm $MAESTRO_OUTPUT"))).isInstanceOf(Done.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            sh -u            | echo "$0" | OUT
            '/bin/sh' "-c" "echo words; exit 0" | x | OUT words
            awk -f           | BEGIN { print "from awk" } | OUT from awk
            """)
    void theInterpreterIsTheAuthorsChoice(String interpreter, String script, String line) throws Exception {
        var context = Recording.script(script).with("interpreter", ParamType.STRING, interpreter);
        assertThat(run(context)).isInstanceOf(Done.class);
        assertThat(context.lines()).anyMatch(found -> found.startsWith(line));
    }

    @Test
    void aShebangLineNamesTheInterpreterAndArgsFollowTheScript() throws Exception {
        var context = Recording.script("#!/usr/bin/env sh\nfalse; echo \"$2\"; test -z \"${BASH-}\"")
                .with("args", ParamType.STRING_ARRAY, new String[] {"a", "b c"});
        assertThat(run(context)).isInstanceOf(Done.class);
        assertThat(context.lines(LogStream.OUT)).containsExactly("b c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            script      | ~ ~            | needs a param 'script'
            interpreter | 'x             | quote that is not closed
            interpreter | nosuchprogram  | no program 'nosuchprogram' in the folders of PATH
            interpreter | /etc/passwd    | cannot be run
            working_dir | relative/path  | must be an absolute path
            working_dir | /no/such/path  | is not a folder
            """)
    void badParamsAreTheAuthorsError(String name, String value, String message) throws Exception {
        assertFailed(run(Recording.script("true").with(name, ParamType.STRING, value)), Failure.USER, message);
    }

    @Test
    void anEnvironmentThatNoProcessCanHaveIsTheAuthorsError() throws Exception {
        var named = Recording.script("true").with("env", ParamType.STRING_MAP, new LinkedHashMap<>(Map.of("a b", "")));
        assertFailed(run(named), Failure.USER, "names 'a b'");
        var large = Recording.script("true")
                .with("env", ParamType.STRING_MAP, new LinkedHashMap<>(Map.of("A", "x".repeat(200_000))));
        assertFailed(run(large), Failure.USER, "too large");
    }

    @Test
    void theScriptStartsInAFreshFolderOrInTheOneAskedFor() throws Exception {
        var fresh = Recording.script("ls -A; echo x > left; mkdir locked; touch locked/f; chmod 0 locked; pwd");
        assertThat(run(fresh)).isInstanceOf(Done.class);
        assertThat(fresh.lines(LogStream.OUT)).singleElement().asString().startsWith(dir.toString());
        var own = Files.createDirectory(dir.resolve("own-folder"));
        var given = Recording.script("echo x > kept").with("working_dir", ParamType.STRING, own.toString());
        assertThat(run(given)).isInstanceOf(Done.class);
        assertThat(own.resolve("kept")).exists();
    }

    @Test
    void leavesNothingRunningWhenTheScriptEnds() throws Exception {
        var context = Recording.script("sleep 1000 & echo $!");
        assertThat(run(context)).isInstanceOf(Done.class);
        assertGone(context.lines(LogStream.OUT).getFirst());
    }

    @Test
    void aDescendantThatFledTheGroupButHoldsTheOutputIsEnded() throws Exception {
        var context = Recording.script(
                "mkfifo gate; setsid sh -c 'echo $$; echo > gate; exec sleep 1000' & read -r _ < gate");
        assertThat(run(context)).isInstanceOf(Done.class);
        assertGone(context.lines(LogStream.OUT).getFirst());
    }

    @Test
    void cancelGivesTheWholeGroupTheChanceToEnd() throws Exception {
        var context = Recording.script("trap 'echo bye; exit 0' TERM; sleep 1000 & echo $!; wait");
        var running = Running.start(runtime(1), context);
        String child = context.awaitLine(line -> line.startsWith("OUT "));
        context.cancel(running.thread());
        assertThat(running.get()).isEqualTo(new Cancelled("The script was ended", Map.of()));
        assertThat(context.lines(LogStream.OUT)).contains("bye");
        assertGone(child);
    }

    @Test
    void cancelKillsWhatIgnoresItWithinTheGrace() throws Exception {
        var context = Recording.script("trap '' TERM; sleep 1000 & echo $!; wait; wait").grace(Duration.ofSeconds(1));
        var running = Running.start(runtime(1), context);
        String child = context.awaitLine(line -> line.startsWith("OUT "));
        long begun = System.nanoTime();
        context.cancel(running.thread());
        assertThat(running.get()).isInstanceOf(Cancelled.class);
        var taken = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(taken).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
        assertGone(child);
    }

    @Test
    void aShutdownEndsTheScriptAndSaysThatTheAttemptIsNotOver() throws Exception {
        var context = Recording.script("echo $$; sleep 1000");
        var running = Running.start(runtime(1), context);
        String pid = context.awaitLine(line -> line.startsWith("OUT "));
        running.thread().interrupt();
        assertThat(running.result().handle((_, error) -> error).get(20, TimeUnit.SECONDS))
                .isInstanceOf(InterruptedException.class);
        assertGone(pid);
    }

    @Test
    void oneMoreThanTheLimitWaitsVisiblyAndCanBeCancelled() throws Exception {
        var runtime = runtime(1);
        var first = Recording.script("echo up; sleep 1000");
        var holder = Running.start(runtime, first);
        first.awaitLine("OUT up"::equals);
        var second = Recording.script("true");
        var waiter = Running.start(runtime, second);
        assertThat(second.noted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.notes()).containsExactly("Waiting for a free process slot (1 of 1 in use)");
        var third = Recording.script("echo ran");
        var next = Running.start(runtime, third);
        assertThat(third.noted.await(20, TimeUnit.SECONDS)).isTrue();
        second.cancel(waiter.thread());
        assertThat(waiter.get()).isInstanceOf(Cancelled.class);
        first.cancel(holder.thread());
        assertThat(holder.get()).isInstanceOf(Cancelled.class);
        assertThat(next.get()).isInstanceOf(Done.class);
    }

    @Test
    void aRelaunchFirstEndsTheLaunchBeforeIt() throws Exception {
        var runtime = runtime(2);
        var step = UUID.randomUUID();
        var old = Recording.script("echo $$; sleep 1000").as(Recording.attempt(step, 1));
        var left = Running.start(runtime, old);
        String pid = old.awaitLine(line -> line.startsWith("OUT "));
        var again = Recording.script("! kill -0 " + pid + " && echo alone").as(Recording.attempt(step, 2));
        assertThat(runtime.run(again)).isInstanceOf(Done.class);
        assertThat(again.lines(LogStream.OUT)).containsExactly("alone");
        assertThat(left.get()).isInstanceOf(Failed.class);
    }

    @Test
    void switchedOffItSaysWhoCanAllowIt() throws Exception {
        var off = new ShellRuntime(new ShellConfig(false, 1, dir, Set.of(), Map.of()), InstantSource.system());
        assertThat(off.type()).isEqualTo(StepType.SHELL);
        assertFailed(off.run(Recording.script("true")), Failure.FATAL, "steps.shell.enabled");
    }

    private static void assertFailed(StepResult result, Failure failure, String message) {
        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.message()).contains(message);
        });
    }

    private static void assertGone(String pid) {
        assertThat(Proc.stat(Long.parseLong(pid)).filter(Proc.Stat::running)).isEmpty();
    }

    @Test
    void aCancelEndsWhatMadeASessionOfItsOwnAndLetGoOfTheOutput() throws Exception {
        var context = Recording.script("setsid sleep 1000 > /dev/null 2>&1 & echo $!; wait");
        var running = Running.start(runtime(4), context);
        String pid = context.awaitLine(line -> line.startsWith("OUT"));
        context.cancel(running.thread());
        assertThat(running.get()).isInstanceOf(Cancelled.class);
        assertThat(Proc.stat(Long.parseLong(pid.strip())).filter(Proc.Stat::running)).isEmpty();
    }

    @Test
    void whatIsWrittenWithoutALineEndIsSeenWhileTheScriptRuns() throws Exception {
        var context = Recording.script("printf 'no end yet'; read -r _ < <(sleep 1000)");
        var running = Running.start(runtime(4), context);
        assertThat(context.awaitLine(line -> line.startsWith("OUT"))).isEqualTo("no end yet");
        context.cancel(running.thread());
        assertThat(running.get()).isInstanceOf(Cancelled.class);
    }
}
