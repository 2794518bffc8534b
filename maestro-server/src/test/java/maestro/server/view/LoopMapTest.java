package maestro.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import maestro.core.permit.Claims;
import maestro.core.retry.RetryState;
import maestro.core.row.Later;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.row.StepTimes;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.run.StepStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The map of a large loop, from its own intervals. */
class LoopMapTest {
    private static final int TOTAL = 1_000_000;

    private static StepRow loop(List<Object> failed, List<Object> succeeded, long ended) {
        Map<String, Object> overview = Map.of(
                "stats", Map.of("FAILED", (long) failed.size(), "SUCCEEDED", ended),
                "running_stats", Map.of("IN_PROGRESS", 1L),
                "details", Map.of("FAILED", failed, "SUCCEEDED", succeeded, "IN_PROGRESS", List.<Object>of(999_990L)));
        Map<String, Object> artifact = Map.of("total_loop_count", (long) TOTAL, "next_loop_index", 999_990L,
                "foreach_overview", overview);
        var uuid = new UUID(1, 1);
        var detail = new StepDetail(StepTimes.NONE, Optional.empty(), Map.of(), List.of(), RetryState.FRESH, 0, 0, "", "",
                Optional.empty(), Optional.empty(), Optional.empty(), Map.of("maestro_foreach", artifact), List.of(),
                List.of(), Optional.empty(), Dependencies.NONE, Outputs.NONE, Claims.NONE, Later.NONE);
        return new StepRow(1, "each", 1, 1, uuid, StepStatus.RUNNING, 1, 1, 0, detail.write("each", 1, uuid));
    }

    @Test
    void rangesAreInOrderAndCutToTheWindow() {
        var step = loop(List.of(30_621L), List.of(List.of(1L, 30_620L), List.of(30_622L, 999_989L)), 999_988);
        var map = LoopMap.of(step, 30_000, TOTAL, 100);
        assertThat(map.path("ranges").toString()).isEqualTo(
                "[[30000,30620,\"S\"],[30621,30621,\"F\"],[30622,999989,\"S\"],[999990,999990,\"R\"]]");
        assertThat(map.path("stats").path("R").asInt()).isEqualTo(1);
    }

    @Test
    void scatteredFailuresOfAMillionAreCountedInFewBins() {
        List<Object> failed = LongStream.range(0, 40_000).<Object>mapToObj(i -> 1 + i * 20).toList();
        var map = LoopMap.of(loop(failed, List.of(), 0), 1, Long.MAX_VALUE, 20_000);
        assertThat(map.has("ranges")).isFalse();
        var bins = map.path("bins");
        JsonNode counts = bins.path("F");
        assertThat(counts.size()).isLessThanOrEqualTo(16_384);
        assertThat(IntStream.range(0, counts.size()).mapToLong(i -> counts.get(i).asLong()).sum()).isEqualTo(40_000);
        assertThat(bins.path("each").asLong() * counts.size()).isGreaterThanOrEqualTo(TOTAL);
        assertThat(map.toString().length()).isLessThan(300_000);
    }

    @Test
    void textsThatDifferInNumbersAndQuotesHaveOneSignature() {
        assertThat(ErrorGroups.signature("exit 99: cannot read 's3://a/1.csv'"))
                .isEqualTo(ErrorGroups.signature("exit 7: cannot read 's3://b/2.csv'"))
                .isEqualTo("exit #: cannot read '…'");
        assertThat(ErrorGroups.signature("run 0d1c9e0a-4b8e-4c8c-9a52-0e6a8f0f7c11 died")).isEqualTo("run # died");
        assertThat(ErrorGroups.signature("😀".repeat(5_000))).hasSizeLessThanOrEqualTo(200);
    }
}
