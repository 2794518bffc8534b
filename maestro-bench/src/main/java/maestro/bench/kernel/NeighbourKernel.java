package maestro.bench.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import maestro.core.param.Conditions;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.sel.Budget;
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

/** A loop of some milliseconds in the pool, alone and beside a hundred endless ones of another workflow. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class NeighbourKernel {
    private static final Duration FOR_ALL_OF_IT = Duration.ofMinutes(10);

    @Param({"0", "100"})
    public int hostile;

    private static final String BRIEF = "x = 0; for (i = 0; i < 20000; i += 1) { x += i; } return x >= 0;";
    private static final String ENDLESS = "x = 0; while (true) { for (i = 0; i < 20000; i += 1) { x += i; } }";

    private final Facts facts = new Facts(Map.of());
    private EvaluationPool pool;

    @Setup(Level.Trial)
    public void open() {
        pool = new EvaluationPool(EvaluationPool.defaultThreads(), FOR_ALL_OF_IT);
        for (int i = 0; i < hostile; i++)
            pool.submit("hostile", budget -> evaluate(ENDLESS, budget), (_, _) -> { });
    }

    @TearDown(Level.Trial)
    public void close() {
        pool.close();
    }

    private boolean evaluate(String condition, Budget budget) {
        var unlimited = budget.withVisits(Long.MAX_VALUE).withMemory(Long.MAX_VALUE).withLoop(Integer.MAX_VALUE);
        return Conditions.evaluate(condition, Map.of(), facts, Facts.NOW, budget.provisional() ? budget : unlimited);
    }

    @Benchmark
    public boolean neighbour() {
        return pool.call("neighbour", budget -> evaluate(BRIEF, budget));
    }
}
