package maestro.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, killed for real. */
class EmbeddedPostgresTest {
    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("data");
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        var config = postgres.config();
        return DriverManager.getConnection(config.url(), config.user(), config.password());
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var db = connect(postgres);
                var statement = db.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Below a folder that only its owner may enter, and below one that all may: root needs different ways. */
    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxr-xr-x"})
    void theFirstStartMakesADurableDatabaseAndTheNextUsesItAgain(String permissions) throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        try (var first = EmbeddedPostgres.start(folder())) {
            for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertThat(ask(first, "show " + setting)).isEqualTo("on");
            }
            assertThat(ask(first, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(first, "show listen_addresses")).isEqualTo("127.0.0.1");
            ask(first, "create table kept as select 42 as answer");
        }
        long begin = System.nanoTime();
        try (var second = EmbeddedPostgres.start(folder())) {
            System.out.println("start of an initialised folder: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertThat(ask(second, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void onlyWhoKnowsThePasswordGetsIn() throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder())) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url("postgres"), "maestro", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
            var permissions = Files.getPosixFilePermissions(folder().resolve("password"));
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        }
    }

    @Test
    void aFolderInUseIsRefusedWithTheHoldersProcessId() throws Exception {
        try (var victim = new Process9(folder())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder()))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("process " + victim.process.pid());
        }
        EmbeddedPostgres.start(folder()).close();
    }

    @Test
    void afterKill9OfTheServerTheNextAdoptsItsDatabase() throws Exception {
        var victim = new Process9(folder());
        victim.close();
        assertThat(ProcessHandle.of(victim.postgresPid)).isPresent();

        long begin = System.nanoTime();
        try (var next = EmbeddedPostgres.start(folder())) {
            var took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("adoption after kill -9: " + took.toMillis() + " ms");
            assertThat(next.pid()).isEqualTo(victim.postgresPid);
            assertThat(ask(next, "select 1")).isEqualTo("1");
            assertThat(took).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(Postmaster.on(folder().resolve("pgdata"))).isEmpty();
    }

    @Test
    void afterKill9OfServerAndDatabaseWhatWasCommittedIsThere() throws Exception {
        long killed;
        try (var victim = new Process9(folder())) {
            killed = victim.postgresPid;
            String password = Files.readString(folder().resolve("password"));
            try (var db = DriverManager.getConnection(victim.url, "maestro", password);
                    var statement = db.createStatement()) {
                statement.execute("create table kept as select 42 as answer");
            }
            victim.process.destroyForcibly().waitFor();
            ProcessHandle.of(killed).ifPresent(ProcessHandle::destroyForcibly);
        }
        long begin = System.nanoTime();
        try (var next = EmbeddedPostgres.start(folder())) {
            System.out.println("recovery after kill -9 of both: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertThat(next.pid()).isNotEqualTo(killed);
            assertThat(ask(next, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aDatabaseThatDiesIsStartedAgainOnTheSamePort() throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder())) {
            String url = postgres.config().url();
            long killed = postgres.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (postgres.pid() == killed && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(postgres.pid()).isNotEqualTo(killed);
            assertThat(postgres.config().url()).isEqualTo(url);
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aStaleProcessFileAndAHalfMadeDatabaseDoNoHarm() throws Exception {
        EmbeddedPostgres.start(folder()).close();
        String own = String.valueOf(ProcessHandle.current().pid());
        Files.writeString(folder().resolve("pgdata/postmaster.pid"), own + "\n/elsewhere\n1\n5432\n\n\n\n");
        Files.createDirectories(folder().resolve("pgdata.new/base"));
        try (var next = EmbeddedPostgres.start(folder())) {
            assertThat(ask(next, "select 1")).isEqualTo("1");
        }
        Folders.delete(folder().resolve("pgdata"));
        try (var anew = EmbeddedPostgres.start(folder())) {
            assertThat(ask(anew, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsRefusedWithAWayOut() throws Exception {
        EmbeddedPostgres.start(folder()).close();
        Files.writeString(folder().resolve("pgdata/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder()))
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("PostgreSQL 18")
                .hasMessageContaining("dump");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedByName() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        for (var impossible : new Path[] {file, file.resolve("below"), Path.of("/proc/maestro")}) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(impossible))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining(impossible.toString());
        }
    }

    @Test
    void twoProcessesMayUnpackAtOnce() throws Exception {
        Path cache = temporary.resolve("cache");
        Callable<Binaries> unpack = () -> Binaries.in(cache);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(List.of(unpack, unpack))) {
                assertThat(Path.of(done.get().program("postgres"))).isExecutable();
            }
        }
        try (var left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    /** A {@link Victim} in a process of its own; closing kills it with signal 9. */
    private static final class Process9 implements AutoCloseable {
        final Process process;
        final long postgresPid;
        final String url;

        Process9(Path folder) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = process.inputReader();
            var words = said.readLine().split(" ");
            postgresPid = Long.parseLong(words[0]);
            url = words[1];
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
