package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import maestro.runtime.log.LogStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrphanReaperTest {
    private static final String DEAD_SERVER = "1-1"; // pid 1 lives, but did not start at tick 1

    @TempDir
    Path dir;

    /** A server of its own JVM, to be killed. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            var config = new ShellConfig(true, 1, Path.of(args[0]), Set.of(), System.getenv());
            var context = Recording.script("trap '' HUP PIPE; sleep 1000 & echo $$ $!; wait");
            Thread.startVirtualThread(() -> {
                try {
                    System.out.println(context.awaitLine(line -> line.startsWith(LogStream.OUT.name())));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            new ShellRuntime(config, InstantSource.system()).run(context);
        }
    }

    @Test
    void endsWhatAKilledServerLeftBehind() throws Exception {
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), Server.class.getName(), dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] pids = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine().split(" ");
        assertThat(OrphanReaper.endAll(dir)).as("its server lives").isEmpty();
        server.destroyForcibly().waitFor();
        assertThat(running(pids[0])).isTrue();
        assertThat(running(pids[1])).isTrue();

        assertThat(OrphanReaper.endAll(dir)).hasSize(1);

        assertThat(running(pids[0])).isFalse();
        assertThat(running(pids[1])).isFalse();
        try (var files = Files.walk(dir)) {
            assertThat(files.map(file -> dir.relativize(file).toString())).containsOnly("", Scratch.FOLDER);
        }
        assertThat(OrphanReaper.endAll(dir)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "timeout 1000 sleep 1000 > /dev/null 2>&1 & echo $!; wait",
        "set -m; sleep 1000 > /dev/null & echo $!; wait",
        "setsid sleep 1000 > /dev/null & echo $!; wait",
        "env -i sleep 1000 > /dev/null & echo $!; wait",
        "set -m; env -i sleep 1000 > /dev/null & echo $!; wait",
        "setsid env -i bash -c 'sleep 1000' > /dev/null & echo $!; wait"})
    void endsWhatMadeAGroupOrASessionOfItsOwnOrLostItsEnvironment(String script) throws Exception {
        var orphan = group("key-1", script);
        String descendant = firstLine;
        var file = record(orphan.pid(), "key-1", 0);
        assertThat(running(descendant)).isTrue();
        assertThat(OrphanReaper.endAll(dir)).containsExactly("key-1");
        assertThat(running(descendant)).isFalse();
        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void endsADescendantWhoseScriptAndGroupAreGone() throws Exception {
        var script = group("key-1", "setsid sleep 1000 > /dev/null & echo $!; read -r _; exit 0");
        String descendant = firstLine;
        record(script.pid(), "key-1", 0);
        script.getOutputStream().close();
        assertThat(script.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(OrphanReaper.endAll(dir)).containsExactly("key-1");
        assertThat(running(descendant)).isFalse();
    }

    @Test
    void killsAnOrphanThatIgnoresSigterm() throws Exception {
        var orphan = group("key-1", "trap '' TERM; echo up; while :; do sleep 1000; done");
        var file = record(orphan.pid(), "key-1", 0);
        assertThat(OrphanReaper.endAll(dir)).containsExactly("key-1");
        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesAStrangerAloneThatGotThePid() throws Exception {
        var stranger = group("other", "echo up; exec sleep 1000");
        var otherKey = record(stranger.pid(), "key-1", 0);
        var otherStart = record(stranger.pid(), "key-2", 1);
        assertThat(OrphanReaper.endAll(dir)).isEmpty();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(otherKey).doesNotExist();
        assertThat(otherStart).doesNotExist();
        stranger.destroyForcibly();
    }

    @Test
    void endsTheGroupWhoseLeaderIsGone() throws Exception {
        var leader = group("key-1", "sleep 1000 & echo $!; read -r _; exit 0");
        String child = firstLine;
        record(leader.pid(), "key-1", 0);
        leader.getOutputStream().close();
        assertThat(leader.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(OrphanReaper.endAll(dir)).containsExactly("key-1");
        assertThat(running(child)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pid=1"})
    void findsByItsKeyWhatWasStartedJustBeforeItsServerDied(String cutShort) throws Exception {
        var orphan = group("key-1", "echo up; exec sleep 1000");
        ofADeadServer(ProcessRecord.announce(dir, UUID.randomUUID(), "key-1"), text -> text + cutShort);
        ofADeadServer(ProcessRecord.announce(dir, UUID.randomUUID(), "key-2"), text -> text + cutShort);
        assertThat(OrphanReaper.endAll(dir)).containsExactly("key-1");
        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessRecord.list(dir, "")).isEmpty();
    }

    @Test
    void ignoresAMissingFolderAndABrokenRecord() throws IOException {
        assertThat(OrphanReaper.endAll(dir.resolve("none"))).isEmpty();
        Files.writeString(dir.resolve(UUID.randomUUID() + ".1.1.process"), "attempt_key=x\nserv");
        assertThat(OrphanReaper.endAll(dir)).isEmpty();
    }

    private String firstLine = "";

    private Process group(String attemptKey, String script) throws IOException {
        var builder = new ProcessBuilder("setsid", "bash", "-c", script);
        builder.environment().put(ShellEnvironment.ATTEMPT_KEY, attemptKey);
        var process = builder.start();
        firstLine = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        return process;
    }

    private Path record(long pid, String attemptKey, int ticksOff) throws IOException {
        var mine = ProcessRecord.announce(dir, UUID.randomUUID(), attemptKey).started(pid);
        ofADeadServer(mine, text -> text.replace(" " + mine.startTicks(), " " + (mine.startTicks() + ticksOff)));
        return mine.file();
    }

    private static void ofADeadServer(ProcessRecord mine, UnaryOperator<String> change) throws IOException {
        String text = Files.readString(mine.file()).replace("server=" + Proc.self(), "server=" + DEAD_SERVER);
        Files.writeString(mine.file(), change.apply(text));
    }

    private static boolean running(String pid) {
        return Proc.stat(Long.parseLong(pid)).filter(Proc.Stat::running).isPresent();
    }
}
