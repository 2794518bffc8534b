package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to start a process give it the same. */
@Timeout(60)
class ChildTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "GREETING", "hé");

    @TempDir
    Path dir;

    enum Way {
        NATIVE, JDK;

        Child spawn(Path folder, String... command) throws IOException {
            return this == NATIVE
                    ? NativeChild.spawn(List.of(command), folder.toString(), ENVIRONMENT)
                    : JdkChild.spawn(List.of(command), folder.toString(), ENVIRONMENT);
        }

        Child script(Path folder, String script) throws IOException {
            return spawn(folder, "/bin/sh", "-c", script);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leadsASessionOfItsOwnWithAnEmptyInput(Way way) throws Exception {
        var child = way.script(dir, "pwd; echo \"$GREETING\"; wc -c; cut -d' ' -f5,6 /proc/$$/stat; echo no >&2; exit 7");
        String text = new String(child.out().readAllBytes(), UTF_8);
        assertThat(text).isEqualTo(
                dir.toRealPath() + "\nhé\n0\n" + child.pid() + " " + child.pid() + "\n");
        assertThat(new String(child.err().readAllBytes(), UTF_8)).isEqualTo("no\n");
        assertThat(child.await()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void seesNoneOfTheServersFiles(Way way) throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var child = way.script(dir, "ls -l /proc/$$/fd | grep -c socket:");
            assertThat(socket.isBound()).isTrue();
            assertThat(new String(child.out().readAllBytes(), UTF_8)).isEqualTo("0\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSignalThatEndedIt(Way way) throws Exception {
        var child = way.script(dir, "kill -TERM $$");
        assertThat(child.await()).isEqualTo(128 + 15);
        child.kill();
        var killed = way.script(dir, "echo up; exec sleep 1000");
        assertThat(killed.out().read()).isEqualTo('u');
        killed.kill();
        assertThat(killed.await()).isEqualTo(128 + 9);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenTheCommandLineIsTooLong(Way way) {
        String big = "x".repeat(200_000);
        assertThatThrownBy(() -> way.spawn(dir, "/bin/echo", big))
                .isInstanceOfSatisfying(SpawnError.class, error ->
                        assertThat(error.number()).isEqualTo(Child.TOO_BIG));
    }
}
