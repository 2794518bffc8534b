package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with a JDK and a Maven that only note that they were called. */
class LauncherTest {
    private record Result(int exit, String out, String err) {}

    @TempDir
    private Path top;

    private Path checkout;

    @BeforeEach
    void aCheckoutThatWasNeverBuilt() throws Exception {
        checkout = Files.createDirectories(top.resolve("a checkout"));
        Files.copy(Path.of("..", "maestro"), checkout.resolve("maestro"));
        Files.createFile(checkout.resolve("pom.xml"));
        source("First.java", Instant.now().minusSeconds(60));
        jdk("jdk", "25.0.1");
        script("bin/mvn", """
                sleep 0.2 # long enough for two calls to meet
                echo '[INFO] Building Maestro model 0.1.0-SNAPSHOT        [1/2]'
                echo '[INFO] Building Maestro CLI 0.1.0-SNAPSHOT          [2/2]'
                echo built >> "$LOG"
                for f in lib/dependency.jar maestro-cli-1.jar; do
                  mkdir -p "$CHECKOUT/maestro-cli/target/lib"; echo "$f" > "$CHECKOUT/maestro-cli/target/$f"
                done
                test ! -e "$CHECKOUT/broken" || { echo '[ERROR] it does not compile'; exit 1; }
                """);
    }

