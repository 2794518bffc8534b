package maestro.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import maestro.core.row.Changes;
import maestro.runtime.shard.Committer;
import maestro.runtime.shard.Committer.End;
import maestro.runtime.store.Batch;
import maestro.testkit.sim.VirtualClock;
import maestro.testkit.store.Faults;
import maestro.testkit.store.MemoryDatabase;
import org.junit.jupiter.api.Test;

/** What becomes of one batch, whatever the database does meanwhile (faults 1, 2, 3 and 19). */
class CommitterTest {
    private boolean awayBefore;
    private boolean awayAfter;
    private final MemoryDatabase database = new MemoryDatabase(1, new VirtualClock(), new Faults() {
        @Override
        public void before(Call call) {
            if (awayBefore) throw Faults.unavailable(call);
        }

        @Override
        public void after(Call call) {
            if (awayAfter && call.name().equals("commit")) throw Faults.unavailable(call);
        }
    });
    private final Committer committer = new Committer(database.store());

    private Batch batch(long epoch, long first, long last) {
        return new Batch(0, epoch, first, last, 1, Changes.NONE, new byte[0]);
    }

    private void take() {
        long epoch = database.leases().all().getFirst().epoch();
        database.leases().take(0, epoch, "north");
    }

    @Test
    void aWrittenBatchIsDurable() {
        take();
        assertThat(committer.attempt(batch(1, 0, 5))).contains(End.DURABLE);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsFoundToBeDurable() {
        take();
        awayAfter = true;
        assertThat(committer.attempt(batch(1, 0, 5))).isEmpty();
        awayAfter = false;
        assertThat(committer.attempt(batch(1, 0, 5))).contains(End.DURABLE);
        assertThat(database.store().head(0).sequence()).isEqualTo(5);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsKnown() {
        take();
        awayBefore = true;
        assertThat(committer.attempt(batch(1, 0, 5))).isEmpty();
        awayBefore = false;
        assertThat(committer.attempt(batch(1, 0, 5))).contains(End.DURABLE);
    }

    @Test
    void anotherOwnerMeansLost() {
        take();
        take();
        assertThat(committer.attempt(batch(1, 0, 5))).contains(End.LOST);
        assertThat(database.store().head(0).sequence()).isZero();
    }

    @Test
    void aBatchThatWasWrittenBeforeAnotherOwnerCameIsLostToItsOwnerToo() {
        take();
        awayAfter = true;
        assertThat(committer.attempt(batch(1, 0, 5))).isEmpty();
        awayAfter = false;
        take();
        assertThat(committer.attempt(batch(1, 0, 5))).contains(End.LOST);
    }

    @Test
    void aSequenceThatWentBackwardsMeansLost() {
        take();
        var replica = database.state();
        committer.attempt(batch(1, 0, 5));
        database.restore(replica);
        assertThat(committer.attempt(batch(1, 5, 9))).contains(End.LOST);
    }

    @Test
    void itTriesAgainUntilItIsWrittenOrNobodyWantsItAnyMore() throws Exception {
        take();
        awayBefore = true;
        var asked = new AtomicInteger();
        var end = committer.write(batch(1, 0, 5), () -> {
            awayBefore = asked.incrementAndGet() < 3;
            return true;
        });
        assertThat(end).isEqualTo(End.DURABLE);
        awayBefore = true;
        assertThat(committer.write(batch(1, 5, 9), () -> false)).isEqualTo(End.LOST);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whyCommitsWaitIsToldUntilTheyGoOn() throws Exception {
        take();
        awayBefore = true;
        var watched = new Committer(database.store(), Duration.ZERO);
        assertThat(watched.trouble()).isEmpty();
        var tries = new AtomicInteger();
        var why = new AtomicReference<Optional<String>>();
        var end = watched.write(batch(1, 0, 5), () -> {
            if (tries.incrementAndGet() == 3) {
                why.set(watched.trouble());
                awayBefore = false;
            }
            return true;
        });
        assertThat(end).isEqualTo(End.DURABLE);
        assertThat(why.get()).hasValueSatisfying(text -> assertThat(text).isNotBlank());
        assertThat(watched.trouble()).isEmpty();
    }

    @Test
    void aBatchThatIsGivenUpIsNoTroubleAnyMore() throws Exception {
        awayBefore = true;
        var watched = new Committer(database.store(), Duration.ZERO);
        var tries = new AtomicInteger();
        assertThat(watched.write(batch(1, 0, 5), () -> tries.incrementAndGet() < 3)).isEqualTo(End.LOST);
        assertThat(watched.trouble()).isEmpty();
    }
}
