package maestro.bench.kernel;

import java.util.concurrent.TimeUnit;
import maestro.runtime.shard.Sealed;
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
import org.openjdk.jmh.annotations.Warmup;

/** A whole run of NoOp steps: decided, evolved, projected to rows and encoded, without a database. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ShardKernel {
    @Param({"5", "100"})
    public int steps;

    private Shard shard;

    @Setup(Level.Trial)
    public void prepare() {
        shard = new Shard(0, 1, 0, 10_000, steps);
        shard.seal();
        shard.durable();
    }

    /** Divide by the number of steps for the cost of one. */
    @Benchmark
    public Sealed run() {
        var sealed = shard.run();
        shard.durable();
        return sealed;
    }
}
