package maestro.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void quantilesAreFiguresThatWereMeasured() {
        var hundred = Distribution.of(DoubleStream.iterate(100, x -> x - 1).limit(101).boxed().toList());

        assertThat(hundred.quantile(0)).isEqualTo(0);
        assertThat(hundred.median()).isEqualTo(50);
        assertThat(hundred.quantile(0.99)).isEqualTo(99);
        assertThat(hundred.quantile(1)).isEqualTo(100);
    }

    @Test
    void nothingMeasuredHasNoMedian() {
        assertThat(Distribution.of(List.of()).median()).isNaN();
    }
}
