package maestro.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import maestro.core.mail.Key;
import maestro.core.row.MessageRow;
import maestro.core.rule.Effect;
import maestro.core.rule.Letter;
import maestro.core.rule.LetterJson;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.state.ShardState;
import maestro.runtime.shard.Delivery;
import maestro.runtime.shard.ShardMachine;
import org.junit.jupiter.api.Test;

/** How many letters a shard takes in before those it has are dealt with. */
class OpenLettersTest {
    private static final int OPEN_MAX = 500;
    private static final int SENDER = 1;

    private int inboxReads;
    private final ShardMachine machine = new ShardMachine(
            new ShardState(0, 0), 1, RuleConfig.DEFAULT.withShards(2), new SplittableRandom(1), 0, new Outside());

    @Test
    void lettersBeyondThoseStayInTheInboxUntilSomeAreGone() {
        machine.deliver(letters(1, OPEN_MAX, -1));
        machine.deliver(letters(OPEN_MAX + 1, OPEN_MAX + 10, OPEN_MAX));
        machine.offer(new Message.Loaded("w", Optional.empty()));
        machine.decide(() -> 0, () -> false);
        var batch = machine.seal(0).orElseThrow().batch();
        assertThat(batch.changes().taken()).hasSize(OPEN_MAX);
        assertThat(inboxReads).isZero();

        machine.committed();
        assertThat(inboxReads).isEqualTo(1);
    }

    private static Delivery letters(long first, long last, long before) {
        return new Delivery(0, before, LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new MessageRow(
                        0, SENDER, seq, "w", LetterJson.write(new Letter.StopChild("w", 1, "uuid", "amy", "no reason"))))
                .toList());
    }

    private final class Outside implements ShardMachine.Outside {
        @Override
        public void load(Key key) {
            assertThat(key.text()).isEqualTo("w");
        }

        @Override
        public void ask(Effect.AskSignal work) {
            throw new IllegalStateException("no signals here");
        }

        @Override
        public void fire(Effect.Fire work) {
            throw new IllegalStateException("no triggers here");
        }

        @Override
        public void tick(Effect.Tick work) {
            throw new IllegalStateException("no schedules here");
        }

        @Override
        public void compute(Effect.Compute work) {
            throw new IllegalStateException("nothing here takes long");
        }

        @Override
        public void prepare(Effect.Prepare work) {
            throw new IllegalStateException("nobody calls");
        }

        @Override
        public void readInbox() {
            inboxReads++;
        }
    }
}
