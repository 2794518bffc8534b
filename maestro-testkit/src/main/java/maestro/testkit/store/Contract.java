package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.row.Changes;
import maestro.runtime.store.Store.Outcome;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts share: fresh ports for each test, and commits that go on from where the shard is. */
public abstract class Contract {
    protected Ports ports;

    /** A database with 8 shards and no rows. */
    protected abstract Ports open();

    @BeforeEach
    final void openPorts() {
        ports = open();
    }

    /** Commits under the shard's present epoch and sequence. */
    protected final void commit(int shard, Changes changes) {
        var head = ports.store().head(shard);
        var outcome = ports.store().commit(Rows.batch(shard, head.epoch(), head.sequence(), changes));
        assertThat(outcome).isEqualTo(Outcome.COMMITTED);
    }

    /** Compares rows by their content, arrays included. */
    protected static RecursiveComparisonAssert<?> assertRows(Object actual) {
        return assertThat(actual).usingRecursiveComparison();
    }
}
