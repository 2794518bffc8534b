package maestro.bench.kernel;

import java.util.concurrent.TimeUnit;
import maestro.core.row.RunHead;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The codecs of rows: the head of a run, the detail of a NoOp step's attempt. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowKernel {
    private RunHead head;
    private byte[] headBytes;
    private StepDetail detail;
    private StepRow stepRow;

    @Setup
    public void prepare() {
        var shard = new Shard(0, 1, 0, 10_000, 5);
        shard.seal();
        var rows = shard.run().batch().changes();
        headBytes = rows.runs().getFirst().head();
        head = RunHead.read(headBytes);
        stepRow = rows.steps().getFirst();
        detail = StepDetail.read(stepRow);
    }

    @Benchmark
    public byte[] writeHead() {
        return head.write();
    }

    @Benchmark
    public RunHead readHead() {
        return RunHead.read(headBytes);
    }

    @Benchmark
    public byte[] writeStep() {
        return detail.write(stepRow.stepId(), stepRow.attempt(), stepRow.uuid());
    }

    @Benchmark
    public StepDetail readStep() {
        return StepDetail.read(stepRow);
    }
}