    @Test
    void theFirstCallBuildsAndTheNextOnesDoNot() throws Exception {
        var first = maestro("workflow", "list", "a b");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err()).isEqualTo("""
                Building Maestro (first use, about a minute)…
                  1/2  Maestro model
                  2/2  Maestro CLI
                """);
        assertThat(first.out()).contains("maestro.cli.Main|workflow|list|a b|").contains("TieredStopAtLevel");
        assertThat(maestro("server")).satisfies(second -> {
            assertThat(second.err()).isEmpty();
            assertThat(second.out()).contains("maestro.cli.Main|server|").doesNotContain("TieredStopAtLevel");
        });
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aChangedSourceIsBuiltAgain() throws Exception {
        maestro("version");
        source("First.java", Instant.now().plusSeconds(5));
        assertThat(maestro("version").err()).contains("sources changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void callsAtTheSameTimeBuildOnce() throws Exception {
        var calls = new Process[3];
        for (int i = 0; i < calls.length; i++) calls[i] = start(checkout.resolve("maestro"), top, Map.of(), "version");
        for (var call : calls) assertThat(result(call)).satisfies(result -> {
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out()).contains("maestro.cli.Main|version|");
        });
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void itFindsItsCheckoutThroughSymbolicLinksFromAnywhere() throws Exception {
        var one = Files.createSymbolicLink(top.resolve("one"), Path.of("a checkout", "maestro"));
        var two = Files.createSymbolicLink(top.resolve("two"), one);
        var result = result(start(two, Path.of("/"), Map.of(), "version"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("-Dmaestro.home=" + checkout.toRealPath());
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws Exception {
        Files.createFile(checkout.resolve("broken"));
        var result = maestro("version");
        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.err()).contains("it does not compile").contains(".maestro-build/build.log");
        Files.delete(checkout.resolve("broken"));
        assertThat(maestro("version").exit()).isZero();
    }

    @Test
    void aNamedJdkThatIsTooOldIsRefused() throws Exception {
        var old = jdk("old", "17.0.15");
        var result = result(start(checkout.resolve("maestro"), top, Map.of("MAESTRO_JAVA_HOME", old), "version"));
        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.err()).contains("MAESTRO_JAVA_HOME=" + old + " is not a JDK 25 or newer");
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        var env = Map.of("MAESTRO_JAVA_HOME", "", "JAVA_HOME", jdk("old", "21"),
                "PATH", top.resolve("bin") + ":" + jdk("newer", "26") + "/bin:" + System.getenv("PATH"));
        var result = result(start(checkout.resolve("maestro"), top, env, "version"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(top.toRealPath() + "/newer/bin/java");
    }

    @Test
    void whatNeverChangesIsAnsweredWithoutJava() throws Exception {
        maestro("workflow", "list");
        assertThat(maestro("--version").out()).isEqualTo("maestro 1\n");
        assertThat(maestro("workflow", "push", "--help").out()).isEqualTo("how to push\n");
        assertThat(maestro("help", "workflow", "push").out()).isEqualTo("how to push\n");
        assertThat(maestro("completion", "bash").out()).isEqualTo("complete\n");
        assertThat(maestro("workflow", "push", "x.yaml", "--help").out()).contains("maestro.cli.Main|workflow|push|x.yaml|");
        assertThat(maestro("workflow", "push").out()).contains("maestro.cli.Main|workflow|push|");
        assertThat(maestro("completion", "fish").out()).contains("maestro.cli.Main|completion|fish|");
    }

    @Test
    void theCacheIsMadeInTheBackgroundAndUsedAsSoonAsItIsThere() throws Exception {
        var env = Map.of("MAESTRO_TRAINING", "background");
        var first = result(start(checkout.resolve("maestro"), top, env, "version"));
        assertThat(first.err()).contains("a cache is made in the background");
        var cache = checkout.resolve(".maestro-build/current/aot");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(cache) && System.nanoTime() < deadline) Thread.onSpinWait();
        assertThat(maestro("server").out()).contains("-XX:AOTCache=" + cache.toRealPath() + "|");
        assertThat(maestro("version").out()).contains("-XX:AOTCache=" + cache.toRealPath() + "-client|");
    }

    @Test
    void aServerGetsTheHeapThatIsAskedFor() throws Exception {
        maestro("version");
        assertThat(maestro("server").out()).containsPattern("-Xmx[0-9]+m\\|");
        assertThat(maestro("server", "--heap", "300m").out()).contains("-Xmx300m|");
        assertThat(maestro("dev", "--heap=2g").out()).contains("-Xmx2g|");
        var named = Map.of("MAESTRO_HEAP", "700M");
        assertThat(result(start(checkout.resolve("maestro"), top, named, "run", "x.yaml")).out()).contains("-Xmx700M|");
        for (var odd : new String[] {"lots", "5", "5g5", "-1m", "m"}) {
            assertThat(maestro("server", "--heap=" + odd)).as(odd).satisfies(refused -> {
                assertThat(refused.exit()).isEqualTo(2);
                assertThat(refused.err()).contains("not a size of a heap: " + odd);
            });
        }
    }

    @Test
    void argumentsAreReadAsUtf8WhateverTheLocale() throws Exception {
        maestro("version");
        var launcher = checkout.resolve("maestro");
        for (var locale : new String[] {"C", "en_XX.UTF-8", "POSIX", ""}) {
            var env = Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", locale);
            assertThat(result(start(launcher, top, env, "version")).out()).as(locale).contains("LC=C.UTF-8/");
        }
        assertThat(result(start(launcher, top, Map.of("LC_ALL", "C"), "version")).out()).contains("LC=C.UTF-8/");
        assertThat(result(start(launcher, top, Map.of("LC_ALL", "C.UTF-8"), "version")).out()).contains("LC=C.UTF-8/");
    }

    @Test
    void aPackageRunsWhatIsInItWithItsOwnJava() throws Exception {
        var folder = Files.createDirectories(top.resolve("package/program/lib"));
        Files.writeString(folder.resolve("a.jar"), "");
        Files.writeString(top.resolve("package/program/jars"), "a.jar\nb.jar\n");
        Files.writeString(top.resolve("package/program/jars-client"), "a.jar\n");
        Files.createFile(top.resolve("package/program/built"));
        jdk("package/runtime", "25");
        Files.copy(Path.of("..", "maestro"), top.resolve("package/maestro"));
        var result = result(start(top.resolve("package/maestro"), top, Map.of(), "workflow", "list"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(top.toRealPath() + "/package/runtime/bin/java")
                .contains(top.toRealPath() + "/package/program/lib/a.jar|maestro.cli.Main|workflow|list|");
        assertThat(result(start(top.resolve("package/maestro"), top, Map.of(), "config", "show")).out())
                .contains("/package/program/lib/b.jar|maestro.cli.Main|config|show|");
        assertThat(builds()).isZero();
    }

    private int builds() throws Exception {
        var log = top.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private Result maestro(String... arguments) throws Exception {
        return result(start(checkout.resolve("maestro"), top, Map.of(), arguments));
    }

    private Process start(Path launcher, Path folder, Map<String, String> env, String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of("sh", launcher.toString()));
        command.addAll(java.util.List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAESTRO_"));
        builder.environment().putAll(Map.of(
                "PATH", top.resolve("bin") + ":" + System.getenv("PATH"),
                "MAESTRO_JAVA_HOME", top.resolve("jdk").toString(),
                "MAESTRO_TRAINING", "wait",
                "LOG", top.resolve("log").toString(),
                "CHECKOUT", checkout.toString()));
        builder.environment().putAll(env);
        return builder.start();
    }

    private static Result result(Process process) throws Exception {
        var out = new String(process.getInputStream().readAllBytes());
        var err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private String jdk(String name, String version) throws Exception {
        script(name + "/bin/javac", "");
        script(name + "/bin/java", """
                echo "$0"; printf '%s|' "$@"; echo "LC=${LC_ALL:-}/${LC_CTYPE:-}"
                case "$*" in
                    *maestro.cli.Preparation*)
                        for last; do :; done
                        quick=$last/quick
                        mkdir -p "$quick/colour"
                        echo 'maestro 1' > "$quick/version"; echo 'how to push' > "$quick/help.workflow.push"
                        echo 'complete' > "$quick/answer.completion.bash" ;;
                    *AOTCacheOutput=*) file=${1#*=}; echo cache > "$file" ;;
                esac
                """);
        Files.writeString(top.resolve(name).resolve("release"),
                "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        return top.resolve(name).toString();
    }

    private void source(String name, Instant changed) throws Exception {
        var folder = Files.createDirectories(checkout.resolve("maestro-cli/src/main/java"));
        var file = folder.resolve(name);
        if (!Files.exists(file)) Files.createFile(file);
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private void script(String name, String text) throws Exception {
        var file = top.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
