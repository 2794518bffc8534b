package maestro.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusCodeTest {
    /** What stands in databases out there: add to the end, never change. */
    @Test
    void theNumbersAreTheOnesThatAreStored() {
        assertThat(IntStream.range(0, 7).mapToObj(i -> StatusCode.instance(i).name()).collect(joining(" ")))
                .isEqualTo("CREATED IN_PROGRESS PAUSED TIMED_OUT STOPPED FAILED SUCCEEDED");
        assertThat(IntStream.range(0, 22).mapToObj(i -> StatusCode.step(i).name()).collect(joining(" ")))
                .isEqualTo("NOT_CREATED CREATED INITIALIZED PAUSED WAITING_FOR_SIGNALS EVALUATING_PARAMS"
                        + " WAITING_FOR_PERMITS STARTING RUNNING FINISHING DISABLED UNSATISFIED SKIPPED SUCCEEDED"
                        + " COMPLETED_WITH_ERROR USER_FAILED PLATFORM_FAILED TIMEOUT_FAILED FATALLY_FAILED"
                        + " INTERNALLY_FAILED STOPPED TIMED_OUT");
    }
}
