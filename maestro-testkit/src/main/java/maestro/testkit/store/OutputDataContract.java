package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.runtime.store.OutputData.Row;
import org.junit.jupiter.api.Test;

/** What every store of output data must do. */
public abstract class OutputDataContract extends Contract {
    @Test
    void theLastReportOfAJobCounts() {
        var outputs = ports.outputData();
        outputs.put(new Row("Http", "7", "w", "{\"params\":{}}", 10));
        outputs.put(new Row("Titus", "7", "w", "{}", 10));
        outputs.put(new Row("Http", "7", "v", "{\"artifacts\":{}}", 20));
        assertThat(outputs.one("Http", "7")).contains(new Row("Http", "7", "v", "{\"artifacts\":{}}", 20));
        assertThat(outputs.one("Titus", "7")).map(Row::payload).contains("{}");
        assertThat(outputs.one("Http", "8")).isEmpty();
    }
}
