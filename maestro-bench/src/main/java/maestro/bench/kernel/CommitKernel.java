package maestro.bench.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import maestro.runtime.shard.Sealed;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Store;
import maestro.store.Database;
import maestro.store.embedded.EmbeddedPostgres;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One fenced commit of a run with its steps, from the sealed batch to PostgreSQL's answer, fsync on. */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class CommitKernel {
    @Param({"5", "20"})
    public int steps;

    private Path folder;
    private EmbeddedPostgres postgres;
    private Database database;
    private Store store;
    private Shard shard;
    private Sealed next;

    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("maestro-kernel");
        postgres = EmbeddedPostgres.start(folder.resolve("data"));
        database = Database.open(postgres.config());
        store = database.store();
        var leases = database.leases();
        leases.heartbeat(new Leases.Member("kernel", "1", "", ""), false);
        var taken = leases.take(0, store.head(0).epoch(), "kernel").orElseThrow();
        shard = new Shard(0, taken.epoch(), taken.sequence(), store.nextInternalId(), steps);
        next = shard.seal();
        commit();
    }

    @Setup(Level.Invocation)
    public void decide() {
        next = shard.run();
    }

    @Benchmark
    public Store.Outcome commit() {
        var outcome = store.commit(next.batch());
        if (outcome != Store.Outcome.COMMITTED) {
            throw new IllegalStateException("the fence holds");
        }
        shard.durable();
        return outcome;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        database.close();
        postgres.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(CommitKernel::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
