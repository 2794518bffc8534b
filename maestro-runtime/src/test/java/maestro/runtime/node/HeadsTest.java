package maestro.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.row.WorkflowRow;
import org.junit.jupiter.api.Test;

class HeadsTest {
    private static WorkflowRow row(String id, int shard, int detail) {
        return new WorkflowRow(id, shard, 10_000, 1, 1, 1, false, 1, "x".repeat(detail));
    }

    @Test
    void theLeastRecentlyUsedGoFirst() {
        var heads = new Heads();
        for (int i = 0; i < 5_000; i++) {
            heads.put(row("w" + i, 1, 10));
        }
        heads.get("w0");
        heads.put(row("more", 1, 10));
        assertThat(heads.get("w0")).isNotNull();
        assertThat(heads.get("w1")).isNull();
        assertThat(heads.get("more")).isNotNull();
    }

    @Test
    void largeRowsTakeThePlaceOfManySmallOnes() {
        var heads = new Heads();
        for (int i = 0; i < 60; i++) {
            heads.put(row("w" + i, 1, 1 << 20));
            heads.put(row("w" + i, 1, 1 << 20)); // written again, it counts once
        }
        assertThat(heads.get("w59")).isNotNull();
        assertThat(heads.get("w40")).isNotNull();
        assertThat(heads.get("w20")).isNull();
    }

    @Test
    void aShardThatGoesTakesItsRowsAlong() {
        var heads = new Heads();
        heads.put(row("a", 1, 10));
        heads.put(row("b", 2, 10));
        heads.forget(1);
        assertThat(heads.get("a")).isNull();
        assertThat(heads.get("b")).isNotNull();
    }
}
