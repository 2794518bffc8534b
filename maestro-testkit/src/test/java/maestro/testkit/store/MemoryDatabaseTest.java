package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Optional;
import maestro.core.row.Changes;
import maestro.runtime.store.Store.Outcome;
import maestro.runtime.store.StoreUnavailable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryDatabaseTest {
    private static Ports memory() {
        return new MemoryDatabase(8, InstantSource.system(), Faults.NONE).ports();
    }

    @Nested
    class KeepsTheStoreContract extends StoreContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheReadsContract extends ReadsContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheTemplatesContract extends TemplatesContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheTagsContract extends TagsContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheSignalsContract extends SignalsContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheHooksContract extends HooksContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheOutputDataContract extends OutputDataContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheListsContract extends ListsContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheInstanceListsContract extends InstanceListsContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheBriefContract extends BriefContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    @Nested
    class KeepsTheUpkeepContract extends UpkeepContract {
        @Override
        protected Ports open() {
            return memory();
        }
    }

    /** Throws at the next commit, before or after it is carried out. */
    private static final class AtCommit implements Faults {
        private Optional<String> when = Optional.empty();

        @Override
        public void before(Call call) {
            strike("before", call);
        }

        @Override
        public void after(Call call) {
            strike("after", call);
        }

        private void strike(String moment, Call call) {
            if (call.name().equals("commit") && when.filter(moment::equals).isPresent()) {
                when = Optional.empty();
                throw Faults.unavailable(call);
            }
        }
    }

    @Test
    void aFaultBeforeACommitLeavesNothingAndOneAfterItLosesOnlyTheAnswer() {
        var faults = new AtCommit();
        var store = new MemoryDatabase(1, InstantSource.system(), faults).store();
        var batch = Rows.batch(0, 0, 0, Changes.NONE);

        faults.when = Optional.of("before");
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreUnavailable.class);
        assertThat(store.head(0).sequence()).isZero();
        faults.when = Optional.of("after");
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreUnavailable.class);
        assertThat(store.head(0).sequence()).isEqualTo(1);
    }

    @Test
    void aFailOverToAnOlderStateShowsInTheHead() {
        var database = new MemoryDatabase(1, InstantSource.system(), Faults.NONE);
        var store = database.store();
        var older = database.state();
        assertThat(store.commit(Rows.batch(0, 0, 0, Rows.runs(Rows.run(1, 0, "a", 1, 1)))))
                .isEqualTo(Outcome.COMMITTED);
        database.restore(older);

        assertThat(store.head(0).sequence()).isZero();
        assertThat(store.commit(Rows.batch(0, 0, 1, Changes.NONE))).isEqualTo(Outcome.FENCED);
        assertThat(database.reads().run("a", 1, 1)).isEmpty();
    }
}
