package maestro.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    private List<String> served(int count, boolean lengthyToo, long nanosEach) {
        var served = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            queue.poll(lengthyToo).ifPresent(task -> {
                served.add(task);
                queue.done(task.substring(0, 1), nanosEach);
            });
        }
        return served;
    }

    @Test
    void ownersAreServedInTurnHoweverManyTasksOneHas() {
        for (int i = 1; i <= 4; i++) queue.add("a", "a" + i, false);
        queue.add("b", "b1", false);
        queue.add("b", "b2", false);
        assertThat(served(6, true, 10)).startsWith("a1", "b1").endsWith("a3", "a4").contains("a2", "b2");
    }

    @Test
    void aNewOwnerStartsLevelAndSavesNothingUp() {
        for (int i = 1; i <= 4; i++) queue.add("a", "a" + i, false);
        served(2, true, 1000);
        for (int i = 1; i <= 4; i++) queue.add("b", "b" + i, false);
        assertThat(served(4, true, 1000)).containsSubsequence("b1", "a3");
    }

    @Test
    void lengthyTasksWaitWhileThereIsNoRoomForThem() {
        queue.add("a", "a1", true);
        queue.add("b", "b1", false);
        assertThat(served(2, false, 1)).containsExactly("b1");
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(served(1, true, 1)).containsExactly("a1");
    }
}
