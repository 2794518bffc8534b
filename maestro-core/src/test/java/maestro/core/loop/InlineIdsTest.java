package maestro.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.definition.StepType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids of inline workflows and their iterations (composite-steps.md §1.1, §1.2). */
class InlineIdsTest {
    @ParameterizedTest
    @CsvSource({
        "5, maestro_foreach_uJ_15_76d376e15b493947aa0f543b4aa0c443",
        "100, maestro_foreach_uJ_21c_67694016cf912fa93b588ad9e620b521"
    })
    void anIdIsMadeOfWhereTheLoopStands(long instance, String id) {
        assertThat(InlineIds.of(StepType.FOREACH, 1234, instance, "loop", instance, "nightly.etl")).isEqualTo(id);
    }

    @Test
    void anIterationHasTheSameUuidWheneverItIsAskedFor() {
        assertThat(InlineIds.foreachUuid("maestro_foreach_uJ_15_76d376e15b493947aa0f543b4aa0c443", 1, 0))
                .hasToString("d244d395-7eac-3002-a3eb-054115bc9b1d");
    }
}
